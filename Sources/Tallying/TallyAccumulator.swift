import Model

/// Sums batches of rows into a table, and keeps the ledger of where every row went. One for each thread; several may share
/// a table.
///
/// Adding commutes and associates, and `subtract` undoes it, so the tally depends on the records alone. Memory grows with
/// distinct pairs, not with rows (`PairShard`); where rows give turnover and workers, with the classes of turnover per worker
/// of each pair, `ProductivityBin.count` at most.
public final class TallyAccumulator {
  /// What counts.
  public let options: TallyOptions
  /// Where the sums stand.
  public let table: TallyTable
  /// Where the rows went.
  public private(set) var ledger = Ledger()
  private var scratch = BatchRows(capacity: 0)
  private var productivity = ProductivityRows()
  /// Σ |value| of the batch by `SumField.rawValue`.
  private var magnitudes = [UInt64](repeating: 0, count: SumField.count)
  /// A product was too great for 64 bits.
  private var hasOverflowed = false

  /// An accumulator that sums into `table`.
  public init(options: TallyOptions, into table: TallyTable = TallyTable()) {
    self.options = options
    self.table = table
  }

  /// Adds all rows of a batch; `duplicates`, ascending row numbers, go to the ledger alone.
  public func add(
    _ enterprises: EnterpriseBatch, _ coded: CodedBatch, _ located: LocatedBatch, duplicates: [Int] = []
  ) {
    let rows = RowFates(enterprises, coded, located, options)
    var counts = Ledger()
    var scratch = self.scratch
    scratch.reset(capacity: enterprises.count)
    let tellsProductivity = productivity.begin(enterprises)
    var next = 0
    for row in 0..<enterprises.count {
      let fate = rows.fate(row)
      counts.rowsRead &+= 1
      rows.countFlags(row, fate, &counts)
      if next < duplicates.count, duplicates[next] == row {
        next += 1
        if fate != .rejected {
          counts.duplicates &+= 1
          continue
        }
      }
      rows.count(row, fate, 1, &counts)
      if let identity = rows.identity(row, fate) {
        scratch.append(row: row, identity: identity, units: rows.units(row))
        if tellsProductivity, fate == .located {
          productivity.append(row: row, identity: identity, units: rows.units(row))
        }
      }
    }
    ledger.add(counts)
    sum(rows, &scratch, 1)
    if tellsProductivity, let table = table.productivity { productivity.sum(into: table, isSubtracted: false) }
    self.scratch = scratch
  }

  /// Takes rows that were added before back out, and counts them as duplicates.
  ///
  /// `rows` are row numbers of the batch, each once; the batch holds what it held when it was added.
  public func subtract(
    _ enterprises: EnterpriseBatch, _ coded: CodedBatch, _ located: LocatedBatch, rows numbers: [Int]
  ) {
    guard !numbers.isEmpty else { return }
    let rows = RowFates(enterprises, coded, located, options)
    var counts = Ledger()
    var scratch = self.scratch
    scratch.reset(capacity: numbers.count)
    let tellsProductivity = productivity.begin(enterprises)
    for row in numbers {
      let fate = rows.fate(row)
      guard fate != .rejected else { continue }
      counts.duplicates &+= 1
      rows.count(row, fate, -1, &counts)
      if let identity = rows.identity(row, fate) {
        scratch.append(row: row, identity: identity, units: -rows.units(row))
        if tellsProductivity, fate == .located {
          productivity.append(row: row, identity: identity, units: -rows.units(row))
        }
      }
    }
    ledger.add(counts)
    sum(rows, &scratch, -1)
    if tellsProductivity, let table = table.productivity { productivity.sum(into: table, isSubtracted: true) }
    self.scratch = scratch
  }

  /// Adds the noted rows, shard by shard and sum by sum: sums that the register does not have cost nothing.
  private func sum(_ batch: RowFates, _ scratch: inout BatchRows, _ sign: Int64) {
    guard scratch.count > 0 else { return }
    scratch.group()
    for field in magnitudes.indices { magnitudes[field] = 0 }
    hasOverflowed = false
    let rows = scratch
    let reader = EvidenceReader(batch.enterprises, options)
    for shard in 0..<TallyTable.shardCount {
      let range = rows.starts[shard]..<rows.starts[shard + 1]
      if range.isEmpty { continue }
      table.withShard(shard) { shard in
        shard.find(rows.identities.base, rows.hashes.base, range, into: rows.numbers.base)
        sum(batch, rows, range, sign, reader, &shard)
      }
    }
    table.note(magnitudes, subtracted: sign < 0, overflowed: hasOverflowed)
  }

  @inline(__always)
  private func sum(
    _ batch: RowFates, _ rows: BatchRows, _ range: Range<Int>, _ sign: Int64, _ reader: EvidenceReader,
    _ shard: inout PairShard
  ) {
    let (enterprises, located) = (batch.enterprises, batch.located)
    let (numbers, rowOf, units) = (rows.numbers.base, rows.rows.base, rows.units.base)
    shard.add(.rows, numbers, range) { _ in sign }
    if enterprises.units != nil {
      weigh(.extraUnits, &shard, numbers, range) { units[$0] &- sign }
    }
    // Planned and closed units count apart: of them nothing but their number is kept.
    let isCounted = batch.counting
    let radius = located.uncertainty.base
    weigh(.uncertainty, &shard, numbers, range) { index in
      guard isCounted(Int(rowOf[index])) else { return 0 }
      let (metres, overflow) = units[index].multipliedReportingOverflow(by: Int64(radius[Int(rowOf[index])]))
      if overflow { hasOverflowed = true }
      return metres
    }
    let turnover = enterprises.amounts[AmountField.turnover.rawValue]?.base
    for index in range where isCounted(Int(rowOf[index])) {
      let row = Int(rowOf[index])
      let evidence = reader.evidence(row)
      if !evidence.isEmpty {
        shard.add(.exclusion(evidence.rawValue), numbers, index..<index + 1) { units[$0] }
      }
      let isAbsurd = batch.isAbsurd(row)
      if isAbsurd { shard.add(.plain(.absurd), numbers, index..<index + 1) { units[$0] } }
      guard let turnover, turnover[row] != EnterpriseBatch.unknownAmount,
        isAbsurd || !evidence.isDisjoint(with: options.turnoverExcludes)
      else { continue }
      shard.add(.plain(.turnoverUncounted), numbers, index..<index + 1) { _ in turnover[row] &* sign }
      shard.add(.plain(.turnoverUncountedUnits), numbers, index..<index + 1) { units[$0] }
    }
    if let traits = enterprises.traits {
      for index in range where isCounted(Int(rowOf[index])) {
        var bits = traits[Int(rowOf[index])]
        while bits != 0 {
          shard.add(.trait(bits.trailingZeroBitCount), numbers, index..<index + 1) { units[$0] }
          bits &= bits &- 1
        }
      }
    }
    if enterprises.has(.address) {
      for index in range where enterprises.span(.address, Int(rowOf[index])).isEmpty && isCounted(Int(rowOf[index])) {
        shard.add(.plain(.unaddressed), numbers, index..<index + 1) { units[$0] }
      }
    }
    if let kinds = enterprises.siteKind {
      shard.add(.offices, numbers, range) { index in
        let row = Int(rowOf[index])
        return kinds[row] == SiteKind.office.rawValue && isCounted(row) ? units[index] : 0
      }
    }
    if let household = enterprises.household {
      shard.add(.householdKnown, numbers, range) { index in
        let row = Int(rowOf[index])
        return household[row] <= 1 && isCounted(row) ? units[index] : 0
      }
      shard.add(.household, numbers, range) { index in
        let row = Int(rowOf[index])
        return household[row] == 1 && isCounted(row) ? units[index] : 0
      }
    }
    if let registered = enterprises.registered {
      shard.add(.plain(.registeredKnown), numbers, range) { index in
        let row = Int(rowOf[index])
        return registered[row] <= 1 && isCounted(row) ? units[index] : 0
      }
    }
    for (column, field) in [(TallyColumn.zeroPersons, AmountField.employment), (.zeroCapital, .investment)] {
      guard let amounts = enterprises.amounts[field.rawValue]?.base else { continue }
      shard.add(.plain(column), numbers, range) { index in
        let row = Int(rowOf[index])
        return amounts[row] == 0 && isCounted(row) ? units[index] : 0
      }
    }
    sumEnergy(batch, rows, range, sign, &shard)
    sumMarket(batch, rows, range, sign, &shard)
    for field in AmountField.allCases {
      guard let amounts = enterprises.amounts[field.rawValue]?.base else { continue }
      weigh(.sum(field), &shard, numbers, range) { index in
        let row = Int(rowOf[index])
        return amounts[row] != EnterpriseBatch.unknownAmount && isCounted(row) ? amounts[row] &* sign : 0
      }
      shard.add(.known(field), numbers, range) { index in
        let row = Int(rowOf[index])
        return amounts[row] != EnterpriseBatch.unknownAmount && isCounted(row) ? units[index] : 0
      }
    }
    sumSquares(batch, rows, range, sign, &shard)
    sumLooms(batch, rows, range, sign, &shard)
  }

  /// Adds sums whose total could exceed 64 bits, and notes how much.
  @inline(__always)
  private func weigh(
    _ field: SumField, _ shard: inout PairShard, _ numbers: UnsafePointer<UInt32>, _ range: Range<Int>,
    _ value: (Int) -> Int64
  ) {
    var magnitude = magnitudes[field.rawValue]
    shard.add(field, numbers, range) { index in
      let value = value(index)
      let (total, overflow) = magnitude.addingReportingOverflow(value.magnitude)
      magnitude = overflow ? .max : total
      return value
    }
    magnitudes[field.rawValue] = magnitude
  }

  /// Energy and workers of rows that give both: a mean over the same units.
  @inline(__always)
  private func sumEnergy(
    _ batch: RowFates, _ rows: BatchRows, _ range: Range<Int>, _ sign: Int64, _ shard: inout PairShard
  ) {
    guard let energy = batch.enterprises.amounts[AmountField.energy.rawValue]?.base,
      let workers = batch.enterprises.amounts[AmountField.employment.rawValue]?.base
    else { return }
    for index in range {
      let row = Int(rows.rows[index])
      guard energy[row] != EnterpriseBatch.unknownAmount, workers[row] != EnterpriseBatch.unknownAmount,
        workers[row] > 0, batch.counting(row)
      else { continue }
      let one = index..<index + 1
      shard.add(.plain(.energyWorkersKnown), rows.numbers.base, one) { rows.units[$0] }
      shard.add(.plain(.energyOfWorkers), rows.numbers.base, one) { _ in energy[row] &* sign }
      shard.add(.plain(.workersOfEnergy), rows.numbers.base, one) { _ in workers[row] &* sign }
    }
  }

  /// What the share of exports is of: turnover of rows that give both, and the exports that have none beside them. Rows with an
  /// absurd number are left out.
  @inline(__always)
  private func sumMarket(
    _ batch: RowFates, _ rows: BatchRows, _ range: Range<Int>, _ sign: Int64, _ shard: inout PairShard
  ) {
    guard let exports = batch.enterprises.amounts[AmountField.exports.rawValue]?.base else { return }
    let turnover = batch.enterprises.amounts[AmountField.turnover.rawValue]?.base
    for index in range {
      let row = Int(rows.rows[index])
      guard exports[row] != EnterpriseBatch.unknownAmount, batch.counting(row) else { continue }
      let all = turnover?[row] ?? EnterpriseBatch.unknownAmount
      let one = index..<index + 1
      if all != EnterpriseBatch.unknownAmount, !batch.isAbsurd(row) {
        shard.add(.plain(.turnoverOfExports), rows.numbers.base, one) { _ in all &* sign }
      } else {
        shard.add(.plain(.exportsApart), rows.numbers.base, one) { _ in exports[row] &* sign }
        shard.add(.plain(.exportsApartUnits), rows.numbers.base, one) { rows.units[$0] }
      }
    }
  }

  /// Squares make sense only where a row's amount is that of one unit and can be believed; of the others the sum is kept.
  @inline(__always)
  private func sumSquares(
    _ batch: RowFates, _ rows: BatchRows, _ range: Range<Int>, _ sign: Int64, _ shard: inout PairShard
  ) {
    for (column, field, grouped, units, absurd) in Self.squared {
      guard let amounts = batch.enterprises.amounts[field.rawValue]?.base else { continue }
      for index in range {
        let row = Int(rows.rows[index])
        guard amounts[row] != EnterpriseBatch.unknownAmount, batch.counting(row) else { continue }
        let isAbsurd = batch.isAbsurd(row)
        if isAbsurd || rows.units[index] != sign {
          let one = index..<index + 1
          shard.add(.plain(grouped), rows.numbers.base, one) { _ in amounts[row] &* sign }
          shard.add(.plain(units), rows.numbers.base, one) { rows.units[$0] }
          if isAbsurd { shard.add(.plain(absurd), rows.numbers.base, one) { _ in amounts[row] &* sign } }
          continue
        }
        let square = amounts[row].multipliedFullWidth(by: amounts[row])
        if square.high == 0, square.low <= UInt64(Int64.max) {
          shard.add(.squares(column), rows.numbers.base, index..<index + 1) { _ in Int64(square.low) &* sign }
        } else {
          shard.addWide(
            .squares(column), Int(rows.numbers[index]),
            (Int128(square.high) << 64 | Int128(square.low)) * Int128(sign))
        }
      }
    }
  }

  /// The sums of squares, each with the columns of what it leaves out.
  private static let squared:
    [(WideColumn, AmountField, grouped: TallyColumn, units: TallyColumn, absurd: TallyColumn)] = [
      (.employmentSquares, .employment, .groupedWorkers, .groupedWorkersUnits, .absurdWorkers),
      (.turnoverSquares, .turnover, .groupedTurnover, .groupedTurnoverUnits, .absurdTurnover),
    ]

  /// Looms of handloom rows; a row without the figure, or with an absurd number, weighs its units, one loom each, the least that can
  /// stand there.
  @inline(__always)
  private func sumLooms(
    _ batch: RowFates, _ rows: BatchRows, _ range: Range<Int>, _ sign: Int64, _ shard: inout PairShard
  ) {
    let looms = batch.enterprises.amounts[AmountField.looms.rawValue]?.base
    let classes = batch.coded.productionClass.base
    weigh(.loomWeight, &shard, rows.numbers.base, range) { index in
      let row = Int(rows.rows[index])
      guard classes[row] == ProductionClass.handloom.rawValue, batch.counting(row) else { return 0 }
      let given =
        batch.isAbsurd(row) ? EnterpriseBatch.unknownAmount : looms?[row] ?? EnterpriseBatch.unknownAmount
      return given == EnterpriseBatch.unknownAmount ? rows.units[index] : given &* sign
    }
  }
}
