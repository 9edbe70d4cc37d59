import Model

/// How many rows of each kind a synthetic register has, and in what order they are numbered.
///
/// Numbers 0..<rows run through the kinds in the order of the properties; `RowPermutation` shuffles them over the rows.
struct SynthesisPlan: Sendable, Equatable {
  /// All rows.
  let rows: Int
  /// Planted units are the stated ones times `scaleUp` / `scaleDown`, rounded down.
  let scaleUp: Int
  /// The denominator of the scale.
  let scaleDown: Int
  /// Operating units of planted clusters that a benchmark counts.
  let planted: Int
  /// Operating units of planted clusters that the industrial count leaves out.
  let excluded: Int
  /// Closed and planned units.
  let idle: Int
  /// Second rows of a planted or background unit.
  let duplicates: Int
  /// Rows without a usable place.
  let unlocated: Int
  /// Rows without a usable product.
  let uncoded: Int
  /// Rows that cannot be read.
  let rejects: Int
  /// Units of the background.
  let background: Int

  /// The plan of `rows` rows.
  ///
  /// From `parameters.rows` on the scale is the whole number of times that fits, so that a larger register is the example
  /// several times over; below, the clusters shrink with the register. A configuration whose planted units and faults leave
  /// no room for a background is a failure, and so are rows beyond 2^31.
  init(_ parameters: SynthesisParameters, rows: Int) throws(Failure) {
    guard (0...Int(Int32.max)).contains(rows) else {
      throw Failure(.usage, "\(rows) rows cannot be made; ask for 0 to \(Int32.max).")
    }
    self.rows = rows
    let isWhole = rows >= parameters.rows
    let up = isWhole ? rows / parameters.rows : rows
    let down = isWhole ? 1 : parameters.rows
    func scaled(_ value: Int) -> Int { value * up / down }
    scaleUp = up
    scaleDown = down
    planted = parameters.planted.reduce(0) { $0 + scaled($1.units) }
    excluded = parameters.planted.reduce(0) { $0 + scaled($1.excluded) }
    let dirt = parameters.dirt
    func share(_ value: Int) -> Int { rows * value / 10_000 }
    idle = planted == 0 ? 0 : share(dirt.idle)
    unlocated = parameters.background.isEmpty ? 0 : share(dirt.unlocated)
    uncoded = share(dirt.uncoded)
    rejects = share(dirt.rejects)
    duplicates = share(dirt.duplicates)
    background = rows - planted - excluded - idle - duplicates - unlocated - uncoded - rejects
    guard background >= 0, !parameters.places.isEmpty, !parameters.background.isEmpty else {
      throw Failure(
        .configuration,
        "Config/example: the planted clusters and faults need more than the \(parameters.rows) rows of synthesis.toml, "
          + "or there are no towns or background products; raise rows or plant less.")
    }
  }

  /// `value` at the plan's scale.
  func scaled(_ value: Int) -> Int { value * scaleUp / scaleDown }
  /// The first number of the excluded units.
  var excludedStart: Int { planted }
  /// The first number of the closed and planned units.
  var idleStart: Int { excludedStart + excluded }
  /// The first number of the duplicates.
  var duplicateStart: Int { idleStart + idle }
  /// The first number of the rows without a place.
  var unlocatedStart: Int { duplicateStart + duplicates }
  /// The first number of the rows without a product.
  var uncodedStart: Int { unlocatedStart + unlocated }
  /// The first number of the unreadable rows.
  var rejectStart: Int { uncodedStart + uncoded }
  /// The first number of the background.
  var backgroundStart: Int { rejectStart + rejects }
}
