import Glibc

/// A fixed run of plain values whose memory lives as long as the object: no initialisation, growth or copies.
///
/// Elements are undefined until written. Concurrent writers must keep to disjoint elements. A long run asks for large pages, which spare
/// most page faults and address look-ups; where the system has none, nothing changes.
final class Slab<Element: BitwiseCopyable>: @unchecked Sendable {
  /// The first element.
  let base: UnsafeMutablePointer<Element>
  /// Number of elements.
  let count: Int

  /// `count` undefined elements.
  init(count: Int) {
    self.count = count
    let size = max(count, 1) * MemoryLayout<Element>.stride
    if size < 4 * Self.largePage {
      base = .allocate(capacity: max(count, 1))
    } else {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: Self.largePage)
      madvise(memory, size, MADV_HUGEPAGE)
      base = memory.bindMemory(to: Element.self, capacity: count)
    }
  }

  /// Size of a large page of memory on common machines, bytes.
  private static var largePage: Int { 1 << 21 }

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
