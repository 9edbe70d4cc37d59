import Synchronization

/// Blocks of bytes that are used again and again, so that a stream of batches touches the same few pages: a page that the
/// system must clear first costs more than scanning what is read into it.
public final class BlockPool: Sendable {
  private struct Block: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let capacity: Int
  }

  /// Free blocks that are kept; more are given back to the system.
  private static let limit = 16
  private let free = Mutex<[Block]>([])

  /// An empty pool.
  public init() {}

  deinit {
    free.withLock { blocks in
      for block in blocks { block.base.deallocate() }
    }
  }

  /// A block of at least `byteCount` bytes, aligned to 64, with undefined content. Constant time.
  public func take(byteCount: Int) -> (base: UnsafeMutableRawPointer, capacity: Int) {
    let kept = free.withLock { blocks -> Block? in
      // The one used last is likeliest to be in the cache.
      guard let index = blocks.lastIndex(where: { $0.capacity >= byteCount }) else { return nil }
      return blocks.remove(at: index)
    }
    if let kept { return (kept.base, kept.capacity) }
    return (.allocate(byteCount: byteCount, alignment: 64), byteCount)
  }

  /// Gives back a block of `take`, or one allocated with `UnsafeMutableRawPointer.allocate` and alignment 64.
  public func give(_ base: UnsafeMutableRawPointer, capacity: Int) {
    let isKept = free.withLock { blocks -> Bool in
      guard blocks.count < Self.limit else { return false }
      blocks.append(Block(base: base, capacity: capacity))
      return true
    }
    if !isKept { base.deallocate() }
  }
}
