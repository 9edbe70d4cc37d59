import Model
import Taxonomy

/// The tally of a run seen by family of complementary products: at each site all that is known of the family's products made in one way,
/// as one pair.
///
/// A group belongs to the first family that names it, so that an enterprise is counted once. Only families of which at least two products
/// stand in the tally have a key; sites and columns are those of the tally.
struct FamilyTally {
  private(set) var tally = Tally()
  /// Codes and names of the families, by the `product` of a key.
  let keys: ProductKeys
  /// Index in the catalogue of the family of each key.
  private(set) var families: [Int] = []
  /// The keys of the run's tally behind each key.
  private(set) var members: [[Int]] = []
  private var groups = PairGroups()

  /// Families in the catalogue's order. Costs n log n over the pairs of a family, and n for each column.
  init(_ tally: Tally, _ keys: ProductKeys, _ catalogue: ProductCatalogue) {
    self.keys = ProductKeys(
      codes: catalogue.families.map(\.code), names: catalogue.families.map(\.name),
      groups: catalogue.families.map { _ in CodedBatch.noProduct })
    let familyOfGroup = catalogue.familyOfGroup
    var byFamily: [TallyKey: [Int]] = [:]
    for (key, tallyKey) in tally.keys.enumerated() {
      let group = Int(keys.groups[Int(tallyKey.product)])
      guard group < familyOfGroup.count, let family = familyOfGroup[group] else { continue }
      byFamily[TallyKey(product: UInt16(family), productionClass: tallyKey.productionClass), default: []].append(key)
    }
    let ranges = tally.pairRanges()
    for (key, list) in byFamily.sorted(by: { $0.key < $1.key }) where list.count > 1 {
      groups.add(key: members.count, tally, list.map { ranges[$0] })
      self.tally.keys.append(key)
      families.append(Int(key.product))
      members.append(list)
    }
    self.tally.sites = tally.sites
    (self.tally.pairKey, self.tally.pairSite) = (groups.key, groups.site)
    for (column, sums) in tally.columns.enumerated() {
      self.tally.columns[column] = sums.map { sums in TallySums(groups.sums { sums[$0] }) }
    }
    for (column, sums) in tally.wide.enumerated() {
      self.tally.wide[column] = sums.map { sums in TallySums(groups.sums { sums.wide($0) }) }
    }
  }

  /// The pairs of the run's tally behind `pairs`, ascending.
  func sources(of pairs: [Int32]) -> [Int32] { groups.sources(of: pairs) }

  /// What stands at each pair of a tally of `count` pairs by what stands at the family's pairs; −1 where that says nothing.
  func spread(_ values: [Int32], over count: Int) -> [Int32] {
    var result = [Int32](repeating: -1, count: count)
    for (group, value) in values.enumerated() where value >= 0 {
      for pair in groups.sources(of: group) { result[Int(pair)] = value }
    }
    return result
  }
}
