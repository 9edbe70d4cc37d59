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
  /// The pairs of the run's tally behind each pair: `sources[starts[pair]..<starts[pair + 1]]`.
  private var sources: [Int32] = []
  private var starts: [Int] = [0]

  /// The tally of those of the catalogue's themes that `isKept` keeps. Costs n log n over the pairs of a theme.
  init(_ tally: Tally, _ keys: ProductKeys, _ catalogue: ProductCatalogue, keeps isKept: (String) -> Bool) {
    themes = catalogue.themes.indices.filter { isKept(catalogue.themes[$0].name) }
    let ranges = tally.pairRanges()
    var units: [Int64] = []
    self.tally.sites = tally.sites
    for (key, theme) in themes.enumerated() {
      self.tally.keys.append(TallyKey(product: UInt16(key), productionClass: .industrial))
      let groups = Set(catalogue.themes[theme].groups)
      // Site above, pair below: ascending by site, then by pair.
      var entries: [UInt64] = []
      for (range, tallyKey) in zip(ranges, tally.keys) where groups.contains(keys.groups[Int(tallyKey.product)]) {
        for pair in range where tally.units(pair) > 0 {
          entries.append(UInt64(tally.pairSite[pair]) << 32 | UInt64(pair))
        }
      }
      entries.sort()
      var last: UInt32?
      for entry in entries {
        let (site, pair) = (UInt32(entry >> 32), Int(entry & 0xFFFF_FFFF))
        if site != last {
          if last != nil { starts.append(sources.count) }
          last = site
          self.tally.pairKey.append(UInt16(key))
          self.tally.pairSite.append(site)
          units.append(0)
        }
        sources.append(Int32(pair))
        units[units.count - 1] += tally.units(pair)
      }
      if last != nil { starts.append(sources.count) }
    }
    self.tally.columns[TallyColumn.unitsUnknown.rawValue] = TallySums(units)
  }

  /// The pairs of the run's tally behind `pairs`, ascending.
  func sources(of pairs: [Int32]) -> [Int32] {
    pairs.flatMap { sources[starts[Int($0)]..<starts[Int($0) + 1]] }.sorted()
  }
}
