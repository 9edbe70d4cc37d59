/// How many rows went where: every row read is in exactly one place, and `faults` proves it at the end of a run.
///
/// Rows are counted, not units. Sums of two ledgers are the ledger of both inputs.
public struct Ledger: Sendable, Equatable {
  /// Data rows, without headers and blank lines.
  public var rowsRead = 0
  /// Rows that could not be read.
  public var rejected = 0
  /// Rows whose registration number stands in a surviving row.
  public var duplicates = 0
  /// Planned or closed.
  public var notOperating = 0
  /// Of `notOperating`, planned.
  public var planned = 0
  /// Of `notOperating`, closed.
  public var closed = 0
  /// Without a recognisable product.
  public var uncoded = 0
  /// With a product, but not placed finely enough.
  public var unlocated = 0
  /// With a product and a place.
  public var located = 0
  /// Located, in a cluster that passes its benchmark.
  public var inClusters = 0
  /// Located, in a potential cluster.
  public var inPotential = 0
  /// Located, in a group that a missing column leaves undecided.
  public var inUndetermined = 0
  /// Located, in none of them.
  public var unclustered = 0
  /// Rejects by `RejectCode.rawValue`.
  public var rejectCodes = Array(repeating: 0, count: RejectCode.allCases.count)
  /// Uncoded rows by `UncodedReason.rawValue`.
  public var uncodedReasons = Array(repeating: 0, count: UncodedReason.allCases.count)
  /// Unlocated rows by `UnlocatedReason.rawValue`.
  public var unlocatedReasons = Array(repeating: 0, count: UnlocatedReason.allCases.count)
  /// Located rows by `MatchLevel.rawValue`.
  public var levels = Array(repeating: 0, count: MatchLevel.allCases.count)
  /// Rows by flag, in the order of `RowFlags.names`.
  public var flags = Array(repeating: 0, count: RowFlags.names.count)

  /// Nothing read yet.
  public init() {}

  /// Adds the counts of another part of the input.
  public mutating func add(_ other: Ledger) { combine(other, &+) }

  /// Takes the counts of a part back out.
  public mutating func subtract(_ other: Ledger) { combine(other, &-) }

  private mutating func combine(_ other: Ledger, _ operation: (Int, Int) -> Int) {
    let scalars: [WritableKeyPath<Ledger, Int>] = [
      \.rowsRead, \.rejected, \.duplicates, \.notOperating, \.planned, \.closed, \.uncoded, \.unlocated,
      \.located, \.inClusters, \.inPotential, \.inUndetermined, \.unclustered,
    ]
    for path in scalars { self[keyPath: path] = operation(self[keyPath: path], other[keyPath: path]) }
    let lists: [WritableKeyPath<Ledger, [Int]>] = [
      \.rejectCodes, \.uncodedReasons, \.unlocatedReasons, \.levels, \.flags,
    ]
    for path in lists {
      for index in self[keyPath: path].indices {
        self[keyPath: path][index] = operation(self[keyPath: path][index], other[keyPath: path][index])
      }
    }
  }

  /// The equations that do not hold, as sentences; empty when every row is accounted for.
  public var faults: [String] {
    var faults: [String] = []
    func check(_ name: String, _ left: Int, _ right: Int) {
      if left != right { faults.append("\(name): \(left) is not \(right)") }
    }
    check(
      "rows_read = rejected + duplicates + not_operating + uncoded + unlocated + located", rowsRead,
      rejected + duplicates + notOperating + uncoded + unlocated + located)
    check(
      "located = in_clusters + in_potential + in_undetermined + unclustered", located,
      inClusters + inPotential + inUndetermined + unclustered)
    check("not_operating = planned + closed", notOperating, planned + closed)
    return faults
  }
}
