import Geocoding
import Model
import Settings

/// `karkhana gazetteer sources` and `gazetteer verify`: the open sources of a gazetteer, and whether a file is one of them.
/// Neither touches the network.
public struct GazetteerSourcesJob: Sendable {
  private let config: String?
  private let country: String

  /// The sources for `country` (two capital letters of ISO 3166) that the configuration `config` lists; nil is the one that
  /// comes with the program.
  public init(config: String?, country: String) {
    self.config = config
    self.country = country
  }

  /// The sources for people. Fails with 64 for what is no country and with 78 for a faulty list.
  public func page() throws(Failure) -> String {
    let entries = try GazetteerSourceSettings.load(directory: config, country: country)
    var text = "Open sources of a gazetteer for \(country)\n"
    for entry in entries {
      func line(_ label: String, _ value: String) {
        text += "  " + label.padded(to: 13) + value + "\n"
      }
      text += "\n\(entry.title) (\(entry.name))\n"
      line("adds", entry.adds)
      line("address", entry.address)
      line("licence", entry.licence)
      line("attribution", entry.attribution)
      let use = "\(entry.option) \(entry.file == "./" ? "DIR" : entry.file)"
      line("used with", "karkhana gazetteer build \(use)")
      line("getting it", Self.getting(entry))
    }
    return text
      + "\nmake gazetteer downloads what is open to download, builds, and installs where 'karkhana map' finds it.\n"
  }

  private static func getting(_ entry: GazetteerSourceEntry) -> String {
    guard entry.isOpen else { return "by hand: \(entry.byHand)" }
    return entry.isWanted ? "make gazetteer downloads it" : "make gazetteer WITH=\(entry.name) downloads it"
  }

  /// One line a source for scripts, fields separated by tabs: name, `download` or `by-hand`, `wanted` or `optional`, file,
  /// address.
  public func table() throws(Failure) -> String {
    let entries = try GazetteerSourceSettings.load(directory: config, country: country)
    return entries.map { entry in
      [
        entry.name, entry.isOpen ? "download" : "by-hand", entry.isWanted ? "wanted" : "optional", entry.file,
        entry.address,
      ].joined(separator: "\t") + "\n"
    }.joined()
  }

  /// A sentence that says that the file at `path` is the source `name`. Fails with 66 when it is something else and with 74
  /// when it is damaged or cut short.
  public func verify(_ path: String, is name: String) throws(Failure) -> String {
    let entries = try GazetteerSourceSettings.load(directory: config, country: country)
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw Failure(
        .usage, "There is no source \(name) for \(country); there are \(entries.map(\.name).joined(separator: ", ")).")
    }
    guard entry.file != "./" else {
      throw Failure(.usage, "The source \(name) is a directory of tables; only files can be verified.")
    }
    let firstBytes: [UInt8] =
      switch entry.format {
      case .zip: SourceExpectation.zip
      case .gzip: SourceExpectation.gzip
      case .text, nil: []
      }
    let rows = try SourceCheck.rows(
      of: path,
      SourceExpectation(
        title: entry.title, firstBytes: firstBytes, fields: entry.fields, columns: entry.columns,
        minimumBytes: entry.minimumBytes))
    return "\(path) is \(entry.title): \(Reporter.grouped(rows)) rows.\n"
  }
}
