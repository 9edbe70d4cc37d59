import Geocoding
import Model
import Synchronization
import Tables

/// `karkhana geocode`: the rows of a register, in order, with their position, match level and uncertainty added.
public struct GeocodeJob: Sendable {
  private let options: RunOptions

  /// The added columns; a column of the register with such a name is kept as `input_NAME`.
  public static let columns = [
    "lon", "lat", "match_level", "uncertainty_m", "matched_place", "lgd_state", "lgd_district", "matched_by",
    "confidence", "flags",
  ]

  /// A job with `options`.
  public init(options: RunOptions) { self.options = options }

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
    let sink = try ByteSink(path: path ?? "-")
    try sink.write(headerRow(header))
    let ordered = OrderedOutput(sinks: [sink])
    let rejected = Atomic<Int>(0)
    let rows = Atomic<Int>(0)
    let prefixOnly = Atomic<Int>(0)
    let start = Reporter.now()
    let batches = Mutex<[Int]>(Array(repeating: 0, count: setup.inputs.count))
    let stream = RegisterStream(
      readers: setup.readers, inputs: setup.inputs, coder: setup.coder, geocoder: setup.geocoder,
      extraColumns: header.count)
    _ = try Workers.run(options.threads) { (_) throws(Failure) -> Bool in
      while let enterprises = try stream.nextEnterprises() {
        let located = setup.geocoder.locate(enterprises)
        let buffer = ByteBuffer()
        let first = setup.inputs[enterprises.rows.source].binding.projection.count
        let lost = write(enterprises, located, setup.geocoder, first..<(first + header.count), to: buffer)
        rejected.wrappingAdd(lost, ordering: .relaxed)
        let coarse = (0..<enterprises.count).count {
          RowFlags(rawValue: located.flags[$0]).contains(.pinPrefixOnly)
        }
        prefixOnly.wrappingAdd(coarse, ordering: .relaxed)
        try ordered.put(
          [buffer],
          at: OrderedOutput.Position(source: enterprises.rows.source, sequence: enterprises.rows.sequence))
        batches.withLock { $0[enterprises.rows.source] += 1 }
        let sum = rows.wrappingAdd(enterprises.count, ordering: .relaxed).newValue
        reporter.progress("geocoding", rows: sum, bytes: stream.bytesRead, of: setup.totalBytes, since: start)
      }
      return true
    }
    for (source, count) in batches.withLock({ $0 }).enumerated() { try ordered.end(source: source, count: count) }
    try ordered.close()
    reporter.finishLine()
    let lost = rejected.load(ordering: .relaxed)
    if lost > 0 {
      reporter.note("\(Reporter.grouped(lost)) rows cannot be read and were left out; 'karkhana check' lists them.")
    }
    reporter.note("Places: \(setup.geocoder.attributions.joined(separator: "; ")).")
    let coarse = prefixOnly.load(ordering: .relaxed)
    if coarse > 0, setup.geocoder.isStarter {
      reporter.note("\(Reporter.grouped(coarse)) rows have a PIN that \(RunNotes.starterHint)")
    }
  }

  private func headerRow(_ header: [String]) -> ByteBuffer {
    let buffer = ByteBuffer()
    var writer = DelimitedWriter(into: buffer)
    for name in header { writer.field(Self.columns.contains(name) ? "input_\(name)" : name) }
    for name in Self.columns { writer.field(name) }
    writer.endRow()
    return buffer
  }

  /// Appends the readable rows of a batch; returns how many could not be read. `slots` hold the row's own columns.
  private func write(
    _ enterprises: EnterpriseBatch, _ located: LocatedBatch, _ geocoder: Geocoder, _ slots: Range<Int>,
    to buffer: ByteBuffer
  ) -> Int {
    let rows = enterprises.rows
    var writer = DelimitedWriter(into: buffer)
    var lost = 0
    for row in 0..<rows.count {
      guard rows.rejects[row] == 0 else {
        lost += 1
        continue
      }
      for slot in slots { writer.field(rows.span(slot, row), of: rows) }
      let level = MatchLevel(rawValue: located.level[row]) ?? .none
      if level == .none {
        for _ in 0..<5 { writer.empty() }
      } else {
        writer.field(coordinateE7: located.lon[row])
        writer.field(coordinateE7: located.lat[row])
        writer.field(level.name)
        writer.field(Int(located.uncertainty[row]))
        let place = located.place[row]
        writer.field(place == LocatedBatch.noPlace ? "" : geocoder.info(place: place).name)
      }
      for code in [located.lgdState[row], located.lgdDistrict[row]] {
        if code == 0 { writer.empty() } else { writer.field(Int(code)) }
      }
      writer.field((MatchedBy(rawValue: located.matchedBy[row]) ?? .nothing).name)
      writer.field(Int(located.confidence[row]))
      let bits = enterprises.flags[row] | located.flags[row]
      if bits == 0 { writer.empty() } else { writer.field(RowFlags(rawValue: bits).text) }
      writer.endRow()
    }
    return lost
  }
}
