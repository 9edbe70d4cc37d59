import Model

/// A schema joined to the header of one file: which columns are read, and how rows become enterprises.
public struct BoundRegister: Sendable {
  /// The layout.
  public let schema: RegisterSchema
  /// Name of the layout.
  public var schemaName: String { schema.name }
  /// Title of the layout.
  public var title: String { schema.title }
  /// Column of the file for each slot of a `RowBatch`, ascending.
  public let projection: [Int]
  /// Columns that are read, in file order, with the canonical name of the field; a column that serves two fields stands twice.
  public let recognised: [(column: String, field: String)]
  /// Columns that would be read as a field which another column serves already, with that field.
  public let shadowed: [(column: String, field: String)]
  /// Columns that the layout knows and does not use.
  public let ignored: [String]
  /// Columns that nothing is known about.
  public let unrecognised: [String]
  /// Canonical names of the missing columns that change what can be said of a cluster.
  public let absent: [String]

  /// Whether the file says by a column called `synthetic_name` that no real enterprise stands in it.
  public let isSynthetic: Bool

  /// Slot of each field by `RegisterField.rawValue`, −1 for none.
  let slots: [Int]
  /// Slots of the text fields by `TextField.rawValue`.
  let textSlots: [Int]
  /// Rule of each amount column by `RegisterField.rawValue`, with the unit that the header states.
  let amounts: [RegisterSchema.AmountRule?]
  /// The words of the columns of choices.
  let tables: ChoiceTables

  /// Whether the file has a column for `field`, its own or one that serves.
  public func has(_ field: RegisterField) -> Bool { slots[field.rawValue] >= 0 }
  /// Whether the file tells which units operate.
  public var hasOperatingColumn: Bool { has(.operating) }
  /// Whether duplicates can be found: the register has a number that one enterprise has alone.
  public var hasRegistrationNumber: Bool { schema.registration == .unique && has(.recordID) }

  init(schema: RegisterSchema, header: [String], folded: [String]) {
    self.schema = schema
    tables = ChoiceTables(schema)
    isSynthetic = folded.contains(HeaderName.fold("synthetic_name"))
    let match = ColumnMatch(schema: schema, folded: folded)
    let used = Set(match.columns.compactMap { $0 }).sorted()
    projection = used
    var slotOfColumn = [Int](repeating: -1, count: header.count)
    for (slot, column) in used.enumerated() { slotOfColumn[column] = slot }
    slots = match.columns.map { $0.map { slotOfColumn[$0] } ?? -1 }

    var textSlots = [Int](repeating: -1, count: TextField.allCases.count)
    for field in RegisterField.allCases {
      if let text = field.textField { textSlots[text.rawValue] = slots[field.rawValue] }
    }
    if textSlots[TextField.recordID.rawValue] < 0 {
      textSlots[TextField.recordID.rawValue] = slots[RegisterField.serial.rawValue]
    }
    self.textSlots = textSlots

    amounts = RegisterField.allCases.map { field in
      guard var rule = schema.amounts[field.rawValue], match.columns[field.rawValue] != nil else { return nil }
      if let stated = match.exponents[field.rawValue] { rule.exponent = stated }
      return rule
    }

    recognised = header.indices.flatMap { column in
      RegisterField.allCases.filter { match.columns[$0.rawValue] == column }.map { (header[column], $0.name) }
    }
    shadowed = match.shadowed.map { (header[$0.column], $0.field.name) }
    ignored = match.ignored.map { header[$0] }
    unrecognised = match.unrecognised.map { header[$0] }
    absent = RegisterField.telling.filter { match.columns[$0.rawValue] == nil }.map(\.name)
  }

  /// What is missing for the file to be of use, as the object of "the file has"; nil when nothing is.
  var lacking: String? {
    // A register of hand weavers tells what its rows make even without such a column.
    let product = schema.declaredClass == .handloom || RegisterField.productFields.contains { has($0) }
    let place = RegisterField.placeFields.contains { has($0) && ($0 != .latitude || has(.longitude)) }
    switch (product, place) {
    case (true, true): return nil
    case (true, false): return "no column for a place (a PIN, a village, a district, an address or coordinates)"
    case (false, true): return "no column for a product (a product in words, an NIC code or an HS code)"
    case (false, false): return "neither a column for a product (words, NIC or HS code) nor one for a place"
    }
  }
}

/// Which column of a header serves which field.
struct ColumnMatch {
  /// Column by `RegisterField.rawValue`.
  var columns = [Int?](repeating: nil, count: RegisterField.allCases.count)
  /// Power of ten of the unit that the column's name states, by `RegisterField.rawValue`.
  var exponents = [Int?](repeating: nil, count: RegisterField.allCases.count)
  var shadowed: [(column: Int, field: RegisterField)] = []
  var ignored: [Int] = []
  var unrecognised: [Int] = []

  /// Linear in the number of columns. The preferred synonym wins, then the earlier column.
  init(schema: RegisterSchema, folded: [String]) {
    var known: [String: (field: RegisterField, preference: Int)] = [:]
    for field in RegisterField.allCases {
      for (preference, synonym) in schema.columns[field.rawValue].enumerated() {
        let name = HeaderName.fold(synonym)
        if known[name] == nil { known[name] = (field, preference) }
      }
    }
    let useless = Set(schema.ignored.map(HeaderName.fold))

    var candidates: [[(preference: Int, column: Int, exponent: Int?)]] = Array(
      repeating: [], count: RegisterField.allCases.count)
    for (column, name) in folded.enumerated() {
      if let (field, preference) = known[name] {
        candidates[field.rawValue].append((preference, column, nil))
      } else if useless.contains(name) {
        ignored.append(column)
      } else if let split = HeaderName.splitRupees(name), let (field, preference) = known[split.base],
        field.amountKind == .rupees
      {
        candidates[field.rawValue].append((preference, column, split.exponent))
      } else {
        unrecognised.append(column)
      }
    }
    for field in RegisterField.allCases {
      let ranked = candidates[field.rawValue].sorted { ($0.preference, $0.column) < ($1.preference, $1.column) }
      guard let best = ranked.first else { continue }
      columns[field.rawValue] = best.column
      exponents[field.rawValue] = best.exponent
      for other in ranked.dropFirst() { shadowed.append((other.column, field)) }
    }
    for field in RegisterField.allCases where columns[field.rawValue] == nil {
      guard let source = schema.copies[field.rawValue] else { continue }
      // A field is never served twice over: only columns of their own are lent.
      let hasProduct = RegisterField.productFields.contains { columns[$0.rawValue] != nil }
      if field == .product, hasProduct { continue }
      columns[field.rawValue] = columns[source.rawValue]
    }
    shadowed.sort { $0.column < $1.column }
  }
}
