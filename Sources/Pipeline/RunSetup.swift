import Classification
import Geocoding
import Model
import Registers
import Settings
import Spatial
import Tables
import Tallying
import Taxonomy

/// A run before it reads its first row: configuration, gazetteer, and every register bound to its layout.
struct RunSetup: Sendable {
  let options: RunOptions
  let configuration: Configuration
  /// The gazetteer that answers.
  let gazetteer: GazetteerChoice
  let geocoder: Geocoder
  let coder: ProductCoder
  let keys: ProductKeys
  /// The registers in the order in which they were named.
  let inputs: [BoundInput]
  /// The first reading, already open: headers are read.
  let readers: [TableReader]
  let temporaryDirectory: String

  /// Reads configuration and gazetteer, opens every register and binds its header. `keepsInput` keeps standard input and
  /// pipes for another pass.
  init(_ options: RunOptions, keepsInput: Bool) throws(Failure) {
    self.options = options
    configuration = try Configuration.load(options.config)
    keys = configuration.products.keys(level: options.productLevel)
    coder = ProductCoder(catalogue: configuration.products, level: options.productLevel)
    temporaryDirectory = TemporaryDirectory.path
    var readers: [TableReader] = []
    var inputs: [BoundInput] = []
    for (source, path) in options.registers.enumerated() {
      let stamp = path == "-" ? nil : try FileStamp.of(path)
      var read = ReadOptions()
      read.maxRowBytes = configuration.thresholds.maxRowBytes
      if keepsInput { read.spillDirectory = temporaryDirectory }
      let reader = try TableReader(path: path, source: source, options: read)
      let binding = try configuration.registers.bind(
        header: reader.header, named: options.register, file: reader.name)
      readers.append(reader)
      inputs.append(
        BoundInput(
          path: reader.spill?.path ?? path, name: reader.name, binding: binding,
          stamp: reader.totalBytes == nil ? nil : stamp))
    }
    self.readers = readers
    self.inputs = inputs
    gazetteer = GazetteerChoice(options.gazetteer)
    geocoder = try Self.geocoder(gazetteer, configuration, inputs)
  }

  /// The geocoder over the gazetteer that was asked for, with the reference systems that the registers name.
  private static func geocoder(
    _ choice: GazetteerChoice, _ configuration: Configuration, _ inputs: [BoundInput]
  ) throws(Failure) -> Geocoder {
    let gazetteer = try choice.open(configuration)
    var transforms: [String: Geocoder.CoordinateTransform] = [:]
    for schema in inputs.map(\.binding.schema) {
      guard let name = schema.coordinateSystem, transforms[name] == nil else { continue }
      let transform = try coordinateSystem(name, of: schema)
      transforms[name] = { x, y in transform.toWGS84(x: &x, y: &y) }
    }
    return Geocoder(gazetteer: gazetteer, parameters: configuration.geocoding, transforms: transforms)
  }

  /// The transformation from the reference system that a layout names; fails with 78, naming the key.
  static func coordinateSystem(_ definition: String, of schema: RegisterSchema) throws(Failure) -> CRSTransform {
    do throws(Failure) { return try CRSTransform(from: definition) } catch {
      throw Failure(error.kind, "registers, layout \(schema.name): register.crs: \(error.message)")
    }
  }

  /// The stream over the readers that `init` opened.
  func stream(fingerprints: Bool = false, extraColumns: Int = 0) -> RegisterStream {
    RegisterStream(
      readers: readers, inputs: inputs, coder: coder, geocoder: geocoder, fingerprints: fingerprints,
      extraColumns: extraColumns)
  }

  /// A stream over the registers from their beginning. Fails with 74 when one of them has changed since the run began.
  func reopened() throws(Failure) -> RegisterStream {
    var again: [TableReader] = []
    for (source, input) in inputs.enumerated() {
      try check(input)
      var read = ReadOptions()
      read.maxRowBytes = configuration.thresholds.maxRowBytes
      read.delimiter = readers[source].delimiter
      read.name = input.name
      again.append(try TableReader(path: input.path, source: source, options: read))
    }
    return RegisterStream(readers: again, inputs: inputs, coder: coder, geocoder: geocoder)
  }

  /// Fails when `input` is no longer the file that the run began with.
  func check(_ input: BoundInput) throws(Failure) {
    guard let stamp = input.stamp else { return }
    let now: FileStamp
    do throws(Failure) { now = try FileStamp.of(input.path) } catch {
      throw Failure(.inputOutput, "\(input.path) vanished during the run; the old output was kept. Run again.")
    }
    guard now == stamp else {
      throw Failure(.inputOutput, "\(input.path) changed during the run; the old output was kept. Run again.")
    }
  }

  /// Bytes of all registers, nil when standard input is among them.
  var totalBytes: UInt64? {
    var total: UInt64 = 0
    for reader in readers {
      guard let bytes = reader.totalBytes else { return nil }
      total += bytes
    }
    return total
  }

  func tallyOptions() throws(Failure) -> TallyOptions {
    var tally = configuration.tallying.options
    tally.withPlanned = options.withPlanned
    tally.turnoverExcludes = try configuration.thresholds.rules(named: options.rules).turnoverExcludes
    return tally
  }

  /// The settings that decide which rows count where, for the tally file: tallies of other settings must not be added.
  func tallyDigest() throws(Failure) -> String {
    let tally = try tallyOptions()
    let excludes = ExclusionEvidence.names.filter { tally.turnoverExcludes.contains($0.0) }.map(\.1)
    return [
      "product_level=\(options.productLevel.name)", "with_planned=\(options.withPlanned)",
      "few_persons_max=\(tally.fewPersonsMax)", "little_capital_max_inr=\(tally.littleCapitalMax)",
      "turnover_excludes=\(excludes.joined(separator: ","))",
    ].joined(separator: ";")
  }

  /// Bytes that reading may hold in tally and fingerprints together; nil is no limit.
  var memoryLimit: Int? { options.memoryLimit ?? configuration.tallying.memoryLimit }

  var limits: ClusterStage.Limits {
    let thresholds = configuration.thresholds
    var radius: [ProductionClass: Double] = [:]
    var core: [ProductionClass: Int64] = [:]
    for productionClass in ProductionClass.allCases {
      switch options.maxRadius {
      case .byClass: radius[productionClass] = thresholds.maxRadiusKilometres[productionClass].map { $0 * 1000 }
      case .none: break
      case .kilometres(let kilometres): radius[productionClass] = kilometres * 1000
      }
      core[productionClass] = options.coreWeight ?? thresholds.coreWeight[productionClass]
    }
    return ClusterStage.Limits(
      reachMetres: (options.reachKilometres ?? thresholds.reachKilometres) * 1000, maxRadiusMetres: radius,
      coreWeight: core)
  }

  /// Which columns at least one register has.
  var columns: ObservedColumns {
    let bindings = inputs.map(\.binding)
    return ObservedColumns(
      amounts: Set(
        AmountField.allCases.filter { field in
          bindings.contains { binding in RegisterField(name: field.name).map { binding.has($0) } ?? false }
        }),
      operating: bindings.contains { $0.hasOperatingColumn })
  }

  /// Whether a register has an address.
  var hasAddresses: Bool { inputs.contains { $0.binding.has(.address) } }

  func classifier() throws(Failure) -> Classifier {
    let thresholds = configuration.thresholds
    var parameters = ClassificationParameters(
      rules: try thresholds.rules(named: options.rules), potentialPercent: thresholds.potentialPercent,
      potentialSource: thresholds.potentialSource, householdPercent: thresholds.householdPercent,
      denseTimes: thresholds.denseTimes, finePercent: thresholds.finePercent,
      maxRadius: thresholds.maxRadiusKilometres.mapValues { Int64(($0 * 1_000_000).rounded()) })
    parameters.stability = thresholds.stability
    thresholds.dimensions.apply(to: &parameters)
    parameters.reference.isForced = options.referenceIsTally
    parameters.permutation = thresholds.permutation
    if let shuffles = options.permutations {
      parameters.permutation.shuffles = shuffles
      parameters.permutation.mostUnits = parameters.permutation.mostUnitsAsked
    }
    parameters.reach = Int64((limits.reachMetres * 1000).rounded())
    return Classifier(parameters: parameters)
  }

  var footprints: FootprintParameters {
    var footprints = configuration.footprints
    if let kind = options.footprint.flatMap(FootprintKind.init(rawValue:)) { footprints.kind = kind }
    return footprints
  }
}
