import Model
import TestSupport

@testable import Tallying

/// A row in plain values, from which batches and the naive reference are made.
struct Record: Equatable {
  var reject: UInt8 = 0
  var operating = OperatingState.yes
  var group: UInt16 = 3
  var key: UInt16 = 3
  var productionClass = ProductionClass.industrial
  var uncoded = UncodedReason.none
  var level = MatchLevel.pin
  var unlocated = UnlocatedReason.none
  var lat: Int32 = 110_000_000
  var lon: Int32 = 770_000_000
  var place: UInt32 = 7
  var uncertainty: UInt32 = 3300
  var units: Int64 = 1
  /// 1 yes, 0 no, 2 unknown.
  var household: UInt8 = 2
  var registered: UInt8 = 2
  var kind = SiteKind.unknown
  var role = ActorRole.unknown
  var amounts: [AmountField: Int64] = [:]
  var traits: UInt32 = 0
  var flags: RowFlags = []
  /// 0 is none.
  var registration: UInt64 = 0
  var canonical: UInt64 = 0

  static let options = TallyOptions(
    withPlanned: false, fewPersonsMax: 5, littleCapitalMax: 500_000, turnoverExcludes: [.household, .fewPersons])

  static func random(_ generator: inout SeededGenerator) -> Record {
    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }
    var record = Record()
    if chance(3) { record.reject = RejectCode.badQuotes.rawValue }
    record.operating = OperatingState.allCases.randomElement(using: &generator) ?? .yes
    record.group = UInt16.random(in: 0..<5, using: &generator)
    record.key = record.group * 10
    record.productionClass = ProductionClass.allCases.randomElement(using: &generator) ?? .industrial
    if chance(8) {
      (record.group, record.key) = (CodedBatch.noProduct, CodedBatch.noProduct)
      record.uncoded = chance(50) ? .noProduct : .unknownText
    }
    record.level = MatchLevel.allCases.randomElement(using: &generator) ?? .pin
    if !record.level.isLocated { record.unlocated = record.level == .none ? .noPlace : .tooCoarse }
    record.lat = [-900_000_000, -1, 0, 1, 110_000_000, 900_000_000].randomElement(using: &generator) ?? 0
    record.lon = [-1_800_000_000, -5, 0, 770_000_000].randomElement(using: &generator) ?? 0
    record.place = chance(50) ? LocatedBatch.noPlace : UInt32.random(in: 0..<3, using: &generator)
    record.uncertainty = UInt32.random(in: 0...20_000, using: &generator)
    if chance(20) { record.units = Int64.random(in: 1...40, using: &generator) }
    record.household = UInt8.random(in: 0...2, using: &generator)
    record.registered = UInt8.random(in: 0...2, using: &generator)
    record.kind = chance(30) ? .office : .plant
    if chance(20) { record.role = ActorRole.allCases.randomElement(using: &generator) ?? .unknown }
    for field in AmountField.allCases where chance(60) {
      let top: Int64 = field == .turnover ? 4_000_000_000_000 : 12
      record.amounts[field] = Int64.random(in: 0...top, using: &generator)
    }
    if chance(50) { record.amounts[.investment] = Int64.random(in: 499_999...500_001, using: &generator) }
    for field in TraitField.allCases where chance(30) {
      record.traits |= field.traits.randomElement(using: &generator)?.bit ?? 0
    }
    if chance(20) { record.flags = [.badDate, .unknownPin] }
    if chance(10) { record.flags.insert(.absurdNumber) }
    return record
  }

  static func random(_ count: Int, seed: UInt64) -> [Record] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in random(&generator) }
  }
}

/// A batch of all three stages.
struct Batch {
  let enterprises: EnterpriseBatch
  let coded: CodedBatch
  let located: LocatedBatch

  /// The rows stand on every second line from `firstLine`. With `sparse` the columns that say nothing are left out.
  init(_ records: [Record], source: Int = 0, firstLine: UInt64 = 2, sparse: Bool = false) {
    let count = records.count
    let rows = RowBatch(byteCapacity: 0, capacity: count, slotCount: 0)
    rows.count = count
    rows.source = source
    for (row, record) in records.enumerated() {
      rows.rejects[row] = record.reject
      rows.flags[row] = record.flags.rawValue & 0xFFFF
      rows.lines[row] = firstLine + 2 * UInt64(row)
    }
    enterprises = EnterpriseBatch(
      rows: rows, slots: Array(repeating: -1, count: TextField.allCases.count), nicVersion: .nic2008,
      defaultCountry: "IN", coordinateSystem: nil)
    coded = CodedBatch(count: count)
    located = LocatedBatch(count: count)
    func column<Value: BitwiseCopyable>(_ none: Value, _ value: (Record) -> Value) -> Column<Value>?
    where Value: Equatable {
      if sparse, records.allSatisfy({ value($0) == none }) { return nil }
      let column = Column(count: count, initial: none)
      for (row, record) in records.enumerated() { column[row] = value(record) }
      return column
    }
    enterprises.operating = column(OperatingState.unknown.rawValue) { $0.operating.rawValue }
    enterprises.units = column(1) { $0.units }
    enterprises.household = column(2) { $0.household }
    enterprises.registered = column(2) { $0.registered }
    enterprises.siteKind = column(0) { $0.kind.rawValue }
    enterprises.actorRole = column(0) { $0.role.rawValue }
    enterprises.traits = column(0) { $0.traits }
    enterprises.registration = column(.none) { Fingerprint(high: 0, low: $0.registration) }
    enterprises.canonical = column(.none) { Fingerprint(high: $0.canonical, low: 0) }
    for field in AmountField.allCases {
      enterprises.amounts[field.rawValue] = column(EnterpriseBatch.unknownAmount) {
        $0.amounts[field] ?? EnterpriseBatch.unknownAmount
      }
    }
    for (row, record) in records.enumerated() {
      coded.group[row] = record.group
      coded.key[row] = record.key
      coded.productionClass[row] = record.productionClass.rawValue
      coded.reason[row] = record.uncoded.rawValue
      located.lat[row] = record.lat
      located.lon[row] = record.lon
      located.place[row] = record.place
      located.level[row] = record.level.rawValue
      located.uncertainty[row] = record.uncertainty
      located.reason[row] = record.unlocated.rawValue
      located.flags[row] = record.flags.rawValue & ~0xFFFF
    }
  }

  func add(to accumulator: TallyAccumulator, duplicates: [Int] = []) {
    accumulator.add(enterprises, coded, located, duplicates: duplicates)
  }
}

/// The tally of `records`, all in one batch.
func tally(_ records: [Record], _ options: TallyOptions = Record.options) throws -> Tally {
  let accumulator = TallyAccumulator(options: options)
  Batch(records).add(to: accumulator)
  return try accumulator.table.finish()
}

/// The tally by its definition, with dictionaries.
func naiveTally(_ records: [Record], _ options: TallyOptions = Record.options) -> Tally {
  struct Pair: Hashable {
    let key: TallyKey
    let site: SiteKey
  }
  var columns: [Pair: [Int64]] = [:]
  var wide: [Pair: [Int128]] = [:]
  var perWorker: [Pair: [UInt16: Int64]] = [:]
  for record in records {
    guard record.reject == 0, record.group != CodedBatch.noProduct, record.level.isLocated else { continue }
    let pair = Pair(
      key: TallyKey(product: record.key, productionClass: record.productionClass),
      site: SiteKey(coordinate: Coordinate(lat: record.lat, lon: record.lon), place: record.place))
    func add(_ column: TallyColumn, _ value: Int64) {
      columns[pair, default: Array(repeating: 0, count: TallyColumn.count)][column.rawValue] += value
    }
    let units = record.units
    switch record.operating {
    case .no: add(.unitsClosed, units)
    case .planned where !options.withPlanned: add(.unitsPlanned, units)
    default:
      add(.rows, 1)
      add(record.operating == .yes ? .unitsYes : .unitsUnknown, units)
      add(.uncertainty, units * Int64(record.uncertainty))
      if record.kind == .office { add(.offices, units) }
      if record.household != 2 { add(.householdKnown, units) }
      if record.household == 1 { add(.household, units) }
      let isAbsurd = record.flags.contains(.absurdNumber)
      if record.productionClass == .handloom {
        add(.loomWeight, isAbsurd ? units : record.amounts[.looms] ?? units)
      }
      add(.level(record.level), units)
      var evidence: ExclusionEvidence = []
      if record.household == 1 { evidence.insert(.household) }
      if let persons = record.amounts[.employment], (1...options.fewPersonsMax).contains(persons) {
        evidence.insert(.fewPersons)
      }
      if let capital = record.amounts[.investment], (1...options.littleCapitalMax).contains(capital) {
        evidence.insert(.littleCapital)
      }
      if record.registered == 0 { evidence.insert(.unregistered) }
      add(.exclusion(evidence), units)
      if isAbsurd { add(.absurd, units) }
      if let turnover = record.amounts[.turnover], isAbsurd || !evidence.isDisjoint(with: options.turnoverExcludes) {
        add(.turnoverUncounted, turnover)
        add(.turnoverUncountedUnits, units)
      }
      if record.registered != 2 { add(.registeredKnown, units) }
      if record.amounts[.employment] == 0 { add(.zeroPersons, units) }
      if record.amounts[.investment] == 0 { add(.zeroCapital, units) }
      if let energy = record.amounts[.energy], let workers = record.amounts[.employment], workers > 0 {
        add(.energyWorkersKnown, units)
        add(.energyOfWorkers, energy)
        add(.workersOfEnergy, workers)
      }
      for (field, grouped, groupedUnits, absurd) in [
        (
          AmountField.employment, TallyColumn.groupedWorkers, TallyColumn.groupedWorkersUnits, TallyColumn.absurdWorkers
        ),
        (.turnover, .groupedTurnover, .groupedTurnoverUnits, .absurdTurnover),
      ] {
        guard let amount = record.amounts[field], isAbsurd || units != 1 else { continue }
        add(grouped, amount)
        add(groupedUnits, units)
        if isAbsurd { add(absurd, amount) }
      }
      if let exports = record.amounts[.exports] {
        if let turnover = record.amounts[.turnover], !isAbsurd {
          add(.turnoverOfExports, turnover)
        } else {
          add(.exportsApart, exports)
          add(.exportsApartUnits, units)
        }
      }
      for trait in EnterpriseTrait.allCases where record.traits & trait.bit != 0 { add(.trait(trait), units) }
      if units == 1, let turnover = record.amounts[.turnover], let workers = record.amounts[.employment], workers > 0 {
        let bin = UInt16(ProductivityBin.of(turnover: turnover, workers: workers))
        perWorker[pair, default: [:]][bin, default: 0] += 1
      }
      if record.role != .unknown { add(.role(record.role), units) }
      for (field, amount) in record.amounts {
        add(.sum(field), amount)
        add(.known(field), units)
      }
      for (column, field) in [(WideColumn.employmentSquares, AmountField.employment), (.turnoverSquares, .turnover)] {
        if units == 1, !isAbsurd, let amount = record.amounts[field] {
          wide[pair, default: [0, 0]][column.rawValue] += Int128(amount) * Int128(amount)
        }
      }
    }
  }
  let pairs = columns.keys.sorted { $0.key != $1.key ? $0.key < $1.key : $0.site < $1.site }
  var tally = Tally()
  tally.keys = Set(pairs.map(\.key)).sorted()
  tally.sites = Set(pairs.map(\.site)).sorted()
  tally.pairKey = pairs.map { pair in UInt16(tally.keys.firstIndex(of: pair.key) ?? 0) }
  tally.pairSite = pairs.map { pair in UInt32(tally.sites.firstIndex(of: pair.site) ?? 0) }
  for column in 0..<TallyColumn.count {
    let sums = pairs.map { columns[$0]?[column] ?? 0 }
    if sums.contains(where: { $0 != 0 }) { tally.columns[column] = TallySums(sums) }
  }
  for column in 0..<WideColumn.allCases.count {
    let sums = pairs.map { wide[$0]?[column] ?? 0 }
    if sums.contains(where: { $0 != 0 }) { tally.wide[column] = TallySums(sums) }
  }
  tally.productivity = ProductivityHistogram(pairs: pairs.count) { pair in
    (perWorker[pairs[pair]] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
  return tally
}
