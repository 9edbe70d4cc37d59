/// One sum for each pair of a tally, held in as few bytes as the greatest of them needs: 1, 2, 4, 8 or 16. Read only.
public struct TallySums: Sendable, Equatable {
  /// Bytes of a sum.
  public let width: Int
  /// Number of pairs.
  public let count: Int
  private let bytes: Column<UInt8>

  /// Takes over `bytes`, in which the first `count` sums of `width` bytes stand, and which nobody changes any more.
  ///
  /// `width` must be the least that holds them: equal sums are compared byte by byte.
  public init(adopting bytes: Column<UInt8>, width: Int, count: Int) {
    (self.bytes, self.width, self.count) = (bytes, width, count)
  }

  /// Sums from plain values.
  public init(_ values: [Int128]) {
    width = Self.width(from: values.min() ?? 0, to: values.max() ?? 0)
    count = values.count
    bytes = Column(uninitialised: count * width)
    for (pair, value) in values.enumerated() { Self.store(value, bytes.base, width, pair) }
  }

  /// Sums from plain values.
  public init(_ values: [Int64]) { self.init(values.map { Int128($0) }) }

  /// The least width for sums from `low` to `high`.
  public static func width(from low: Int128, to high: Int128) -> Int {
    if Int8(exactly: low) != nil, Int8(exactly: high) != nil { return 1 }
    if Int16(exactly: low) != nil, Int16(exactly: high) != nil { return 2 }
    if Int32(exactly: low) != nil, Int32(exactly: high) != nil { return 4 }
    return Int64(exactly: low) != nil && Int64(exactly: high) != nil ? 8 : 16
  }

  /// Puts sum number `pair` into memory that holds sums of `width` bytes, which must be enough for it.
  @inlinable @inline(__always)
  public static func store(_ value: Int128, _ base: UnsafeMutablePointer<UInt8>, _ width: Int, _ pair: Int) {
    let address = UnsafeMutableRawPointer(base) + pair &* width
    switch width {
    case 1: address.storeBytes(of: Int8(truncatingIfNeeded: value), as: Int8.self)
    case 2: address.storeBytes(of: Int16(truncatingIfNeeded: value), as: Int16.self)
    case 4: address.storeBytes(of: Int32(truncatingIfNeeded: value), as: Int32.self)
    case 8: address.storeBytes(of: Int64(truncatingIfNeeded: value), as: Int64.self)
    default: address.storeBytes(of: value, as: Int128.self)
    }
  }

  /// The sum of `pair`, 0..<count. One that needs more than 64 bits, which only sums of squares do, comes truncated: see `wide`.
  @inline(__always)
  public subscript(pair: Int) -> Int64 {
    let address = UnsafeRawPointer(bytes.base) + pair &* width
    switch width {
    case 1: return Int64(address.load(as: Int8.self))
    case 2: return Int64(address.load(as: Int16.self))
    case 4: return Int64(address.load(as: Int32.self))
    case 8: return address.load(as: Int64.self)
    default: return Int64(truncatingIfNeeded: address.loadUnaligned(as: Int128.self))
    }
  }

  /// The sum of `pair`, 0..<count, of any width.
  public func wide(_ pair: Int) -> Int128 {
    width == 16 ? (UnsafeRawPointer(bytes.base) + pair * 16).loadUnaligned(as: Int128.self) : Int128(self[pair])
  }

  /// Σ over the pairs `first + members[i]`, of sums that fit 64 bits.
  public func total(_ members: [Int32], from first: Int) -> Int64 {
    let base = UnsafeRawPointer(bytes.base) + first * width
    switch width {
    case 1: return members.reduce(0) { $0 &+ Int64(base.load(fromByteOffset: Int($1), as: Int8.self)) }
    case 2: return members.reduce(0) { $0 &+ Int64(base.load(fromByteOffset: 2 &* Int($1), as: Int16.self)) }
    case 4: return members.reduce(0) { $0 &+ Int64(base.load(fromByteOffset: 4 &* Int($1), as: Int32.self)) }
    default: return members.reduce(0) { $0 &+ self[first &+ Int($1)] }
    }
  }

  /// Σ over the pairs `first + members[i]`, of sums of any width.
  public func wideTotal(_ members: [Int32], from first: Int) -> Int128 {
    if width <= 4 { return Int128(total(members, from: first)) }
    return members.reduce(0) { $0 + wide(first + Int($1)) }
  }

  /// Σ over all pairs, wrapping beyond 64 bits. Linear.
  public var sum: Int64 { (0..<count).reduce(0) { $0 &+ self[$1] } }

  /// Adds the sums of `pairs` to `values`, of which there are as many.
  public func add(_ pairs: Range<Int>, to values: inout [Int64]) {
    let base = UnsafeRawPointer(bytes.base) + pairs.lowerBound * width
    values.withUnsafeMutableBufferPointer { values in
      switch width {
      case 1: for index in values.indices { values[index] &+= Int64(base.load(fromByteOffset: index, as: Int8.self)) }
      case 2:
        for index in values.indices { values[index] &+= Int64(base.load(fromByteOffset: 2 &* index, as: Int16.self)) }
      case 4:
        for index in values.indices { values[index] &+= Int64(base.load(fromByteOffset: 4 &* index, as: Int32.self)) }
      default: for index in values.indices { values[index] &+= self[pairs.lowerBound &+ index] }
      }
    }
  }

  /// Adds the sums of `pairs[i]` to `values[i]`.
  public func add(_ pairs: [Int32], to values: inout [Int64]) {
    let base = UnsafeRawPointer(bytes.base)
    values.withUnsafeMutableBufferPointer { values in
      switch width {
      case 1:
        for index in values.indices {
          values[index] &+= Int64(base.load(fromByteOffset: Int(pairs[index]), as: Int8.self))
        }
      case 2:
        for index in values.indices {
          values[index] &+= Int64(base.load(fromByteOffset: 2 &* Int(pairs[index]), as: Int16.self))
        }
      default: for index in values.indices { values[index] &+= self[Int(pairs[index])] }
      }
    }
  }

  /// The sums of the pairs that `order` names, in that order.
  public func picked(_ order: [Int]) -> TallySums { TallySums(order.map { wide($0) }) }

  /// Whether all sums are equal.
  public static func == (a: TallySums, b: TallySums) -> Bool {
    guard a.width == b.width, a.count == b.count else { return false }
    return UnsafeBufferPointer(start: a.bytes.base, count: a.count * a.width)
      .elementsEqual(UnsafeBufferPointer(start: b.bytes.base, count: b.count * b.width))
  }
}
