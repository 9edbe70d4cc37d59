import Classification
import Model
import Publishing

/// The tables about the register as a whole: how its products are spread, and how they stand in its regions.
struct RegisterMeasures {
  let products: ProductTable
  let regions: RegionTable

  /// The measures of `tally`; those of regions are the reference's where one was given. Linear in pairs.
  init(
    _ tally: Tally, _ setup: RunSetup, _ places: SitePlaces,
    _ reference: ReferenceRegister?,
    _ parameters: ClassificationParameters
  ) throws(Failure) {
    let catalogue = setup.configuration.products
    let columns = ProductColumns(tally, setup.keys, catalogue)
    let counts = try RegionCounts(tally, columns, setup.geocoder, places, threads: setup.options.threads)
    let isReference = RegisterCoverage(counts.units, catalogue, columns, parameters).isReference
    products = ProductTable(
      ProductStage(
        tally: tally, keys: setup.keys, catalogue: catalogue, regions: counts, isReference: isReference,
        parameters: parameters
      ).run())
    let stage =
      reference.map {
        RegionStage(
          regions: $0.regions, tallyKeys: $0.tallyKeys, keys: $0.keys, isReference: true, parameters: parameters,
          threads: setup.options.threads)
      }
      ?? RegionStage(
        regions: counts, tallyKeys: tally.keys, keys: setup.keys, isReference: isReference, parameters: parameters,
        threads: setup.options.threads)
    regions = RegionTable(try stage.run(), reference: reference?.name ?? "register")
  }
}
