import Model
import Taxonomy

/// Numbers what stands around clusters is counted by: one for each product group, then one for each role that no enterprise register
/// holds and that rows may tell.
struct ProductColumns {
  /// Column of each key of the tally, −1 where its product belongs to no group.
  private let columnOfKey: [Int]
  private let groups: Int
  /// Roles with a column of their own.
  static let roles: [ActorRole] = [.finance, .institution, .services, .association]

  init(_ tally: Tally, _ keys: ProductKeys, _ catalogue: ProductCatalogue) {
    groups = catalogue.groups.count
    let count = groups
    columnOfKey = tally.keys.map { key in
      let group = Int(keys.groups[Int(key.product)])
      return group < count ? group : -1
    }
  }

  /// Columns in all.
  var count: Int { groups + Self.roles.count }

  /// The columns of roles.
  var roleColumns: Range<Int> { groups..<count }

  /// The column of a key's product group, −1 for none.
  func column(key: Int) -> Int { columnOfKey[key] }

  /// The column of a role; nil where it has none.
  func column(role: ActorRole) -> Int? { Self.roles.firstIndex(of: role).map { groups + $0 } }

  /// Units of the role of `column` in consecutive pairs.
  func units(_ tally: Tally, _ column: Int, _ pairs: Range<Int>) -> [Int64] {
    guard let values = tally.columns[TallyColumn.role(Self.roles[column - groups]).rawValue] else { return [] }
    var units = [Int64](repeating: 0, count: pairs.count)
    values.add(pairs, to: &units)
    return units
  }
}
