import Model

/// Institutions of a file beside the registers: banks, training institutes, testing laboratories, associations, which no enterprise
/// register holds. They add to the links of chains and count for no benchmark.
struct InstitutionLayer: Sendable {
  struct Institution: Sendable {
    /// Index in `ProductColumns.roles`.
    var role: Int
    var place: Coordinate
  }

  private let institutions: [Institution]

  /// Reads the file at `path`: points with a `role`. Throws `missingInput` and `data`, naming file, place and what is allowed.
  init(_ path: String) throws(Failure) {
    var found: [Institution] = []
    let allowed = ProductColumns.roles.map(\.name)
    for feature in try LayerFile.read(path, option: "--institutions") {
      guard let role = allowed.firstIndex(of: feature.role.lowercased()) else {
        throw Failure(
          .data,
          "\(path), \(feature.position): role must be \(allowed.joined(separator: ", ")), found \"\(feature.role)\".")
      }
      found += feature.points.map { Institution(role: role, place: $0) }
    }
    guard !found.isEmpty else { throw Failure(.data, "\(path), given with --institutions, holds no point.") }
    institutions = found
  }

  /// Institutions by role: of each circle, of each state as `state` numbers them, and of all.
  struct Counts: Sendable {
    /// By circle, then role: in all, and in the circle's own state.
    fileprivate(set) var inside: [(all: Int64, inState: Int64)]
    /// By state, then role.
    fileprivate(set) var byState: [[Int64]]
    fileprivate(set) var all: [Int64]

    /// The counts of one circle and role.
    func inside(_ circle: Int, _ role: Int) -> (all: Int64, inState: Int64) { inside[circle * all.count + role] }
  }

  /// Counts in `circles`; `states` numbers from 0, `state` tells that of a place. Institutions times circles.
  func counts(
    _ circles: [CountingCircle], states: Int, state: (Coordinate) -> UInt16, threads: Int
  ) throws(Failure) -> Counts {
    let roles = ProductColumns.roles.count
    let placed = institutions.map { (institution: $0, state: state($0.place)) }
    var counts = Counts(
      inside: [], byState: Array(repeating: Array(repeating: 0, count: roles), count: states),
      all: Array(repeating: 0, count: roles))
    for (institution, state) in placed {
      counts.byState[Int(state)][institution.role] += 1
      counts.all[institution.role] += 1
    }
    counts.inside = try Workers.map(circles.count, threads: threads) { (index) throws(Failure) in
      var found: [(all: Int64, inState: Int64)] = Array(repeating: (0, 0), count: roles)
      let circle = circles[index]
      for (institution, state) in placed where circle.holds(institution.place) {
        found[institution.role].all += 1
        if circle.state != 0, state == circle.state { found[institution.role].inState += 1 }
      }
      return found
    }.flatMap { $0 }
    return counts
  }
}
