import Classification
import Model
import Taxonomy

/// A register beside those that are mapped, such as an economic census: what location quotients, stars and shares are reckoned in.
///
/// It is read, coded and located as the registers are, by the layout that its header asks for; its enterprises stand in no cluster.
struct ReferenceRegister: Sendable {
  /// The file's name without its folder, for the outputs hold no paths.
  let name: String
  let regions: RegionCounts
  let strengths: RegionStrengths?
  /// The keys that `regions` counts, and their products.
  let tallyKeys: [TallyKey]
  let keys: ProductKeys
  private let keyNumbers: [TallyKey: Int]

  /// Reads the register at `path` with the settings of `setup`. Throws what reading a register throws, and `data` where nothing of it was
  /// placed.
  init(_ path: String, _ setup: RunSetup, _ parameters: ClassificationParameters, _ reporter: Reporter) throws(Failure)
  {
    var options = setup.options
    (options.registers, options.register, options.keepDuplicates) = ([path], nil, false)
    let own = try RunSetup(options, keepsInput: true)
    let counted = try CountingPass(setup: own, reporter: reporter).run()
    guard counted.tally.pairCount > 0 else {
      throw Failure(
        .data,
        "\(path), given with --reference, holds no enterprise with a product and a place; see it with karkhana check.")
    }
    let tally = counted.tally
    let places = try SitePlaces(tally.sites, own.geocoder, threads: options.threads)
    name = own.inputs[0].name.split(separator: "/").last.map(String.init) ?? own.inputs[0].name
    regions = try RegionCounts(
      tally, ProductColumns(tally, own.keys, own.configuration.products), own.geocoder, places,
      threads: options.threads)
    strengths = RegionStrengths(regions, parameters.reference, coveragePercent: parameters.coveragePercent)
    (tallyKeys, keys) = (tally.keys, own.keys)
    keyNumbers = Dictionary(uniqueKeysWithValues: tally.keys.enumerated().map { ($1, $0) })
  }

  /// The numbers of `keys` in `regions`, less those that it holds nothing of.
  func numbers(of keys: [TallyKey]) -> [Int] { keys.compactMap { keyNumbers[$0] } }
}
