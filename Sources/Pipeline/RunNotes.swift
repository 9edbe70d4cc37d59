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
        ("Benchmarks", setup.options.rules), ("Product level", setup.options.productLevel.name),
        ("Reach", "\(PropertyValue.rounded(limits.reachMetres / 1000, digits: 3).plain) km"),
      ],
      attributions: setup.geocoder.attributions,
      gazetteer: setup.geocoder.isStarter ? "Starter gazetteer" : "Full gazetteer",
      upperBound: upperBound ?? "",
      notes: remarks)
  }

  /// The layouts of the registers, in ascending order: file names are not shown on maps.
  private var registers: String {
    Set(setup.inputs.map(\.binding.title)).sorted().joined(separator: ", ")
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

  /// What was left out.
  private var remarks: [String] {
    var notes: [String] = []
    if ledger.notOperating > 0 {
      notes.append(
        "Left out as not operating: \(Reporter.grouped(ledger.planned)) planned, \(Reporter.grouped(ledger.closed)) closed."
      )
    }
    let prefixOnly = RowFlags.names.firstIndex { $0.flag == .pinPrefixOnly }.map { ledger.flags[$0] } ?? 0
    if prefixOnly > 0, setup.geocoder.isStarter {
      notes.append("\(Reporter.grouped(prefixOnly)) rows have a PIN that \(Self.starterHint)")
    }
    return notes
  }

  /// What to do about PINs that the starter gazetteer does not know.
  static let starterHint = """
    the starter gazetteer places only by its first three digits, too coarse to cluster; build the full gazetteer with \
    'karkhana gazetteer build' and name it with --gazetteer (Docs/Operations.md).
    """

  /// The summary that `map` prints.
  func table(_ contents: MapContents, directory: String, formats: Set<OutputFormat>) -> String {
    var text = ""
    func line(_ label: String, _ count: Int, _ remark: String = "") {
      let number = Reporter.grouped(count)
      text += label.padded(to: 34) + String(repeating: " ", count: max(0, 12 - number.count)) + number
      text += remark.isEmpty ? "\n" : "  \(remark)\n"
    }
    if isSynthetic { text += "SYNTHETIC DATA: no real enterprise is shown.\n\n" }
    line("Rows read", ledger.rowsRead)
    line("  could not be read", ledger.rejected, ledger.rejected > 0 ? "rejects.csv" : "")
    line("  repeat a registration number", ledger.duplicates)
    line("  planned or closed", ledger.notOperating)
    line("  without a recognisable product", ledger.uncoded, ledger.uncoded > 0 ? "uncoded.csv" : "")
    line("  not placed finely enough", ledger.unlocated, ledger.unlocated > 0 ? "unlocated.csv" : "")
    line("  located", ledger.located)
    text += "\n" + counts(contents.features) + "\n"
    text += largest(contents.features)
    for sentence in sentences { text += sentence + "\n" }
    if formats.contains(.html) { text += "\nMap: \(directory)/map.html\n" } else { text += "\nResult: \(directory)\n" }
    return text
  }

  private func counts(_ features: [ClusterFeature]) -> String {
    var text =
      "".padded(to: 16) + ["clusters", "potential", "undetermined"].map { $0.leftPadded(to: 14) }.joined() + "\n"
    var totals = [0, 0, 0]
    for category in Category.allCases {
      let mine = features.filter { $0.properties.text(.category) == category.name }
      guard !mine.isEmpty else { continue }
      let numbers = ["cluster", "potential", "undetermined"].map { status in
        mine.count { $0.properties.text(.status) == status }
      }
      totals = zip(totals, numbers).map(+)
      text += category.name.padded(to: 16) + numbers.map { Reporter.grouped($0).leftPadded(to: 14) }.joined() + "\n"
    }
    return text + "all".padded(to: 16) + totals.map { Reporter.grouped($0).leftPadded(to: 14) }.joined() + "\n"
  }

  private func largest(_ features: [ClusterFeature]) -> String {
    let clusters = features.filter { $0.properties.text(.status) == "cluster" }.sorted { a, b in
      let (x, y) = (a.properties.integer(.units) ?? 0, b.properties.integer(.units) ?? 0)
      return x != y ? x > y : a.id < b.id
    }
    guard !clusters.isEmpty else { return "" }
    var text = "Largest clusters".padded(to: 56) + "units".leftPadded(to: 10) + "\n"
    for feature in clusters.prefix(10) {
      text += "  " + feature.properties.text(.name).padded(to: 54)
      text += Reporter.grouped(Int(feature.properties.integer(.units) ?? 0)).leftPadded(to: 10) + "\n"
    }
    return text + "\n"
  }
}

extension String {
  /// At least `width` characters, blanks added behind.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
  /// At least `width` characters, blanks added in front.
  func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
