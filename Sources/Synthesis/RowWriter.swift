import Model

/// Writes single rows by number: decides the kind of each and what stands in it. Not for sharing between threads.
struct RowWriter: ~Copyable {
  let tables: RowTables
  let plan: SynthesisPlan
  let dirt: DirtShares
  let seed: UInt64
  let pool: UnsafePointer<UInt8>
  var out = RowBuffer()

  init(tables: RowTables, plan: SynthesisPlan, dirt: DirtShares, seed: UInt64, pool: UnsafePointer<UInt8>) {
    self.tables = tables
    self.plan = plan
    self.dirt = dirt
    self.seed = seed
    self.pool = pool
  }

  /// Writes the row numbered `number`, which lies in 0..<plan.rows.
  mutating func row(_ number: Int) {
    if number < plan.excludedStart {
      unit(plantedUnit(number))
    } else if number < plan.idleStart {
      unit(excludedUnit(number))
    } else if number < plan.duplicateStart {
      unit(idleUnit(number))
    } else if number < plan.unlocatedStart {
      duplicate(number)
    } else if number < plan.uncodedStart {
      unlocated(number)
    } else if number < plan.rejectStart {
      uncoded(number)
    } else if number < plan.backgroundStart {
      reject(number)
    } else {
      unit(backgroundUnit(number))
    }
  }

  /// The counted unit numbered `number`: the clusters follow one another, and the units of one go round its places.
  func plantedUnit(_ number: Int) -> UnitRow {
    let index = RowTables.range(tables.unitStarts, number)
    let cluster = tables.clusters[index]
    let position = number - tables.unitStarts[index]
    var row = UnitRow(number: number, town: town(of: cluster, position), product: cluster.product)
    row.isPlanted = true
    if cluster.product.productionClass == .handloom { row.looms = looms(of: cluster, position) }
    row.turnover =
      cluster.turnover < 0 ? cluster.turnover : Self.part(of: cluster.turnover, among: cluster.units, position)
    return row
  }

  private func excludedUnit(_ number: Int) -> UnitRow {
    let inside = number - plan.excludedStart
    let index = RowTables.range(tables.excludedStarts, inside)
    let cluster = tables.clusters[index]
    var row = UnitRow(number: number, town: town(of: cluster, inside), product: cluster.product)
    row.isPlanted = true
    row.isExcluded = true
    row.turnover = -2
    return row
  }

  /// A closed or planned unit of some planted cluster.
  private func idleUnit(_ number: Int) -> UnitRow {
    var generator = CounterGenerator(seed: ~seed, row: UInt64(number))
    var row = plantedUnit(generator.below(plan.planted))
    row.number = number
    row.idle = generator.below(5) < 3 ? .closed : .planned
    return row
  }

  func backgroundUnit(_ number: Int) -> UnitRow {
    let cell = tables.areas.cells[(number - plan.backgroundStart) % tables.areas.cells.count]
    var row = UnitRow(number: number, town: Int(cell >> 8), product: tables.products[Int(cell & 0xFF)])
    if row.product.productionClass == .handloom { row.looms = 1 + number % 2 }
    return row
  }

  private mutating func duplicate(_ number: Int) {
    var generator = CounterGenerator(seed: ~seed, row: UInt64(number))
    let pick = generator.below(plan.planted + plan.background)
    var row = pick < plan.planted ? plantedUnit(pick) : backgroundUnit(plan.backgroundStart + pick - plan.planted)
    row.isDuplicate = true
    unit(row)
  }

  private func town(of cluster: ClusterRecord, _ position: Int) -> Int {
    Int(tables.clusterPlaces[Int(cluster.firstPlace) + position % Int(cluster.placeCount)])
  }

  /// Looms of a unit: an even share with one more for the first, then every second gives one to its neighbour, so that the
  /// sum stays exact; nil for the silent ones at the end.
  private func looms(of cluster: ClusterRecord, _ position: Int) -> Int? {
    let speaking = cluster.units - cluster.silentLooms
    guard position < speaking else { return nil }
    let share = Self.part(of: cluster.looms, among: speaking, position)
    let partner = position ^ 1
    guard share > 1, partner < speaking, Self.part(of: cluster.looms, among: speaking, partner) == share else {
      return share
    }
    return position & 1 == 0 ? share + 1 : share - 1
  }

  /// The part of `position` when `whole` is split among `count` as evenly as whole numbers can be.
  static func part(of whole: Int, among count: Int, _ position: Int) -> Int {
    whole / count + (position < whole % count ? 1 : 0)
  }
}
