import Model

/// One open source of a gazetteer, from `gazetteer-sources.toml`: what it is and how to tell it from something else.
public struct GazetteerSourceEntry: Sendable, Equatable {
  /// How its first bytes look.
  public enum Format: String, CaseIterable, Sendable { case zip, gzip, text }

  /// Name on the command line.
  public var name: String
  /// What people call it.
  public var title: String
  /// What it adds to a gazetteer.
  public var adds: String
  /// Where it is; the country is already filled in.
  public var address: String
  /// How to get it where no plain download does; empty for one that can be downloaded.
  public var byHand: String
  /// Licence.
  public var licence: String
  /// What the licence asks to be said.
  public var attribution: String
  /// Its name beside the other sources; a directory ends with `/`.
  public var file: String
  /// The option of `gazetteer build` that takes it.
  public var option: String
  /// Whether a plain download gets it.
  public var isOpen: Bool
  /// Whether `make gazetteer` takes it without being asked.
  public var isWanted: Bool
  /// First bytes; nil for a directory.
  public var format: Format?
  /// Tab-separated fields of every row; nil where a header tells.
  public var fields: Int?
  /// Columns that the header must have, small letters and digits.
  public var columns: [String]
  /// What has fewer bytes is not it.
  public var minimumBytes: Int
}

/// Reads `gazetteer-sources.toml`.
public enum GazetteerSourceSettings {
  /// The name of the file.
  public static let file = "gazetteer-sources.toml"

  private static let options = [
    "--post-offices", "--geonames-postal", "--places", "--villages", "--lgd", "--aliases", "--pins", "--districts",
  ]

  /// The sources that `directory`, or the configuration that comes with the program, lists for `country`. Throws
  /// `.configuration` with one line for each fault, and `.usage` for what is no country.
  public static func load(directory: String?, country: String) throws(Failure) -> [GazetteerSourceEntry] {
    guard isCountry(country) else {
      throw Failure(.usage, "A country is two capital letters of ISO 3166 such as IN, found \"\(country)\".")
    }
    let directory = if let directory { directory } else { try Installation.directory("Config") }
    let file = ConfigFile(
      name: Self.file, text: try Installation.text("\(directory)/\(Self.file)", .configuration))
    let entries = read(file, country: country)
    file.finish()
    guard file.faults.isEmpty else {
      throw Failure(.configuration, file.faults.joined(separator: "\nkarkhana: "))
    }
    return entries
  }

  /// The sources that cover `country` (two capital letters of ISO 3166), those fetched unasked
  /// first, those got by hand last, then by name. Faults are collected in `file`.
  public static func read(_ file: ConfigFile, country: String) -> [GazetteerSourceEntry] {
    let root = file.section()
    var entries: [GazetteerSourceEntry] = []
    for name in root.keys {
      let section = root.section(name)
      let only = section.string("country")
      if let only, !isCountry(only) { section.fault("country", "two capital letters are expected, found \"\(only)\"") }
      let entry = entry(section, name: name, country: country)
      if only == nil || only == country { entries.append(entry) }
    }
    return entries.sorted { (rank($0), $0.name) < (rank($1), $1.name) }
  }

  /// What is fetched unasked, what is fetched when asked for, what is got by hand.
  private static func rank(_ entry: GazetteerSourceEntry) -> Int { entry.isOpen ? entry.isWanted ? 0 : 1 : 2 }

  /// Whether `text` is two capital letters.
  public static func isCountry(_ text: String) -> Bool {
    text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
  }

  private static func entry(_ section: ConfigSection, name: String, country: String) -> GazetteerSourceEntry {
    func text(_ key: String) -> String {
      let text = section.string(key) ?? ""
      if text.isEmpty, !section.has(key) { section.fault(key, "a text is expected here") }
      if text.utf8.contains(where: { $0 < 0x20 }) { section.fault(key, "tabs and line ends are not allowed") }
      return text.replacing("{country}", with: country)
    }
    let isOpen = section.flag("download") ?? false
    let file = text("file")
    if file != "./", file.utf8.contains(0x2F) || file.hasPrefix(".") || file.isEmpty {
      section.fault("file", "a file name without directories, or ./ is expected, found \"\(file)\"")
    }
    let address = text("address")
    if !["https://", "http://"].contains(where: { address.hasPrefix($0) }) || address.utf8.contains(0x20) {
      section.fault("address", "an address that begins with https:// is expected, found \"\(address)\"")
    }
    let format = section.choice("format", of: GazetteerSourceEntry.Format.allCases.map(\.rawValue))
    if isOpen, format == nil, !section.has("format") {
      section.fault("format", "what is downloaded must say its format: zip, gzip or text")
    }
    if !section.has("option") { section.fault("option", "one of \(options.joined(separator: ", ")) is expected here") }
    let minimum = section.section("minimum_bytes")
    let india = minimum.integer("IN", in: 0...Int(Int32.max)) ?? 0
    let other = minimum.integer("other", in: 0...Int(Int32.max)) ?? 0
    return GazetteerSourceEntry(
      name: name, title: text("title"), adds: text("adds"), address: address,
      byHand: isOpen ? "" : text("by_hand"), licence: text("licence"), attribution: text("attribution"), file: file,
      option: section.choice("option", of: options) ?? "", isOpen: isOpen,
      isWanted: section.flag("wanted") ?? false, format: format.flatMap(GazetteerSourceEntry.Format.init(rawValue:)),
      fields: section.integer("fields", in: 2...1000), columns: section.strings("columns") ?? [],
      minimumBytes: country == "IN" ? india : other)
  }
}
