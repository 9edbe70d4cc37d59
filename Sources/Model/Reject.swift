/// Why a row could not be read. The raw values are stable: users filter on them.
public enum RejectCode: UInt8, CaseIterable, Sendable {
  /// The row is fine.
  case none
  /// More fields than the header, and the extra ones are not empty.
  case tooManyFields
  /// So few fields that neither a product nor a place can stand in the row.
  case tooFewFields
  /// A quote that never closes, or text after a closing quote.
  case badQuotes
  /// A row longer than `tables.max_row_bytes`.
  case rowTooLong
  /// Bytes that are neither UTF-8 nor text of the declared encoding, or NUL bytes.
  case invalidText
  /// Every field is empty, though the row is not a blank line.
  case emptyRow

  /// The stable word in `rejects.csv` and `run.json`; empty for `none`.
  public var name: String {
    switch self {
    case .none: ""
    case .tooManyFields: "too-many-fields"
    case .tooFewFields: "too-few-fields"
    case .badQuotes: "bad-quotes"
    case .rowTooLong: "row-too-long"
    case .invalidText: "invalid-text"
    case .emptyRow: "empty-row"
    }
  }
}

/// What was noticed about a row that was read all the same: an optional field that was emptied, or evidence that disagrees.
///
/// One bit each, so that a row's flags are one integer. The names are stable: they stand in the `flags` columns.
public struct RowFlags: OptionSet, Hashable, Sendable {
  /// One bit for each flag.
  public let rawValue: UInt64
  /// Flags from their bits.
  @inline(__always)
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  // Reading
  /// Fewer fields than the header; the missing ones are empty.
  public static let shortRow = RowFlags(rawValue: 1 << 0)
  /// A number that could not be read was emptied.
  public static let badNumber = RowFlags(rawValue: 1 << 1)
  /// A negative amount was emptied.
  public static let negativeNumber = RowFlags(rawValue: 1 << 2)
  /// An amount beyond the limit of its field was capped.
  public static let absurdNumber = RowFlags(rawValue: 1 << 3)
  /// A date that could not be read was emptied.
  public static let badDate = RowFlags(rawValue: 1 << 4)
  /// A PIN of the wrong form was emptied.
  public static let badPin = RowFlags(rawValue: 1 << 5)
  /// An industry code of the wrong form was emptied.
  public static let badProductCode = RowFlags(rawValue: 1 << 6)
  /// A word outside the list that its column allows was read as unknown.
  public static let badChoice = RowFlags(rawValue: 1 << 7)
  /// A list of activities that could not be read was emptied.
  public static let badActivities = RowFlags(rawValue: 1 << 8)
  /// Bytes that are not valid text were replaced.
  public static let repairedText = RowFlags(rawValue: 1 << 9)

  // Coding
  /// The industry code does not exist in its edition.
  public static let codeNotInVersion = RowFlags(rawValue: 1 << 16)
  /// The industry code is contradicted by the row's own sector.
  public static let codeContradicted = RowFlags(rawValue: 1 << 17)
  /// The text chose a narrower product than the code.
  public static let textRefinesCode = RowFlags(rawValue: 1 << 18)
  /// Text and code name different products; the code decided.
  public static let textAgainstCode = RowFlags(rawValue: 1 << 19)
  /// Two products matched equally well.
  public static let ambiguousProduct = RowFlags(rawValue: 1 << 20)

  // Locating
  /// Coordinates that could not be read.
  public static let badCoordinate = RowFlags(rawValue: 1 << 32)
  /// Latitude and longitude were exchanged and put right.
  public static let swappedCoordinate = RowFlags(rawValue: 1 << 33)
  /// Coordinates at zero, or another stand-in for none.
  public static let zeroCoordinate = RowFlags(rawValue: 1 << 34)
  /// Coordinates outside the country of the row, or an address that names another country.
  public static let outOfCountry = RowFlags(rawValue: 1 << 35)
  /// Coordinates far from the row's own PIN.
  public static let coordinateAgainstPin = RowFlags(rawValue: 1 << 36)
  /// Coordinates far from the row's own district.
  public static let coordinateAgainstDistrict = RowFlags(rawValue: 1 << 37)
  /// The PIN lies outside the row's own district.
  public static let pinAgainstDistrict = RowFlags(rawValue: 1 << 38)
  /// A PIN that the gazetteer does not know.
  public static let unknownPin = RowFlags(rawValue: 1 << 39)
  /// Several places answer to the name.
  public static let ambiguousPlace = RowFlags(rawValue: 1 << 40)
  /// The name was matched by a similar spelling.
  public static let fuzzyPlace = RowFlags(rawValue: 1 << 41)
  /// A district that the gazetteer does not know.
  public static let unknownDistrict = RowFlags(rawValue: 1 << 42)
  /// A state that the gazetteer does not know.
  public static let unknownState = RowFlags(rawValue: 1 << 43)
  /// The PIN was found in the address text.
  public static let pinFromText = RowFlags(rawValue: 1 << 44)
  /// Only the first three digits of the PIN are known.
  public static let pinPrefixOnly = RowFlags(rawValue: 1 << 45)
  /// The place that a name matched lies far from the row's own PIN.
  public static let nameAgainstPin = RowFlags(rawValue: 1 << 46)
  /// Only the name of a village speaks, and lists of villages have gaps: a namesake may be meant.
  public static let unsupportedName = RowFlags(rawValue: 1 << 47)
  /// The district lies in another state than the row names, and was never part of that state.
  public static let districtAgainstState = RowFlags(rawValue: 1 << 48)

  /// Every flag with its stable word, in bit order.
  public static let names: [(flag: RowFlags, name: String)] = [
    (.shortRow, "short-row"), (.badNumber, "bad-number"), (.negativeNumber, "negative-number"),
    (.absurdNumber, "absurd-number"), (.badDate, "bad-date"), (.badPin, "bad-pin"),
    (.badProductCode, "bad-product-code"), (.badChoice, "bad-choice"), (.badActivities, "bad-activities"),
    (.repairedText, "repaired-text"),
    (.codeNotInVersion, "code-not-in-version"), (.codeContradicted, "code-contradicted"),
    (.textRefinesCode, "text-refines-code"), (.textAgainstCode, "text-against-code"),
    (.ambiguousProduct, "ambiguous-product"),
    (.badCoordinate, "bad-coordinate"), (.swappedCoordinate, "swapped-coordinate"),
    (.zeroCoordinate, "zero-coordinate"), (.outOfCountry, "out-of-country"),
    (.coordinateAgainstPin, "coordinate-against-pin"),
    (.coordinateAgainstDistrict, "coordinate-against-district"),
    (.pinAgainstDistrict, "pin-against-district"), (.unknownPin, "unknown-pin"),
    (.ambiguousPlace, "ambiguous-place"), (.fuzzyPlace, "fuzzy-place"),
    (.unknownDistrict, "unknown-district"), (.unknownState, "unknown-state"),
    (.pinFromText, "pin-from-text"), (.pinPrefixOnly, "pin-prefix-only"),
    (.nameAgainstPin, "name-against-pin"), (.unsupportedName, "unsupported-name"),
    (.districtAgainstState, "district-against-state"),
  ]

  /// The words of the flags that are set, in bit order, joined with `;`.
  public var text: String {
    Self.names.filter { contains($0.flag) }.map(\.name).joined(separator: ";")
  }
}
