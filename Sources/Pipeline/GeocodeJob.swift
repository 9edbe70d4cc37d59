import Geocoding
import Model
import Tables

/// `karkhana geocode`: the rows of a register, in order, with their position, match level and uncertainty added.
public struct GeocodeJob: Sendable {
  private let options: RunOptions
  /// How many candidates a row shows; 0: no column of candidates.
  private let candidates: Int

  /// The added columns; a column of the register with such a name is kept as `input_NAME`.
  public static let columns = [
    "lon", "lat", "match_level", "uncertainty_m", "matched_place", "lgd_state", "lgd_district", "matched_by",
    "confidence", "flags",
  ]

  /// A job with `options`; with `candidates` above 0 a last column shows that many of the places that each row could mean,
  /// with kind, district, score and reason.
  public init(options: RunOptions, candidates: Int = 0) {
    self.options = options
    self.candidates = candidates
  }

  /// Writes CSV to `path`, or to standard output. Registers must have the same columns. Rows that cannot be read have no
  /// columns to add to: they are left out, and said on standard error with their number.
  public func run(to path: String?) throws(Failure) {
    let reporter = Reporter(quiet: options.quiet, jsonLog: options.jsonLog)
    let setup = try RunSetup(options, keepsInput: false)
    guard let header = setup.readers.first?.header else { throw Failure(.usage, "Name at least one register.") }
    for reader in setup.readers where reader.header != header {
      throw Failure(
        .data, "\(reader.name) has other columns than \(setup.readers[0].name); geocode them one by one.")
    }
    try InputGuard.check(output: path, isNoneOf: options.registers)
    let sink = try ByteSink(path: path ?? "-")
    try sink.write(headerRow(header))
    let stream = setup.stream(extraColumns: header.count)
    let ordered = OrderedOutput(sinks: [sink], of: stream)
    let parts = try StreamPass(setup: setup, reporter: reporter, label: "geocoding", stream: stream).run {
      Counts()
    } _: { (counts) throws(Failure) -> Int? in
      guard let rows = try stream.nextRows() else { return nil }
      let enterprises = stream.enterprises(rows)
      let located = setup.geocoder.locate(enterprises)
      let buffer = ByteBuffer()
      let first = setup.inputs[rows.source].binding.projection.count
      write(enterprises, located, setup.geocoder, first..<(first + header.count), to: buffer, &counts)
      try ordered.put([buffer], for: rows)
      return rows.count
    }
    try ordered.close()
    let lost = parts.reduce(0) { $0 + $1.lost }
    if lost > 0 {
      reporter.note("\(Reporter.grouped(lost)) rows cannot be read and were left out; 'karkhana check' lists them.")
    }
    reporter.note("Places: \(setup.geocoder.attributions.joined(separator: "; ")).")
    let coarse = parts.reduce(0) { $0 + $1.prefixOnly }
    if coarse > 0, setup.geocoder.isStarter {
      reporter.note("\(Reporter.grouped(coarse)) rows have a PIN that \(RunNotes.starterHint)")
    }
  }

  private func headerRow(_ header: [String]) -> ByteBuffer {
    let buffer = ByteBuffer()
    var writer = DelimitedWriter(into: buffer)
    let added = Self.columns + (candidates > 0 ? ["candidates"] : [])
    for name in header { writer.field(added.contains(name) ? "input_\(name)" : name) }
    for name in added { writer.field(name) }
    writer.endRow()
    return buffer
  }

  /// Rows that one thread met.
  private struct Counts {
    /// Could not be read.
    var lost = 0
    /// Have a PIN of which only the first three digits are known.
    var prefixOnly = 0
  }

  private static let levels = WordBytes(MatchLevel.allCases.map(\.name))
  private static let evidence = WordBytes(MatchedBy.allCases.map(\.name))

  /// Appends the readable rows of a batch, and counts. `slots` hold the row's own columns.
  private func write(
    _ enterprises: EnterpriseBatch, _ located: LocatedBatch, _ geocoder: Geocoder, _ slots: Range<Int>,
    to buffer: ByteBuffer, _ counts: inout Counts
  ) {
    let rows = enterprises.rows
    var writer = DelimitedWriter(into: buffer)
    var names: [UInt32: WordBytes] = [:]
    for row in 0..<rows.count {
      guard rows.rejects[row] == 0 else {
        counts.lost += 1
        continue
      }
      for slot in slots { writer.field(rows.span(slot, row), of: rows) }
      let level = located.level[row]
      if level == MatchLevel.none.rawValue {
        for _ in 0..<5 { writer.empty() }
      } else {
        writer.field(coordinateE7: located.lon[row])
        writer.field(coordinateE7: located.lat[row])
        writer.field(Self.levels[Int(level)])
        writer.field(Int(located.uncertainty[row]))
        let place = located.place[row]
        if place == LocatedBatch.noPlace {
          writer.empty()
        } else {
          let name = names[place] ?? WordBytes([geocoder.gazetteer.name(place)])
          names[place] = name
          writer.field(name[0])
        }
      }
      for code in [located.lgdState[row], located.lgdDistrict[row]] {
        if code == 0 { writer.empty() } else { writer.field(Int(code)) }
      }
      writer.field(Self.evidence[Int(located.matchedBy[row])])
      writer.field(Int(located.confidence[row]))
      let bits = enterprises.flags[row] | located.flags[row]
      if bits & RowFlags.pinPrefixOnly.rawValue != 0 { counts.prefixOnly += 1 }
      writer.field(flags: bits)
      if candidates > 0 {
        let found = geocoder.candidates(enterprises, located, row: row, most: candidates)
        writer.field(found.map(Self.text).joined(separator: "; "))
      }
      writer.endRow()
    }
  }

  private static func text(_ candidate: PlaceCandidate) -> String {
    let place = [candidate.name, candidate.kind.name, candidate.district].filter { !$0.isEmpty }
    return "\(place.joined(separator: ", ")): \(candidate.score) (\(candidate.reason))"
  }
}
