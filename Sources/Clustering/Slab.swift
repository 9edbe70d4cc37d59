/// A fixed run of plain values whose memory lives as long as the object: no initialisation, growth or copies.
///
/// Elements are undefined until written. Concurrent writers must keep to disjoint elements.
final class Slab<Element: BitwiseCopyable>: @unchecked Sendable {
  /// The first element.
  let base: UnsafeMutablePointer<Element>
  /// Number of elements.
  let count: Int

  /// `count` undefined elements.
  init(count: Int) {
    self.count = count
    base = .allocate(capacity: max(count, 1))
  }

  /// `count` elements, each `value`.
  convenience init(count: Int, repeating value: Element) {
    self.init(count: count)
    base.initialize(repeating: value, count: count)
  }

  deinit { base.deallocate() }

  /// Element `index`, 0..<count, unchecked.
  @inline(__always)
  subscript(index: Int) -> Element {
    get { base[index] }
    set { base[index] = newValue }
  }
}
