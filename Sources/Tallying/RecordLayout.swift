import Model

/// Which sums a record holds, where, and how wide. A record is an identity of 16 bytes with its sums behind it, each of 2, 4, 8
/// or 16 bytes and on a boundary of 2; the record is a multiple of 4.
struct RecordLayout: Sendable {
  /// Offset of each sum in bytes, 0 while it is not in use; then its width in bytes.
  let places: Column<UInt16>
  /// Bytes of a record.
  let stride: Int
  /// The sums in use, a bit each by `SumField.rawValue`.
  let used: UInt128

  /// The layout in which each sum has the width that `width` gives for its number; 0 leaves it out.
  init(_ width: (Int) -> UInt16) {
    places = Column(count: 2 * SumField.count, initial: 0)
    var end = 16
    var used: UInt128 = 0
    for field in 0..<SumField.count {
      let bytes = width(field)
      guard bytes != 0 else { continue }
      (places[2 * field], places[2 * field + 1]) = (UInt16(end), bytes)
      used |= SumField(field).bit
      end += Int(bytes)
    }
    self.used = used
    stride = (end + 3) & ~3
  }

  /// Writes a record of another layout in this one, which must hold every sum of the other.
  @inline(__always)
  func write(_ view: RecordView, to record: UnsafeMutableRawPointer) {
    record.storeBytes(of: view.identity, as: PairIdentity.self)
    for offset in Swift.stride(from: 16, to: stride, by: 4) {
      record.storeBytes(of: 0, toByteOffset: offset, as: UInt32.self)
    }
    var bits = view.used
    while bits != 0 {
      let field = SumField(bits.trailingZeroBitCount)
      bits &= bits &- 1
      set(field, view.value(field), in: record)
    }
  }

  /// Writes one sum of a record.
  @inline(__always)
  func set(_ field: SumField, _ sum: Int128, in record: UnsafeMutableRawPointer) {
    let address = record + Int(places[2 &* field.rawValue])
    switch places[2 &* field.rawValue &+ 1] {
    case 2: address.storeBytes(of: Int16(truncatingIfNeeded: sum), as: Int16.self)
    case 4: address.storeBytes(of: Int32(truncatingIfNeeded: sum), as: Int32.self)
    case 8: address.storeBytes(of: Int64(truncatingIfNeeded: sum), as: Int64.self)
    default: address.storeBytes(of: sum, as: Int128.self)
    }
  }
}

/// A record to read, in a table or in a buffer.
struct RecordView {
  private let record: UnsafeRawPointer
  private let places: UnsafePointer<UInt16>
  private let stride: Int
  /// The sums in use.
  let used: UInt128

  /// The record at `record`, whose sums stand where `places` says (`RecordLayout.places`).
  @inline(__always)
  init(_ record: UnsafeRawPointer, _ places: UnsafePointer<UInt16>, stride: Int, used: UInt128) {
    (self.record, self.places, self.stride, self.used) = (record, places, stride, used)
  }

  @inline(__always)
  init(_ record: UnsafeRawPointer, _ layout: RecordLayout) {
    self.init(record, layout.places.base, stride: layout.stride, used: layout.used)
  }

  @inline(__always)
  var identity: PairIdentity { record.loadUnaligned(as: PairIdentity.self) }

  /// A sum, 0 where it is not in use.
  @inline(__always)
  func value(_ field: SumField) -> Int128 {
    let address = record + Int(places[2 &* field.rawValue])
    switch places[2 &* field.rawValue &+ 1] {
    case 0: return 0
    case 2: return Int128(address.load(as: Int16.self))
    case 4: return Int128(address.loadUnaligned(as: Int32.self))
    case 8: return Int128(address.loadUnaligned(as: Int64.self))
    default: return address.loadUnaligned(as: Int128.self)
    }
  }

  /// A sum of at most 64 bits, 0 where it is not in use.
  @inline(__always)
  func narrow(_ field: SumField) -> Int64 {
    let address = record + Int(places[2 &* field.rawValue])
    switch places[2 &* field.rawValue &+ 1] {
    case 0: return 0
    case 2: return Int64(address.load(as: Int16.self))
    case 4: return Int64(address.loadUnaligned(as: Int32.self))
    case 8: return address.loadUnaligned(as: Int64.self)
    default: return Int64(truncatingIfNeeded: address.loadUnaligned(as: Int128.self))
    }
  }

  /// Whether every sum is zero: all rows were taken out again.
  var isZero: Bool {
    for offset in Swift.stride(from: 16, to: stride, by: 4)
    where record.load(fromByteOffset: offset, as: UInt32.self) != 0 { return false }
    return true
  }
}
