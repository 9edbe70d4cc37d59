import Model

/// The columns of a batch that can place its rows, as plain pointers: asked once for all rows, read without counting
/// references. Valid while the batch is held.
final class LocatingColumns {
  /// The country of rows without one of their own.
  let standardCountry: UInt16
  private let bytes: UnsafeRawPointer
  private let byteCapacity: Int
  /// The PIN column.
  let pin: UnsafePointer<UInt32>?

  /// The spans of one text column; nil where the register has none.
  typealias Spans = UnsafePointer<TextSpan>?
  let country: Spans
  let state: Spans
  let district: Spans
  let lgdState: Spans
  let lgdDistrict: Spans
  let village: Spans
  let locality: Spans
  let town: Spans
  let subdistrict: Spans
  let address: Spans

  /// Whether the register names states or districts.
  let hasAdministration: Bool
  /// Whether the register has name columns below the district.
  let hasNames: Bool

  /// Whether nothing but PIN, state and district can place a row, all of one country, India.
  let onlyPin: Bool

  /// Whether nothing but coordinates can place a row, or contradict them.
  let onlyCoordinates: Bool

  init(_ batch: EnterpriseBatch) {
    func spans(_ field: TextField) -> Spans {
      let slot = batch.slots[field.rawValue]
      return slot < 0 ? nil : UnsafePointer(batch.rows.spans + slot * batch.rows.capacity)
    }
    standardCountry = GazetteerFormat.country(batch.defaultCountry)
    bytes = UnsafeRawPointer(batch.rows.bytes)
    byteCapacity = batch.rows.byteCapacity
    pin = batch.pin.map { UnsafePointer($0.base) }
    country = spans(.country)
    state = spans(.state)
    district = spans(.district)
    lgdState = spans(.lgdState)
    lgdDistrict = spans(.lgdDistrict)
    village = spans(.village)
    locality = spans(.locality)
    town = spans(.town)
    subdistrict = spans(.subdistrict)
    address = spans(.address)
    hasAdministration = state != nil || district != nil || lgdState != nil || lgdDistrict != nil
    hasNames = village != nil || locality != nil || town != nil || subdistrict != nil
    onlyCoordinates = pin == nil && !hasAdministration && !hasNames && address == nil && country == nil
    onlyPin =
      pin != nil && !hasNames && address == nil && country == nil && standardCountry == GazetteerFormat.india
  }

  /// The bytes of one field of `row`, empty where the register has no such column.
  @inline(__always)
  func text(_ spans: Spans, _ row: Int) -> UnsafeRawBufferPointer {
    guard let spans else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: bytes + Int(spans[row].start), count: Int(spans[row].count))
  }

  /// A field as a value; nil where it is longer than such a value holds or ends too near to the end of the batch.
  @inline(__always)
  func shortText(_ spans: Spans, _ row: Int) -> ShortText? {
    guard let spans else { return ShortText() }
    let start = Int(spans[row].start)
    let count = Int(spans[row].count)
    guard count <= ShortText.capacity, start &+ ShortText.capacity <= byteCapacity else { return nil }
    return ShortText(bytes + start, count)
  }

  /// The row's own country, else the register's.
  @inline(__always)
  func country(_ row: Int) -> UInt16 {
    let text = text(country, row)
    if text.count == 2 {
      let first = text[0] & 0xDF
      let second = text[1] & 0xDF
      if first &- 0x41 < 26, second &- 0x41 < 26 { return UInt16(first) << 8 | UInt16(second) }
    }
    return standardCountry
  }
}
