import Model

extension BoundRegister {
  /// The rows as enterprises: every column that the file has, typed; unreadable optional fields emptied and flagged.
  ///
  /// `rows` must have been read with `projection`. Rejected rows are passed over. Works column by column, allocates per
  /// batch and never per row, keeps no state: batches may be read on any threads at once. Without `fingerprints` the columns
  /// by which duplicates are found stay nil.
  public func read(_ rows: RowBatch, fingerprints: Bool = true) -> EnterpriseBatch {
    let batch = EnterpriseBatch(
      rows: rows, slots: textSlots, nicVersion: schema.nicVersion, defaultCountry: schema.country,
      coordinateSystem: schema.coordinateSystem, defaultState: schema.state, declaredClass: schema.declaredClass)
    readPins(batch)
    readProducts(batch)
    readUnits(batch)
    for field in RegisterField.allCases {
      guard let amount = field.amountField else { continue }
      batch.amounts[amount.rawValue] = readAmounts(batch, field)
    }
    readDates(batch)
    batch.operating = readChoices(batch, .operating, tables.operating, unknown: OperatingState.unknown.rawValue)
    batch.household = readChoices(batch, .household, tables.household, unknown: 2)
    batch.registered = readChoices(batch, .registered, tables.registered, unknown: 2)
    batch.actorRole = readChoices(batch, .actorRole, tables.actorRole, unknown: ActorRole.unknown.rawValue)
    batch.siteKind = readChoices(batch, .siteKind, tables.siteKind, unknown: (schema.siteKind ?? .unknown).rawValue)
    if batch.siteKind == nil, let kind = schema.siteKind {
      batch.siteKind = Column(count: rows.count, initial: kind.rawValue)
    }
    readTraits(batch)
    closeEmptyRows(batch)
    if fingerprints { fingerprint(batch) }
    return batch
  }

  /// The text of `slot` in `row`, nil when the row was rejected.
  @inline(__always)
  private func text(_ rows: RowBatch, _ slot: Int, _ row: Int) -> UnsafeRawBufferPointer? {
    rows.rejects[row] == 0 ? rows.text(rows.span(slot, row)) : nil
  }

  private func readPins(_ batch: EnterpriseBatch) {
    let rows = batch.rows
    let slot = slots[RegisterField.pincode.rawValue]
    guard slot >= 0 else { return }
    let countrySlot = slots[RegisterField.country.rawValue]
    let indianByDefault = schema.country == "IN"
    let pins = Column<UInt32>(count: rows.count, initial: 0)
    for row in 0..<rows.count {
      guard let text = text(rows, slot, row) else { continue }
      var indian = indianByDefault
      if countrySlot >= 0 { indian = Self.isIndia(rows.text(rows.span(countrySlot, row))) ?? indianByDefault }
      let reading = PinParser.parse(text, indian: indian)
      pins[row] = reading.value
      batch.flags[row] |= reading.flags.rawValue
    }
    batch.pin = pins
  }

  /// Whether `text` names India; nil when it names nothing.
  static func isIndia(_ text: UnsafeRawBufferPointer) -> Bool? {
    if Blank.isBlank(text) { return nil }
    var folded = FoldedText()
    for byte in text where !folded.append(byte) { return false }
    return folded.matches("in") || folded.matches("ind") || folded.matches("india") || folded.matches("bharat")
  }

  private func readProducts(_ batch: EnterpriseBatch) {
    let rows = batch.rows
    let codeSlot = slots[RegisterField.nicCode.rawValue]
    let listSlot = slots[RegisterField.activities.rawValue]
    guard codeSlot >= 0 || listSlot >= 0 else { return }
    let principal = Column<IndustryCode>(count: rows.count, initial: .none)
    let lists = CodeLists(rowCount: rows.count)
    let words = listSlot >= 0 ? Column<TextSpan>(count: rows.count, initial: .empty) : nil
    for row in 0..<rows.count {
      if rows.rejects[row] == 0 {
        var flags: RowFlags = []
        if codeSlot >= 0 {
          let parser = IndustryCodeParser(rows.text(rows.span(codeSlot, row))) { lists.append($0) }
          if parser.isBad { flags.insert(.badProductCode) }
        }
        if let words {
          let span = rows.span(listSlot, row)
          let mark = lists.pending.count
          let result = ActivitiesScanner.scan(rows.text(span)) { code in
            if !lists.pending.contains(code) { lists.append(code) }
          }
          if result.flags.contains(.badActivities) { lists.keepPending(mark) }
          flags.formUnion(result.flags)
          if let range = result.description {
            words[row] = TextSpan(start: span.start + UInt32(range.lowerBound), count: UInt32(range.count))
          }
        }
        batch.flags[row] |= flags.rawValue
        if let first = lists.pending.first { principal[row] = first }
        if lists.pending.count < 2 { lists.keepPending(0) }
      }
      lists.closeRow()
    }
    batch.industryCode = principal
    batch.furtherCodes = lists
    batch.activityText = words
  }

  private func readAmounts(_ batch: EnterpriseBatch, _ field: RegisterField) -> Column<Int64>? {
    let rows = batch.rows
    let slot = slots[field.rawValue]
    guard slot >= 0, let kind = field.amountKind, let rule = amounts[field.rawValue] else { return nil }
    let parser = AmountParser(kind: kind, rule: rule)
    let values = Column<Int64>(count: rows.count, initial: EnterpriseBatch.unknownAmount)
    for row in 0..<rows.count {
      guard let text = text(rows, slot, row) else { continue }
      let reading = parser.parse(text, units: batch.units?[row] ?? 1)
      values[row] = reading.value
      batch.flags[row] |= reading.flags.rawValue
    }
    return values
  }

  private func readDates(_ batch: EnterpriseBatch) {
    let rows = batch.rows
    let slot = slots[RegisterField.startDate.rawValue]
    guard slot >= 0 else { return }
    let days = Column<Int32>(count: rows.count, initial: DateParser.unknown)
    for row in 0..<rows.count {
      guard let text = text(rows, slot, row) else { continue }
      let reading = DateParser.parse(text, schema.dateOrder)
      days[row] = reading.value
      batch.flags[row] |= reading.flags.rawValue
    }
    batch.startDay = days
  }

  private func readChoices(
    _ batch: EnterpriseBatch, _ field: RegisterField, _ table: WordTable, unknown: UInt8
  ) -> Column<UInt8>? {
    let rows = batch.rows
    let slot = slots[field.rawValue]
    guard slot >= 0 else { return nil }
    let values = Column<UInt8>(count: rows.count, initial: unknown)
    for row in 0..<rows.count {
      guard let text = text(rows, slot, row), text.count > 0 else { continue }
      if let value = table.value(of: text) {
        values[row] = value
      } else if !Blank.isBlank(text) {
        batch.flags[row] |= RowFlags.badChoice.rawValue
      }
    }
    return values
  }

  /// A row without a number stands for one unit. One that says 0 stands for none, see `closeEmptyRows`.
  private func readUnits(_ batch: EnterpriseBatch) { batch.units = readAmounts(batch, .units) }

  /// A row that stands for no unit does not operate; every other stands for one at least.
  private func closeEmptyRows(_ batch: EnterpriseBatch) {
    guard let units = batch.units else { return }
    for row in 0..<batch.count {
      if units[row] == 0 {
        let operating =
          batch.operating ?? Column(count: batch.count, initial: OperatingState.unknown.rawValue)
        operating[row] = OperatingState.no.rawValue
        batch.operating = operating
      }
      if units[row] < 1 { units[row] = 1 }
    }
  }

  private func fingerprint(_ batch: EnterpriseBatch) {
    guard hasRegistrationNumber else { return }
    let rows = batch.rows
    let slot = slots[RegisterField.recordID.rawValue]
    let registration = Column<Fingerprint>(count: rows.count, initial: .none)
    let canonical = Column<Fingerprint>(count: rows.count, initial: .none)
    var fingerprint = RecordFingerprint(schemaName: schema.name)
    slots.withUnsafeBufferPointer { slots in
      for row in 0..<rows.count {
        guard let text = text(rows, slot, row) else { continue }
        registration[row] = fingerprint.registration(text)
        if registration[row] != .none { canonical[row] = fingerprint.record(rows, row, slots: slots) }
      }
    }
    batch.registration = registration
    batch.canonical = canonical
  }
}
