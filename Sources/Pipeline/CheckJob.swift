import Model
import Tables
import Tallying
import Taxonomy

/// `karkhana check`: profiles registers before mapping, each on its own, and writes nothing.
public struct CheckJob: Sendable {
  private let options: RunOptions

  /// A job with `options`.
  public init(options: RunOptions) { self.options = options }

  /// Examples kept of each problem.
  private static let examples = 3

  /// What was seen of one register.
  private struct Profile: Sendable {
    var ledger = Ledger()
    /// The first lines of each problem, by its name.
    var lines: [String: [(line: UInt64, text: String)]] = [:]
    /// Rows by problem.
    var counts: [String: Int] = [:]

    mutating func note(_ problem: String, _ line: UInt64, _ text: @autoclosure () -> String) {
      counts[problem, default: 0] += 1
      var known = lines[problem] ?? []
      guard known.count < CheckJob.examples || line < known[known.count - 1].line else { return }
      known.append((line, text()))
      known.sort { $0.line < $1.line }
      lines[problem] = Array(known.prefix(CheckJob.examples))
    }

    mutating func add(_ other: Profile) {
      ledger.add(other.ledger)
      for (problem, count) in other.counts { counts[problem, default: 0] += count }
      for (problem, known) in other.lines {
        lines[problem] = Array(((lines[problem] ?? []) + known).sorted { $0.line < $1.line }.prefix(CheckJob.examples))
      }
    }
  }

  /// The report as text. Fails with 65 when a register cannot be read at all.
  public func run() throws(Failure) -> String {
    let reporter = Reporter(quiet: options.quiet, jsonLog: options.jsonLog)
    var report = ""
    for path in options.registers {
      var single = options
      single.registers = [path]
      let setup = try RunSetup(single, keepsInput: false)
      let stream = setup.stream()
      let tallyOptions = try setup.tallyOptions()
      let parts = try StreamPass(setup: setup, reporter: reporter, label: "checking", stream: stream).run {
        Profile()
      } _: { (profile) throws(Failure) -> Int? in
        guard let batch = try stream.next() else { return nil }
        profile.ledger.add(
          Ledger(counting: batch.enterprises, batch.coded, batch.located, tallyOptions))
        examine(batch, &profile)
        return batch.enterprises.count
      }
      var profile = Profile()
      for part in parts { profile.add(part) }
      guard profile.ledger.rowsRead > 0 else {
        throw Failure(.data, "\(setup.inputs[0].name) holds a header and no rows; there is nothing to check.")
      }
      report += Self.text(profile, setup)
    }
    return report
  }

  private func examine(_ batch: ProcessedBatch, _ profile: inout Profile) {
    let rows = batch.enterprises.rows
    for row in 0..<rows.count {
      let line = rows.lines[row]
      if rows.rejects[row] != 0 {
        let code = RejectCode(rawValue: rows.rejects[row]) ?? .none
        profile.note("rejected: \(code.name)", line, Self.short(rows.string(rows.raw[row])))
        continue
      }
      let reason = UncodedReason(rawValue: batch.coded.reason[row]) ?? .none
      if reason != .none {
        let product = batch.enterprises.span(.product, row)
        let text = rows.string(product.isEmpty ? batch.enterprises.span(.sector, row) : product)
        let code = batch.enterprises.industryCode?[row].text ?? ""
        profile.note(
          "without a product: \(reason.name)", line,
          Self.short([code, text].filter { !$0.isEmpty }.joined(separator: " ")))
      }
      let lost = UnlocatedReason(rawValue: batch.located.reason[row]) ?? .none
      if lost != .none {
        let fields = [TextField.address, .village, .subdistrict, .district, .state].map {
          rows.string(batch.enterprises.span($0, row))
        }
        profile.note(
          "not located: \(lost.name)", line, Self.short(fields.filter { !$0.isEmpty }.joined(separator: ", ")))
      }
      var bits = batch.enterprises.flags[row] | batch.coded.flags[row] | batch.located.flags[row]
      while bits != 0 {
        let flag = RowFlags(rawValue: 1 << UInt64(bits.trailingZeroBitCount))
        bits &= bits - 1
        if Self.isProblem(flag) { profile.note(flag.text, line, "") }
      }
    }
  }

  /// Flags that only say how a row was understood are no problem.
  private static func isProblem(_ flag: RowFlags) -> Bool {
    ![RowFlags.pinFromText, .textRefinesCode, .fuzzyPlace].contains(flag)
  }

  /// At most 60 characters on one line.
  private static func short(_ text: String) -> String {
    let flat = String(text.map { $0.isNewline ? " " : $0 })
    return flat.count <= 60 ? flat : String(flat.prefix(59)) + "…"
  }

  private static func text(_ profile: Profile, _ setup: RunSetup) -> String {
    let (input, reader) = (setup.inputs[0], setup.readers[0])
    let binding = input.binding
    let ledger = profile.ledger
    var text = "\(input.name)\n"
    func head(_ label: String, _ content: String) {
      text += "  \(label.padded(to: 18))\(PlainWords.wrapped(content, width: 110, indent: 20))\n"
    }
    head("layout", "\(binding.schemaName): \(binding.title)")
    let isCompressed = reader.compressionName != "none" && !reader.compressionName.isEmpty
    head(
      "file",
      "\(reader.encodingName), \(delimiterName(reader.delimiter))\(isCompressed ? ", \(reader.compressionName)" : "")")
    text += "  \("gazetteer".padded(to: 18))\(setup.gazetteer.text)\n"
    head(
      "columns read",
      binding.recognised.map { $0.column == $0.field ? $0.column : "\($0.column) (as \($0.field))" }.joined(
        separator: ", "))
    if !binding.unrecognised.isEmpty { head("not recognised", binding.unrecognised.joined(separator: ", ")) }
    if !binding.ignored.isEmpty { head("known, not used", binding.ignored.joined(separator: ", ")) }
    for (column, field) in binding.shadowed { head("not used", "\(column): another column already gives \(field)") }
    if !binding.absent.isEmpty { head("would help", binding.absent.joined(separator: ", ")) }
    text += "\n"
    func line(_ label: String, _ count: Int) {
      let share = PropertyValue.rounded(Double(count) * 100 / Double(max(ledger.rowsRead, 1)), digits: 1).plain
      text +=
        "  \(label.padded(to: 34))\(Reporter.grouped(count).leftPadded(to: 12))\("\(share) %".leftPadded(to: 9))\n"
    }
    line("rows", ledger.rowsRead)
    line("cannot be read", ledger.rejected)
    line("planned", ledger.planned)
    line("closed", ledger.closed)
    line("without a recognisable product", ledger.uncoded)
    line("not placed finely enough", ledger.unlocated)
    line("located", ledger.located)
    for level in MatchLevel.allCases where ledger.levels[Int(level.rawValue)] > 0 {
      line("  by \(level.name)", ledger.levels[Int(level.rawValue)])
    }
    text += "\n"
    let problems = profile.counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    if !problems.isEmpty { text += "  Worst problems, counted over all rows, with the first lines of each\n" }
    for (problem, count) in problems.prefix(12) {
      let meaning = PlainWords.meaning(problem.split(separator: " ").last.map(String.init) ?? "")
      let sentence = meaning.isEmpty ? problem : "\(problem) (\(meaning))"
      text +=
        "  \(Reporter.grouped(count).leftPadded(to: 10))  \(PlainWords.wrapped(sentence, width: 110, indent: 14))\n"
      let examples = profile.lines[problem] ?? []
      if examples.allSatisfy({ $0.text.isEmpty }) {
        text +=
          "              \(examples.count == 1 ? "line" : "lines") \(examples.map { String($0.line) }.joined(separator: ", "))\n"
      } else {
        for (line, example) in examples { text += "              line \(line): \(example)\n" }
      }
    }
    text += "\n"
    if binding.hasRegistrationNumber {
      text += "  Rows that repeat a registration number are still among these; 'karkhana map' takes them out.\n"
    }
    for sentence in RunNotes(setup: setup, ledger: ledger).sentences {
      text += "  \(PlainWords.wrapped(sentence, width: 110, indent: 2))\n"
    }
    return text + "\n"
  }

  private static func delimiterName(_ byte: UInt8) -> String {
    switch byte {
    case 0x2C: "separated by commas"
    case 0x3B: "separated by semicolons"
    case 0x09: "separated by tabs"
    case 0x7C: "separated by bars"
    default: "separated by \(String(UnicodeScalar(byte)))"
    }
  }
}
