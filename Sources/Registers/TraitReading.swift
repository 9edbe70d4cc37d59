import Model

/// The columns that tell in a few words what an enterprise is (size, owners, place, consent, fuel), as bits a row.
extension BoundRegister {
  /// Reads them into `batch.traits`, which stays nil where the register has none. A word that is not known is flagged.
  func readTraits(_ batch: EnterpriseBatch) {
    let rows = batch.rows
    for column in RegisterField.allCases {
      guard let field = column.traitField, slots[column.rawValue] >= 0 else { continue }
      let slot = slots[column.rawValue]
      let table = tables.traits[field.rawValue]
      let traits = batch.traits ?? Column(count: rows.count, initial: 0)
      batch.traits = traits
      for row in 0..<rows.count where rows.rejects[row] == 0 {
        let text = rows.text(rows.span(slot, row))
        guard text.count > 0 else { continue }
        let reading = Self.trait(text, table, several: field.allowsSeveral)
        if let trait = reading.trait { traits[row] |= 1 << UInt32(trait) }
        if reading.isBad { batch.flags[row] |= RowFlags.badChoice.rawValue }
      }
    }
  }

  /// The trait that `text` tells, nil for none; of several in a list the first in the order of `EnterpriseTrait`.
  static func trait(
    _ text: UnsafeRawBufferPointer, _ table: WordTable, several: Bool
  ) -> (trait: UInt8?, isBad: Bool) {
    if let value = table.value(of: text) { return (value < RegisterSchema.unknownTrait ? value : nil, false) }
    if Blank.isBlank(text) { return (nil, false) }
    guard several else { return (nil, true) }
    var best = RegisterSchema.unknownTrait
    var isBad = false
    var start = 0
    for index in 0...text.count {
      let separator = index == text.count ? 1 : separator(text, index)
      if separator == 0 || index < start { continue }
      let part = UnsafeRawBufferPointer(rebasing: text[start..<index])
      start = index + separator
      if let value = table.value(of: part) {
        best = min(best, value)
      } else if !Blank.isBlank(part) {
        isBad = true
      }
    }
    return (best < RegisterSchema.unknownTrait ? best : nil, isBad)
  }

  /// Bytes of what stands between the parts of a list at `index`, 0 for nothing: a mark, or " and ".
  private static func separator(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int {
    switch text[index] {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "/"), UInt8(ascii: "|"), UInt8(ascii: "&"),
      UInt8(ascii: "+"):
      1
    case UInt8(ascii: " "):
      index + 5 <= text.count && text[index + 1] | 0x20 == UInt8(ascii: "a")
        && text[index + 2] | 0x20 == UInt8(ascii: "n")
        && text[index + 3] | 0x20 == UInt8(ascii: "d") && text[index + 4] == UInt8(ascii: " ") ? 5 : 0
    default: 0
    }
  }
}
