import Model

extension Ledger {
  /// Where the rows of one batch go, duplicates apart: what `TallyAccumulator.add` would count, without the sums.
  public init(
    counting enterprises: EnterpriseBatch, _ coded: CodedBatch, _ located: LocatedBatch, _ options: TallyOptions
  ) {
    self.init()
    let rows = RowFates(enterprises, coded, located, options)
    for row in 0..<enterprises.count {
      let fate = rows.fate(row)
      rowsRead &+= 1
      rows.countFlags(row, fate, &self)
      rows.count(row, fate, 1, &self)
    }
  }
}
