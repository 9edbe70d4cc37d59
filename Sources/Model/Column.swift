/// A fixed-capacity column of plain values with the lifetime of its owner: an array without bounds growth, ARC or copies.
///
/// `count` elements are initialised. Not thread-safe for writing.
public final class Column<Element: BitwiseCopyable>: @unchecked Sendable {
  /// The first element.
  public let base: UnsafeMutablePointer<Element>
  /// Number of elements.
  public let count: Int

  /// A column of `count` elements, each `initial`.
  @inlinable
  public init(count: Int, initial: Element) {
    self.count = count
    base = .allocate(capacity: max(count, 1))
    LargeMemory.advise(base, byteCount: count * MemoryLayout<Element>.stride)
    base.initialize(repeating: initial, count: count)
  }

  /// A column of `count` elements whose values are undefined until they are set.
  @inlinable
  public init(uninitialised count: Int) {
    self.count = count
    base = .allocate(capacity: max(count, 1))
    LargeMemory.advise(base, byteCount: count * MemoryLayout<Element>.stride)
  }

  deinit { base.deallocate() }

  /// Element `index`, 0..<count, unchecked.
  @inlinable @inline(__always)
  public subscript(index: Int) -> Element {
    get { base[index] }
    set { base[index] = newValue }
  }
}
