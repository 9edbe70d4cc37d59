import Model
import Taxonomy

/// The tally of a run seen by theme: at each site the operating units of all products of a theme, as one pair.
///
/// The keys are the themes, made as industry is, so that places are weighed by units whatever the products are made by. A unit has one
/// product, so it counts once in each theme. Sites are those of the tally; sites without operating units of the theme have no pair.
struct ThemeTally {
  /// Keys by `themes`; units alone are held.
  private(set) var tally = Tally()
  /// Index in the catalogue of the theme of each key.
  let themes: [Int]
  private var groups = PairGroups()

  /// The tally of those of the catalogue's themes that `isKept` keeps. Costs n log n over the pairs of a theme.
  init(_ tally: Tally, _ keys: ProductKeys, _ catalogue: ProductCatalogue, keeps isKept: (String) -> Bool) {
    themes = catalogue.themes.indices.filter { isKept(catalogue.themes[$0].name) }
    let ranges = tally.pairRanges()
    for (key, theme) in themes.enumerated() {
      self.tally.keys.append(TallyKey(product: UInt16(key), productionClass: .industrial))
      let products = Set(catalogue.themes[theme].groups)
      let wanted = zip(ranges, tally.keys).filter { products.contains(keys.groups[Int($0.1.product)]) }.map(\.0)
      groups.add(key: key, tally, wanted) { tally.units($0) > 0 }
    }
    self.tally.sites = tally.sites
    (self.tally.pairKey, self.tally.pairSite) = (groups.key, groups.site)
    self.tally.columns[TallyColumn.unitsUnknown.rawValue] = TallySums(groups.sums { tally.units($0) })
  }

  /// The pairs of the run's tally behind `pairs`, ascending.
  func sources(of pairs: [Int32]) -> [Int32] { groups.sources(of: pairs) }
}
