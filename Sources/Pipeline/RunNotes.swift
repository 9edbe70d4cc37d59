import Classification
import Glibc
import Model
import Publishing

/// What a reader must know about a run: for the maps, and as the table that the command prints.
struct RunNotes {
  let setup: RunSetup
  let ledger: Ledger

  var isSynthetic: Bool { setup.inputs.contains { $0.binding.isSynthetic } }

  var summary: RunSummary {
    let limits = setup.limits
    return RunSummary(
      title: isSynthetic ? "Industrial clusters (synthetic example)" : "Industrial clusters",
      synthetic: isSynthetic, registers: [(name: registers, rows: ledger.rowsRead)], ledger: ledger,
      settings: [
        ("Benchmarks", PlainWords.rules(setup.options.rules)), ("Width of products", width),
        ("Units are linked over at most", "\(PropertyValue.rounded(limits.reachMetres / 1000, digits: 3).plain) km"),
      ],
      attributions: setup.geocoder.attributions,
      gazetteer: setup.geocoder.isStarter ? "Starter gazetteer" : "Full gazetteer",
      upperBound: upperBound ?? "",
      notes: remarks)
  }

  private var width: String {
    let level = setup.options.productLevel.name
    return level == "group" ? "product groups" : "\(level) digits of the industry code"
  }

  /// The layouts of the registers, in ascending order: file names are not shown on maps.
  private var registers: String {
    Set(setup.inputs.map(\.binding.title)).sorted().joined(separator: ", ")
  }

  /// The layouts whose addresses are those of offices, in ascending order.
  private var offices: [String] {
    Set(setup.inputs.filter { $0.binding.schema.siteKind == .office }.map(\.binding.title)).sorted()
  }

  /// What counts say where a register has no column that tells which units operate; nil where all have one.
  private var upperBound: String? {
    let silent = setup.inputs.filter { !$0.binding.hasOperatingColumn }
    if silent.isEmpty { return nil }
    guard silent.count < setup.inputs.count else {
      return "No column tells which units operate: every count is an upper bound."
    }
    return """
      \(silent.count) of \(setup.inputs.count) registers have no column that tells which units operate: every count with \
      units of theirs is an upper bound.
      """
  }

  /// What a user should know, and what to do about it.
  var sentences: [String] { remarks + [upperBound].compactMap { $0 } }

  private var themes: String { setup.options.themes.map(PlainWords.value).joined(separator: ", ") }

  /// That nothing tells a theme which was asked for; nil when something tells each.
  private var untold: String? {
    let untold = setup.configuration.products.themes.filter {
      setup.options.themes.contains($0.name) && $0.groups.isEmpty && !ThemeParameters.measurable.contains($0.name)
    }
    guard !untold.isEmpty else { return nil }
    let names = untold.map { PlainWords.value($0.name) }.joined(separator: ", ")
    let isAll = setup.options.themes.allSatisfy { name in untold.contains { $0.name == name } }
    return "No product and no column of a register tells the theme \(names): "
      + (isAll ? "the listing is empty." : "it adds nothing to the listing.")
  }

  /// What was left out.
  private var remarks: [String] {
    var notes: [String] = []
    if !setup.options.themes.isEmpty {
      notes.append("Shown are only clusters with these themes: \(themes). Numbers of rows are about all.")
    }
    if let untold { notes.append(untold) }
    if ledger.notOperating > 0 {
      notes.append(
        "\(Self.leftOut): \(Reporter.grouped(ledger.planned)) planned, \(Reporter.grouped(ledger.closed)) closed."
      )
    }
    for title in offices {
      notes.append("The \(title) gives registered offices, not plants: clusters made from it are clusters of offices.")
    }
    let prefixOnly = RowFlags.names.firstIndex { $0.flag == .pinPrefixOnly }.map { ledger.flags[$0] } ?? 0
    if prefixOnly > 0, setup.geocoder.isStarter {
      notes.append("\(Reporter.grouped(prefixOnly)) rows have a PIN that \(Self.starterHint)")
    }
    return notes
  }

  private static let leftOut = "Left out as not operating"

  /// What to do about PINs that the starter gazetteer does not know.
  static let starterHint = """
    the starter gazetteer places only by its first three digits, too coarse to cluster; make the full gazetteer with \
    'make gazetteer' (Docs/Operations.md).
    """

  /// The summary that `map` prints.
  func table(_ contents: MapContents, directory: String, formats: Set<OutputFormat>) -> String {
    let directory = Self.fromHere(directory)
    var text = ""
    let hasRowFiles = setup.options.members
    func line(_ label: String, _ count: Int, _ remark: String = "") {
      text += label.padded(to: 34) + Reporter.grouped(count).leftPadded(to: 12)
      text += remark.isEmpty || count == 0 ? "\n" : "  \(remark)\n"
    }
    if isSynthetic { text += "SYNTHETIC DATA: no real enterprise is shown.\n\n" }
    line("Rows read", ledger.rowsRead)
    line("  could not be read", ledger.rejected, hasRowFiles ? "see rejects.csv" : "")
    line("  repeat a registration number", ledger.duplicates)
    line(
      "  planned or closed", ledger.notOperating,
      "\(Reporter.grouped(ledger.planned)) planned, \(Reporter.grouped(ledger.closed)) closed")
    line("  without a recognisable product", ledger.uncoded, hasRowFiles ? "see uncoded.csv" : "")
    line("  not placed finely enough", ledger.unlocated, hasRowFiles ? "see unlocated.csv" : "")
    line("  located", ledger.located)
    line("    in clusters", ledger.inClusters)
    if ledger.inPotential > 0 { line("    in potential clusters", ledger.inPotential) }
    if ledger.inUndetermined > 0 { line("    in undetermined groups", ledger.inUndetermined) }
    line("    in no cluster", ledger.unclustered)
    text += "Gazetteer: \(setup.gazetteer.text)\n"
    // Levels are never added up: an enterprise is counted once at each.
    let products = contents.features.filter { $0.properties.text(.level) != "family" }
    text += "\n" + counts(products)
    text += largest(products)
    text += families(contents.features.filter { $0.properties.text(.level) == "family" })
    text += concentrations(contents.concentrations)
    let remarks = sentences.filter { !$0.hasPrefix(Self.leftOut) }
    if !remarks.isEmpty { text += "\n" }
    for sentence in remarks { text += PlainWords.wrapped(sentence, width: 100, indent: 0) + "\n" }
    text += "\n"
    if formats.contains(.html) { text += "Map       \(directory)/map.html (open it in a browser)\n" }
    if formats.contains(.csv) { text += "Listing   \(directory)/clusters.csv\n" }
    if formats.contains(.csv), formats.contains(.evidence),
      let first = byUnits(products).first ?? byUnits(contents.features).first
    {
      text += "Why       karkhana explain \(directory) \(first.id)\n"
    }
    return text + (formats.contains(.html) || formats.contains(.csv) ? "" : "Result    \(directory)\n")
  }

  /// A path below the working directory as it reads from there.
  private static func fromHere(_ path: String) -> String {
    guard let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    let prefix = String(cString: here) + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  private func counts(_ features: [ClusterFeature]) -> String {
    let statuses = ["cluster", "potential", "undetermined"]
    guard !features.isEmpty else {
      if !setup.options.themes.isEmpty {
        return "No cluster and no potential one carries a theme that was asked for: \(themes).\n"
      }
      return "No group of enterprises is large and dense enough for a cluster or a potential one.\n"
    }
    var text =
      "".padded(to: 16) + ["clusters", "potential", "undetermined"].map { $0.leftPadded(to: 14) }.joined() + "\n"
    var totals = [0, 0, 0]
    for category in Category.allCases {
      let mine = features.filter { $0.properties.text(.category) == category.name }
      guard !mine.isEmpty else { continue }
      let numbers = statuses.map { status in mine.count { $0.properties.text(.status) == status } }
      totals = zip(totals, numbers).map(+)
      text += category.name.padded(to: 16) + numbers.map { Reporter.grouped($0).leftPadded(to: 14) }.joined() + "\n"
    }
    return text + "all".padded(to: 16) + totals.map { Reporter.grouped($0).leftPadded(to: 14) }.joined() + "\n"
  }

  /// Clusters first, the largest first.
  private func byUnits(_ features: [ClusterFeature]) -> [ClusterFeature] {
    func rank(_ feature: ClusterFeature) -> (Int, Int64) {
      (feature.properties.text(.status) == "cluster" ? 0 : 1, -(feature.properties.integer(.units) ?? 0))
    }
    return features.sorted { rank($0) != rank($1) ? rank($0) < rank($1) : $0.id < $1.id }
  }

  /// The largest thematic concentrations.
  private func concentrations(_ list: [ConcentrationFeature]) -> String {
    guard setup.options.byTheme else { return "" }
    func units(_ feature: ConcentrationFeature) -> Int { Int(feature["units"].plain) ?? 0 }
    let sorted = list.sorted { units($0) != units($1) ? units($0) > units($1) : $0.id < $1.id }.prefix(10)
    let width = max(46, sorted.map { $0["name"].plain.count }.max() ?? 0) + 2
    var text = "\n" + "Thematic concentrations: \(list.count)".padded(to: width) + "units".leftPadded(to: 12) + "\n"
    for feature in sorted {
      text += "  " + feature["name"].plain.padded(to: width - 2)
      text += Reporter.grouped(units(feature)).leftPadded(to: 12) + "\n"
    }
    return text
  }

  /// Families of products, whose enterprises are those of the clusters above once more.
  private func families(_ features: [ClusterFeature]) -> String {
    guard !features.isEmpty else { return "" }
    let clusters = features.count { $0.properties.text(.status) == "cluster" }
    let counted = Reporter.grouped(clusters)
    return "\nThe same enterprises by family of products: \(counted) cluster\(clusters == 1 ? "" : "s") and "
      + "\(Reporter.grouped(features.count - clusters)) potential or undetermined.\n"
  }

  private func largest(_ features: [ClusterFeature]) -> String {
    let clusters = byUnits(features.filter { $0.properties.text(.status) == "cluster" }).prefix(10)
    guard !clusters.isEmpty else { return "" }
    let width = max(46, clusters.map { $0.properties.text(.name).count }.max() ?? 0) + 2
    var text = "\n" + "Largest clusters".padded(to: width) + "units".leftPadded(to: 12) + "\n"
    for feature in clusters {
      text += "  " + feature.properties.text(.name).padded(to: width - 2)
      text += Reporter.grouped(Int(feature.properties.integer(.units) ?? 0)).leftPadded(to: 12) + "\n"
    }
    return text
  }
}

extension String {
  /// At least `width` characters, blanks added behind.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
  /// At least `width` characters, blanks added in front.
  func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
