import Model
import Synchronization
import Tables

/// The last reading of the registers: one line for every row, in `members.csv`, `uncoded.csv`, `unlocated.csv` or `rejects.csv`.
struct RowFilesPass: Sendable {
  let setup: RunSetup
  let counted: CountingPass.Counted
  let published: DescribeStage.Published
  let output: OutputDirectory
  let reporter: Reporter

  /// The files with their columns, in the order of `RowFile`.
  private static let files = [
    (
      "members.csv",
      "source,line,record_id,name,product_code,lon,lat,match_level,uncertainty_m,cluster_id,role,duplicate_of,flags\n"
    ),
    ("uncoded.csv", "source,line,record_id,name,reason,product,nic_code,flags\n"),
    (
      "unlocated.csv",
      "source,line,record_id,name,product_code,reason,lon,lat,match_level,uncertainty_m,village,district,state,pincode,flags\n"
    ),
    ("rejects.csv", "source,line,byte_offset,reason,field,raw\n"),
  ]

  /// Writes the files; returns how many rows went to each, in the order of `RowFile`.
  func run() throws(Failure) -> [Int] {
    var sinks: [ByteSink] = []
    for (name, header) in Self.files {
      let sink = try ByteSink(path: try output.file(name))
      try sink.write(header)
      sinks.append(sink)
    }
    let stream = try setup.reopened()
    let ordered = OrderedOutput(sinks: sinks, of: stream)
    let writer = RowWriter(setup: setup, counted: counted, published: published)
    let none = [Int](repeating: 0, count: Self.files.count)
    let pass = StreamPass(setup: setup, reporter: reporter, label: "writing rows", stream: stream)
    let totals = try pass.run {
      none
    } _: { (totals) throws(Failure) -> Int? in
      guard let batch = try stream.next() else { return nil }
      let buffers = Self.files.map { _ in ByteBuffer() }
      writer.write(batch, to: buffers, counts: &totals)
      try ordered.put(buffers, for: batch.enterprises.rows)
      return batch.enterprises.count
    }
    try ordered.close()
    for input in setup.inputs { try setup.check(input) }
    return totals.reduce(none) { sum, part in zip(sum, part).map(+) }
  }
}
