import Model

/// Makes a synthetic register: rows of the generic layout, of realistic shape, from published facts about real clusters.
///
/// Row i depends only on the parameters, the number of rows, the seed and i. So any part can be made in any order and on
/// any number of threads, and the parts laid end to end are always the same bytes.
///
/// The planted units count exactly: faults that would move, hide or repeat a unit have rows of their own. The background
/// spreads over all towns so that no product reaches half of a benchmark anywhere (see `BackgroundAreas`).
public struct RegisterSynthesizer: Sendable {
  /// The facts.
  public let parameters: SynthesisParameters
  /// The seed.
  public let seed: UInt64
  let plan: SynthesisPlan
  let tables: RowTables
  private let permutation: RowPermutation

  /// The header row with its line end.
  public static let header: StaticString =
    "record_id,synthetic_name,address,village,district,state,pincode,country,lat,lon,nic_code,product,looms,employment,investment_inr,turnover_inr,exports_inr,start_date,operating,household\n"
  /// Number of columns.
  static let columnCount = 20

  /// A register of `rows` rows (0...2^31 − 1). Throws a failure that names the configuration at fault. Takes milliseconds.
  public init(_ parameters: SynthesisParameters, rows: Int, seed: UInt64) throws(Failure) {
    self.parameters = parameters
    self.seed = seed
    plan = try SynthesisPlan(parameters, rows: rows)
    tables = RowTables(parameters, plan)
    permutation = RowPermutation(count: rows, seed: seed)
  }

  /// Number of rows without the header.
  public var rowCount: Int { plan.rows }

  /// Writes the header and all rows in pieces of at most 1 MB.
  public func write(to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    try sink(UnsafeRawBufferPointer(start: Self.header.utf8Start, count: Self.header.utf8CodeUnitCount))
    try write(rows: 0..<plan.rows, to: sink)
  }

  /// Writes the rows of `range`, which lies in 0..<rowCount, without the header, in pieces of at most 1 MB.
  public func write(
    rows range: Range<Int>, to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    try tables.pool.bytes.withUnsafeBufferPointer { (pool) throws(Failure) in
      guard let base = pool.baseAddress else { return }
      var writer = RowWriter(tables: tables, plan: plan, dirt: parameters.dirt, seed: seed, pool: base)
      for position in range {
        writer.row(permutation.source(position))
        if !writer.out.hasRoom { try writer.out.flush(sink) }
      }
      try writer.out.flush(sink)
    }
  }
}
