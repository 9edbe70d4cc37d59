import Model
import Synchronization
import Tables
import Tallying

/// The last reading of the registers: one line for every row, in `members.csv`, `uncoded.csv`, `unlocated.csv` or `rejects.csv`.
struct RowFilesPass: Sendable {
  let setup: RunSetup
  let counted: CountingPass.Counted
  let published: DescribeStage.Published
  let output: OutputDirectory
  let reporter: Reporter

  private static let headers = [
    "members.csv":
      "source,line,record_id,name,product_code,lon,lat,match_level,uncertainty_m,cluster_id,role,duplicate_of,flags\n",
    "uncoded.csv": "source,line,record_id,name,reason,product,nic_code,flags\n",
    "unlocated.csv":
      "source,line,record_id,name,product_code,reason,lon,lat,match_level,uncertainty_m,village,district,state,pincode,flags\n",
    "rejects.csv": "source,line,byte_offset,reason,field,raw\n",
  ]

  /// Writes the files; returns how many rows went to each, in the order members, uncoded, unlocated, rejects.
  func run() throws(Failure) -> [Int] {
    let names = ["members.csv", "uncoded.csv", "unlocated.csv", "rejects.csv"]
    var sinks: [ByteSink] = []
    for name in names {
      let sink = try ByteSink(path: try output.file(name))
      try sink.write(Self.headers[name] ?? "")
      sinks.append(sink)
    }
    let ordered = OrderedOutput(sinks: sinks)
    let stream = try setup.reopened()
    let writer = RowWriter(setup: setup, counted: counted, published: published)
    let start = Reporter.now()
    let rows = Atomic<Int>(0)
    let batches = Mutex<[Int]>(Array(repeating: 0, count: setup.inputs.count))
    let totals = try Workers.run(setup.options.threads) { (_) throws(Failure) -> [Int] in
      var totals = [0, 0, 0, 0]
      while let batch = try stream.next() {
        let buffers = (0..<4).map { _ in ByteBuffer() }
        let counts = writer.write(batch, to: buffers)
        for index in 0..<4 { totals[index] += counts[index] }
        let position = OrderedOutput.Position(source: batch.source, sequence: batch.enterprises.rows.sequence)
        try ordered.put(buffers, at: position)
        batches.withLock { $0[batch.source] += 1 }
        let sum = rows.wrappingAdd(batch.enterprises.count, ordering: .relaxed).newValue
        reporter.progress("writing rows", rows: sum, bytes: stream.bytesRead, of: setup.totalBytes, since: start)
      }
      return totals
    }
    for (source, count) in batches.withLock({ $0 }).enumerated() { try ordered.end(source: source, count: count) }
    try ordered.close()
    reporter.finishLine()
    for input in setup.inputs { try setup.check(input) }
    return totals.reduce([0, 0, 0, 0]) { sum, part in zip(sum, part).map(+) }
  }
}

/// Formats the rows of a batch for the four files. Free to share between threads.
struct RowWriter: Sendable {
  private let names: [String]
  private let counted: CountingPass.Counted
  private let published: DescribeStage.Published
  private let ids: [String]
  private let codes: [String]
  private let lookup: PairLookup
  private let withPlanned: Bool

  init(setup: RunSetup, counted: CountingPass.Counted, published: DescribeStage.Published) {
    names = setup.inputs.map(\.name)
    self.counted = counted
    self.published = published
    ids = published.features.map(\.id)
    codes = setup.keys.codes
    lookup = PairLookup(counted.tally)
    withPlanned = setup.options.withPlanned
  }

  /// Appends every row of `batch` to one of `buffers` (members, uncoded, unlocated, rejects); returns how many to each.
  func write(_ batch: ProcessedBatch, to buffers: [ByteBuffer]) -> [Int] {
    var counts = [0, 0, 0, 0]
    let rows = batch.enterprises.rows
    let duplicates = counted.duplicates.rows(in: rows)
    var nextDuplicate = 0
    for row in 0..<batch.enterprises.count {
      var isDuplicate = false
      if nextDuplicate < duplicates.count, duplicates[nextDuplicate] == row {
        nextDuplicate += 1
        isDuplicate = true
      }
      if rows.rejects[row] != 0 {
        reject(batch, row, buffers[3])
        counts[3] += 1
      } else if isDuplicate || !operates(batch, row) {
        member(batch, row, isDuplicate: isDuplicate, operates: operates(batch, row), buffers[0])
        counts[0] += 1
      } else if batch.coded.group[row] == CodedBatch.noProduct {
        uncoded(batch, row, buffers[1])
        counts[1] += 1
      } else if batch.located.reason[row] != UnlocatedReason.none.rawValue {
        unlocated(batch, row, buffers[2])
        counts[2] += 1
      } else {
        member(batch, row, isDuplicate: false, operates: true, buffers[0])
        counts[0] += 1
      }
    }
    return counts
  }

  private func operates(_ batch: ProcessedBatch, _ row: Int) -> Bool {
    guard let operating = batch.enterprises.operating else { return true }
    if operating[row] == OperatingState.planned.rawValue { return withPlanned }
    return operating[row] != OperatingState.no.rawValue
  }

  private func start(_ writer: inout DelimitedWriter, _ batch: ProcessedBatch, _ row: Int) {
    let rows = batch.enterprises.rows
    writer.field(names[batch.source])
    writer.field(rows.lines[row])
    writer.field(batch.enterprises.span(.recordID, row), of: rows)
    writer.field(batch.enterprises.span(.name, row), of: rows)
  }

  private func position(_ writer: inout DelimitedWriter, _ batch: ProcessedBatch, _ row: Int) {
    let level = MatchLevel(rawValue: batch.located.level[row]) ?? .none
    if level == .none {
      for _ in 0..<4 { writer.empty() }
    } else {
      writer.field(coordinateE7: batch.located.lon[row])
      writer.field(coordinateE7: batch.located.lat[row])
      writer.field(level.name)
      writer.field(Int(batch.located.uncertainty[row]))
    }
  }

  private func flags(_ writer: inout DelimitedWriter, _ batch: ProcessedBatch, _ row: Int) {
    let bits = batch.enterprises.flags[row] | batch.coded.flags[row] | batch.located.flags[row]
    if bits == 0 { writer.empty() } else { writer.field(RowFlags(rawValue: bits).text) }
    writer.endRow()
  }

  private func product(_ writer: inout DelimitedWriter, _ batch: ProcessedBatch, _ row: Int) {
    let key = batch.coded.key[row]
    if key == CodedBatch.noProduct { writer.empty() } else { writer.field(codes[Int(key)]) }
  }

  private func member(_ batch: ProcessedBatch, _ row: Int, isDuplicate: Bool, operates: Bool, _ buffer: ByteBuffer) {
    var writer = DelimitedWriter(into: buffer)
    start(&writer, batch, row)
    product(&writer, batch, row)
    position(&writer, batch, row)
    if isDuplicate {
      writer.empty()
      writer.field("duplicate")
      let rows = batch.enterprises.rows
      let survivor = counted.duplicates.survivor(source: rows.source, line: rows.lines[row])
      writer.field(survivor.map { "\(names[$0.source]):\($0.line)" } ?? "")
    } else if !operates {
      writer.empty()
      writer.field("not-operating")
      writer.empty()
    } else {
      let pair = lookup.pair(batch.coded, batch.located, row: row)
      let feature = pair.map { published.featureOfPair[$0] } ?? -1
      if feature < 0 { writer.empty() } else { writer.field(ids[Int(feature)]) }
      writer.field(feature < 0 ? SiteRole.noise.name : pair.map { published.roleOfPair[$0].name } ?? "")
      writer.empty()
    }
    flags(&writer, batch, row)
  }

  private func uncoded(_ batch: ProcessedBatch, _ row: Int, _ buffer: ByteBuffer) {
    var writer = DelimitedWriter(into: buffer)
    start(&writer, batch, row)
    writer.field((UncodedReason(rawValue: batch.coded.reason[row]) ?? .noProduct).name)
    let product = batch.enterprises.span(.product, row)
    writer.field(
      product.isEmpty ? batch.enterprises.span(.sector, row) : product, of: batch.enterprises.rows)
    let code = batch.enterprises.industryCode?[row] ?? .none
    if code == .none { writer.empty() } else { writer.field(code.text) }
    flags(&writer, batch, row)
  }

  private func unlocated(_ batch: ProcessedBatch, _ row: Int, _ buffer: ByteBuffer) {
    var writer = DelimitedWriter(into: buffer)
    start(&writer, batch, row)
    product(&writer, batch, row)
    writer.field((UnlocatedReason(rawValue: batch.located.reason[row]) ?? .noPlace).name)
    position(&writer, batch, row)
    for field in [TextField.village, .district, .state] {
      writer.field(batch.enterprises.span(field, row), of: batch.enterprises.rows)
    }
    let pin = batch.enterprises.pin?[row] ?? 0
    if pin == 0 { writer.empty() } else { writer.field(Int(pin)) }
    flags(&writer, batch, row)
  }

  private func reject(_ batch: ProcessedBatch, _ row: Int, _ buffer: ByteBuffer) {
    var writer = DelimitedWriter(into: buffer)
    let rows = batch.enterprises.rows
    writer.field(names[batch.source])
    writer.field(rows.lines[row])
    writer.field(rows.offsets[row])
    writer.field((RejectCode(rawValue: rows.rejects[row]) ?? .none).name)
    writer.empty()
    writer.field(rows.string(rows.raw[row]))
    writer.endRow()
  }
}
