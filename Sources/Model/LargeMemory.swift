import Glibc

/// Advice to the system about large blocks of memory.
public enum LargeMemory {
  /// Bytes of a huge page.
  private static let page = 2 << 20

  /// Asks that the whole huge pages within a block be mapped as such: one fault instead of 512. Smaller blocks are left alone.
  /// Only advice: content and addresses stay, and a system without huge pages ignores it.
  @inlinable @inline(__always)
  public static func advise(_ base: UnsafeMutableRawPointer, byteCount: Int) {
    if byteCount >= 4 << 20 { adviseWholePages(base, byteCount: byteCount) }
  }

  @usableFromInline
  static func adviseWholePages(_ base: UnsafeMutableRawPointer, byteCount: Int) {
    let start = Int(bitPattern: base)
    let first = (start + page - 1) & ~(page - 1)
    let end = (start + byteCount) & ~(page - 1)
    guard end > first else { return }
    _ = madvise(base + (first - start), end - first, MADV_HUGEPAGE)
  }
}
