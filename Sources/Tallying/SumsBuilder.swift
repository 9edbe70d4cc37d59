import Model

/// A column of sums that is filled from its beginning, and becomes wider when a sum needs it.
struct SumsBuilder {
  private var bytes: Column<UInt8>?
  private var width = 1
  private var count = 0
  private let capacity: Int

  /// A column of at most `capacity` sums. Costs nothing before the first one that is not zero.
  init(capacity: Int) { self.capacity = capacity }

  /// Whether nothing was appended.
  var isEmpty: Bool { bytes == nil }

  /// Appends sums of at most 64 bits behind the first `before`; those that were passed over are zero.
  mutating func append(_ values: UnsafePointer<Int64>, _ added: Int, after before: Int) {
    var low: Int64 = 0
    var high: Int64 = 0
    for index in 0..<added {
      low = min(low, values[index])
      high = max(high, values[index])
    }
    let base = ready(before, TallySums.width(from: Int128(low), to: Int128(high)))
    switch width {
    case 1: Self.copy(values, added, base, before, as: Int8.self)
    case 2: Self.copy(values, added, base, before, as: Int16.self)
    case 4: Self.copy(values, added, base, before, as: Int32.self)
    case 8: Self.copy(values, added, base, before, as: Int64.self)
    default: Self.copy(values, added, base, before, as: Int128.self)
    }
    count = before + added
  }

  /// The same for sums of any width.
  mutating func append(_ values: UnsafePointer<Int128>, _ added: Int, after before: Int) {
    var low: Int128 = 0
    var high: Int128 = 0
    for index in 0..<added {
      low = min(low, values[index])
      high = max(high, values[index])
    }
    let base = ready(before, TallySums.width(from: low, to: high))
    for index in 0..<added { TallySums.store(values[index], base, width, before + index) }
    count = before + added
  }

  @inline(__always)
  private static func copy<From: FixedWidthInteger, To: FixedWidthInteger & BitwiseCopyable>(
    _ values: UnsafePointer<From>, _ added: Int, _ base: UnsafeMutablePointer<UInt8>, _ before: Int, as: To.Type
  ) {
    let target = (UnsafeMutableRawPointer(base) + before &* MemoryLayout<To>.stride).assumingMemoryBound(to: To.self)
    for index in 0..<added { target[index] = To(truncatingIfNeeded: values[index]) }
  }

  /// Memory for sums of `needed` bytes in which the first `before` stand.
  private mutating func ready(_ before: Int, _ needed: Int) -> UnsafeMutablePointer<UInt8> {
    let old = bytes
    let isWider = needed > width
    let own: Column<UInt8>
    if let old, !isWider {
      own = old
    } else {
      own = Column(uninitialised: capacity * max(width, needed))
      if let old {
        Self.convert(old.base, width, count, own.base, needed)
      }
      width = max(width, needed)
      bytes = own
    }
    (own.base + count * width).update(repeating: 0, count: (before - count) * width)
    return own.base
  }

  private static func convert(
    _ from: UnsafePointer<UInt8>, _ width: Int, _ count: Int, _ to: UnsafeMutablePointer<UInt8>, _ wider: Int
  ) {
    func run<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) {
      let values = UnsafeRawPointer(from).assumingMemoryBound(to: Value.self)
      switch wider {
      case 1: copy(values, count, to, 0, as: Int8.self)
      case 2: copy(values, count, to, 0, as: Int16.self)
      case 4: copy(values, count, to, 0, as: Int32.self)
      case 8: copy(values, count, to, 0, as: Int64.self)
      default: copy(values, count, to, 0, as: Int128.self)
      }
    }
    switch width {
    case 1: run(Int8.self)
    case 2: run(Int16.self)
    case 4: run(Int32.self)
    case 8: run(Int64.self)
    default: run(Int128.self)
    }
  }

  /// One column of several parts that stand behind one another with `sizes` pairs; nil where all are zero. The parts are
  /// empty afterwards.
  static func joined(_ parts: inout [PairColumns], _ column: Int, _ sizes: [Int]) -> TallySums? {
    guard parts.contains(where: { !$0.columns[column].isEmpty }) else { return nil }
    let total = sizes.reduce(0, +)
    let width = parts.reduce(1) { max($0, $1.columns[column].width) }
    var isZero = true
    let whole = Column<UInt8>(uninitialised: total * width)
    var start = 0
    for part in parts.indices {
      var own = parts[part].columns[column]
      parts[part].columns[column] = SumsBuilder(capacity: 0)
      let target = whole.base + start * width
      if own.bytes == nil {
        target.update(repeating: 0, count: sizes[part] * width)
      } else {
        let base = own.ready(sizes[part], 1)
        convert(base, own.width, sizes[part], target, width)
        if isZero { isZero = UnsafeBufferPointer(start: base, count: sizes[part] * own.width).allSatisfy { $0 == 0 } }
      }
      start += sizes[part]
    }
    return isZero ? nil : TallySums(adopting: whole, width: width, count: total)
  }
}
