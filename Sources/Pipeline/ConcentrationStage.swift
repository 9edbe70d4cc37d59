import Classification
import Model
import Publishing
import Spatial
import Taxonomy

/// Thematic concentrations: units of one theme across products at one place, found as clusters are, and described with their products,
/// their totals, and what the layers say of them. No benchmark judges them.
struct ConcentrationStage {
  let tally: Tally
  let setup: RunSetup
  let sitePlaces: SitePlaces
  let parameters: ClassificationParameters
  let filter: ThemeFilter?
  let layers: EnvironmentLayers

  /// A concentration before it has a name.
  private struct Found {
    var theme: Theme
    var pairs: [Int32]
    var sums: Sums
    var centre: Coordinate
    var radius: Int64
    var place: PlaceInfo
  }

  /// Concentrations of at least `concentration.least_units`, by theme, then smallest site. Costs what clustering the sites of each
  /// theme does.
  func run() throws(Failure) -> [ConcentrationFeature] {
    let catalogue = setup.configuration.products
    let byTheme = ThemeTally(tally, setup.keys, catalogue) { filter?.keeps(theme: $0) ?? true }
    let groups = try ClusterStage(tally: byTheme.tally, limits: setup.limits, threads: setup.options.threads).run()
    var places = PlaceSummary(tally: tally, geocoder: setup.geocoder, places: sitePlaces)
    var found: [Found] = []
    for candidate in groups.candidates where candidate.sums.units >= parameters.themes.leastUnits {
      let pairs = byTheme.sources(of: candidate.pairs)
      var sums = Sums()
      sums.add(tally, pairs, from: 0)
      found.append(
        Found(
          theme: catalogue.themes[byTheme.themes[candidate.key]], pairs: pairs, sums: sums, centre: candidate.centre,
          radius: candidate.radius, place: places.describe(pairs).place))
    }
    let names = Naming.assign(
      found.map {
        Naming.Parts(product: $0.theme.concentration, code: $0.theme.name, place: $0.place, centre: $0.centre)
      }, kind: "concentration", prefix: "theme-")
    let builder = try FootprintBuilder(parameters: setup.footprints)
    let listed = found
    return try Workers.map(listed.count, threads: setup.options.threads) { (index) throws(Failure) in
      try describe(listed[index], names[index], builder)
    }
  }

  private func describe(
    _ found: Found, _ name: (id: String, name: String), _ builder: FootprintBuilder
  ) throws(Failure) -> ConcentrationFeature {
    let units = tally.units(found.pairs)
    let sites = found.pairs.map { tally.sites[Int(tally.pairSite[Int($0)])].coordinate }
    let footprint = try builder.footprint(
      coordinates: sites, uncertainty: Double(found.sums[.uncertainty]) / Double(max(found.sums.units, 1)))
    var text = ConcentrationText(id: name.id, name: name.name, theme: found.theme, parameters: parameters)
    text.place(found.place)
    text.units(found.sums, composition(found.pairs, units), setup.columns)
    text.amounts(found.sums)
    text.shape(radius: found.radius, area: footprint.area, found.sums)
    text.facility(layers.facilities?.nearest(to: found.centre), given: layers.facilities != nil)
    text.line(layers.lines?.distance(from: found.centre))
    let inside = layers.protected.map { layer in
      zip(sites, units).reduce(Int64(0)) { $0 + (layer.contains($1.0) ? $1.1 : 0) }
    }
    text.protected(layers.protected?.nearest(to: found.centre), unitsInside: inside, found.sums)
    return ConcentrationFeature(
      id: name.id, properties: Self.columns.map { ($0, text.values[$0] ?? .null) }, footprint: footprint,
      evidence: text.evidence)
  }

  /// The units of `pairs` by product, by the way it is made, and by the category of its sector.
  private func composition(_ pairs: [Int32], _ units: [Int64]) -> ConcentrationText.Composition {
    var (products, categories, pollution): ([String: Int64], [String: Int64], [String: Int64]) = ([:], [:], [:])
    for (pair, count) in zip(pairs, units) {
      let key = tally.keys[Int(tally.pairKey[Int(pair)])]
      let number = Int(key.product)
      products[setup.keys.codes[number], default: 0] += count
      categories[key.productionClass.name, default: 0] += count
      let category = setup.configuration.products.pollutionCategory(group: Int(setup.keys.groups[number]))
      pollution[category?.name ?? "none", default: 0] += count
    }
    return ConcentrationText.Composition(products: products, categories: categories, pollution: pollution)
  }

  /// The properties in the order in which they are published.
  static let columns =
    [
      "id", "name", "theme", "place", "district", "state", "lgd_district", "lgd_state", "country", "units",
      "units_planned", "products", "units_by_product", "units_by_category", "units_by_pollution_category",
      "units_by_consent",
    ]
    + ConcentrationText.amounts.flatMap { [$0.field.name, "\($0.field.name)_of"] } + [
      "radius_km", "area_km2", "located_by", "uncertainty_km", "nearest_facility", "facility_km", "facility_in_range",
      "line_km", "protected_area", "protected_km", "units_in_protected",
    ]
}
