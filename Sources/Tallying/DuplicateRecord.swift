import Model

/// Where a row stands: the input above 40 bits of line.
struct RowPosition: BitwiseCopyable, Comparable {
  static let lineBits = 40
  /// Inputs and lines must stay below these.
  static let sourceLimit = 1 << 24
  static let lineLimit = UInt64(1) << 40

  let packed: UInt64

  @inline(__always)
  init(source: Int, line: UInt64) { packed = UInt64(source) << UInt64(Self.lineBits) | line }

  var source: Int { Int(packed >> UInt64(Self.lineBits)) }
  var line: UInt64 { packed & (Self.lineLimit - 1) }

  @inline(__always)
  static func < (a: RowPosition, b: RowPosition) -> Bool { a.packed < b.packed }
}

/// A row with a registration number, in 40 bytes.
struct DuplicateRecord: BitwiseCopyable {
  var registration: Fingerprint
  var canonical: Fingerprint
  var position: RowPosition

  /// Whether this row survives the other of the same registration: the smaller canonical encoding does, and among equal
  /// encodings, which are equal in content, the earlier row.
  @inline(__always)
  func survives(_ other: DuplicateRecord) -> Bool {
    canonical != other.canonical ? canonical < other.canonical : position < other.position
  }

  /// Which part of the spill file the record goes to, 0..<`partitions`.
  @inline(__always)
  var partition: Int { Int(truncatingIfNeeded: registration.high >> 56) }
  static let partitions = 256
}
