import Model

/// Sums batches of rows by (key, site), and keeps the ledger of where every row went. One for each thread.
///
/// Adding commutes and associates, and `subtract` undoes it, so the tally depends on the records alone. Memory grows with
/// distinct pairs, never with rows: 16 bytes for the pair, 8 × 4/3 … 8 × 8/3 for finding it, 4 for each column in use.
public final class TallyAccumulator {
  /// What counts.
  public let options: TallyOptions
  /// Where the rows went.
  public private(set) var ledger = Ledger()
  private var table = PairTable()
  private let columns: UnsafeMutablePointer<SumColumn>
  private var squares = [SquareColumn](repeating: SquareColumn(), count: WideColumn.allCases.count)
  private var hasSubtracted = false
  /// A product was too great for 64 bits.
  private var hasOverflowed = false
  private var scratch = Scratch(capacity: 0)

  /// An empty accumulator.
  public init(options: TallyOptions) {
    self.options = options
    columns = .allocate(capacity: TallyColumn.count)
    columns.initialize(repeating: SumColumn(), count: TallyColumn.count)
  }

  deinit {
    for column in 0..<TallyColumn.count { columns[column].clear() }
    columns.deallocate()
  }

  /// Distinct (key, site) pairs so far.
  public var pairCount: Int { table.count }
  /// Bytes allocated for pairs and sums.
  public var byteCount: Int {
    (0..<TallyColumn.count).reduce(table.byteCount) { $0 + columns[$1].byteCount }
      + squares.reduce(0) { $0 + $1.byteCount }
  }

  /// Adds all rows of a batch; `duplicates`, ascending row numbers, go to the ledger alone.
  public func add(
    _ enterprises: EnterpriseBatch, _ coded: CodedBatch, _ located: LocatedBatch, duplicates: [Int] = []
  ) {
    let rows = RowFates(enterprises, coded, located, options)
    var counts = Ledger()
    var scratch = self.scratch
    scratch.reset(capacity: enterprises.count)
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
      if let entry = rows.entry(row, fate) { scratch.append(row: row, entry: entry, units: rows.units(row)) }
    }
    ledger.add(counts)
    sum(rows, &scratch, 1)
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
    for row in numbers {
      let fate = rows.fate(row)
      guard fate != .rejected else { continue }
      counts.duplicates &+= 1
      rows.count(row, fate, -1, &counts)
      if let entry = rows.entry(row, fate) { scratch.append(row: row, entry: entry, units: -rows.units(row)) }
    }
    ledger.add(counts)
    hasSubtracted = true
    sum(rows, &scratch, -1)
    self.scratch = scratch
  }

  /// Takes over all that `other` holds, as if its batches had been added and subtracted here; `other` is empty afterwards.
  /// Linear in its pairs; gives its memory back column by column.
  public func absorb(_ other: TallyAccumulator) {
    ledger.add(other.ledger)
    other.ledger = Ledger()
    hasSubtracted = hasSubtracted || other.hasSubtracted
    hasOverflowed = hasOverflowed || other.hasOverflowed
    let numbers = (0..<other.table.count).map { UInt32(truncatingIfNeeded: table.number(other.table.entries[$0])) }
    other.table = PairTable()
    let pairs = table.count
    for column in 0..<TallyColumn.count where !other.columns[column].isUnused {
      columns[column].add(other.columns[column], to: numbers, of: pairs)
      other.columns[column].clear()
    }
    for column in squares.indices where !other.squares[column].isUnused {
      squares[column].add(other.squares[column], to: numbers, of: pairs)
      other.squares[column] = SquareColumn()
    }
    other.hasSubtracted = false
    other.hasOverflowed = false
  }

  /// The tally in canonical form; the accumulator is empty afterwards, but for its ledger.
  ///
  /// Fails with `.data` when a total is too great for 64 bits: some amount is in the wrong unit. O(n log n) in pairs.
  public func finish() throws(Failure) -> Tally {
    for column in 0..<TallyColumn.count where hasOverflowed || columns[column].magnitude > Int64.max {
      throw Self.tooGreat(TallyColumn(rawValue: hasOverflowed ? TallyColumn.uncertainty.rawValue : column))
    }
    var canonical = CanonicalOrder(table, keeping: hasSubtracted ? { self.isZero($0) } : nil)
    try canonical.checkKeys()
    var tally = Tally()
    (tally.keys, tally.sites) = (canonical.keys, canonical.sites)
    (tally.pairKey, tally.pairSite) = (canonical.pairKey, canonical.pairSite)
    let order = canonical.takeOrder()
    table = PairTable()
    for column in 0..<TallyColumn.count where !columns[column].isUnused {
      let sums = order.map { columns[column].value(Int($0)) }
      columns[column].clear()
      if sums.contains(where: { $0 != 0 }) { tally.columns[column] = sums }
    }
    for column in squares.indices where !squares[column].isUnused {
      let sums = order.map { squares[column].value(Int($0)) }
      squares[column] = SquareColumn()
      if sums.contains(where: { $0 != 0 }) { tally.wide[column] = sums }
    }
    hasSubtracted = false
    return tally
  }

  static func tooGreat(_ column: TallyColumn) -> Failure {
    Failure(
      .data,
      "the total of \(column.name) over all rows is too great for 64 bits: "
        + "check the unit of that column in the schema of the register")
  }

  private func isZero(_ pair: Int) -> Bool {
    (0..<TallyColumn.count).allSatisfy { columns[$0].value(pair) == 0 }
      && squares.allSatisfy { $0.value(pair) == 0 }
  }

  /// Adds the noted rows, column by column: columns that the register does not have cost nothing, and the processor can
  /// fetch the sums of many rows at a time.
  private func sum(_ batch: RowFates, _ scratch: inout Scratch, _ sign: Int64) {
    scratch.resolve(in: &table)
    let (enterprises, located) = (batch.enterprises, batch.located)
    let (columns, rows, pairOf, units) = (self.columns, scratch.rows, scratch.pairs, scratch.units)
    let pairs = table.count
    @inline(__always) func add(_ column: TallyColumn, _ index: Int, _ value: Int64) {
      columns[column.rawValue].add(value, to: Int(pairOf[index]), of: pairs)
    }
    if let operating = enterprises.operating {
      let withPlanned = options.withPlanned
      scratch.filter { index in
        let state = operating[Int(rows[index])]
        if state == OperatingState.no.rawValue {
          add(.unitsClosed, index, units[index])
        } else if state == OperatingState.planned.rawValue, !withPlanned {
          add(.unitsPlanned, index, units[index])
        } else {
          return true
        }
        return false
      }
      for index in 0..<scratch.count {
        let isYes = operating[Int(rows[index])] == OperatingState.yes.rawValue
        add(isYes ? .unitsYes : .unitsUnknown, index, units[index])
      }
    } else {
      for index in 0..<scratch.count { add(.unitsUnknown, index, units[index]) }
    }
    let count = scratch.count
    for index in 0..<count { add(.rows, index, sign) }
    for index in 0..<count {
      columns[10 &+ Int(located.level[Int(rows[index])])].add(units[index], to: Int(pairOf[index]), of: pairs)
    }
    let reader = EvidenceReader(enterprises, options)
    for index in 0..<count { add(.exclusion(reader.evidence(Int(rows[index]))), index, units[index]) }
    for index in 0..<count {
      let radius = Int64(located.uncertainty[Int(rows[index])])
      let (metres, overflow) = units[index].multipliedReportingOverflow(by: radius)
      if overflow { hasOverflowed = true }
      add(.uncertainty, index, metres)
    }
    if let kinds = enterprises.siteKind {
      for index in 0..<count where kinds[Int(rows[index])] == SiteKind.office.rawValue {
        add(.offices, index, units[index])
      }
    }
    if let household = enterprises.household {
      for index in 0..<count where household[Int(rows[index])] <= 1 {
        add(.householdKnown, index, units[index])
        if household[Int(rows[index])] == 1 { add(.household, index, units[index]) }
      }
    }
    if let roles = enterprises.actorRole {
      for index in 0..<count where roles[Int(rows[index])] != ActorRole.unknown.rawValue {
        columns[51 &+ Int(roles[Int(rows[index])])].add(units[index], to: Int(pairOf[index]), of: pairs)
      }
    }
    for field in AmountField.allCases {
      guard let amounts = enterprises.amounts[field.rawValue] else { continue }
      for index in 0..<count where amounts[Int(rows[index])] != EnterpriseBatch.unknownAmount {
        add(.sum(field), index, amounts[Int(rows[index])] &* sign)
        add(.known(field), index, units[index])
      }
    }
    sumSquares(enterprises, scratch, sign)
    sumLooms(enterprises, batch.coded, scratch, sign)
  }

  /// Squares make sense only where a row's amount is that of one unit.
  private func sumSquares(_ enterprises: EnterpriseBatch, _ scratch: Scratch, _ sign: Int64) {
    for (wide, field) in [(WideColumn.employmentSquares, AmountField.employment), (.turnoverSquares, .turnover)] {
      guard let amounts = enterprises.amounts[field.rawValue] else { continue }
      for index in 0..<scratch.count where scratch.units[index] == sign {
        let amount = amounts[Int(scratch.rows[index])]
        guard amount != EnterpriseBatch.unknownAmount else { continue }
        squares[wide.rawValue].add(amount, sign: sign, to: Int(scratch.pairs[index]), of: table.count)
      }
    }
  }

  /// Looms of handloom rows; a row without the figure weighs its units, one loom each, the least that can stand there.
  private func sumLooms(
    _ enterprises: EnterpriseBatch, _ coded: CodedBatch, _ scratch: Scratch, _ sign: Int64
  ) {
    let looms = enterprises.amounts[AmountField.looms.rawValue]
    for index in 0..<scratch.count {
      let row = Int(scratch.rows[index])
      guard coded.productionClass[row] == ProductionClass.handloom.rawValue else { continue }
      let given = looms?[row] ?? EnterpriseBatch.unknownAmount
      let weight = given == EnterpriseBatch.unknownAmount ? scratch.units[index] : given &* sign
      columns[TallyColumn.loomWeight.rawValue].add(weight, to: Int(scratch.pairs[index]), of: table.count)
    }
  }
}
