import Model
import Tables

/// Words as bytes that stay in one place: what is written into every row costs a copy, never a string.
final class WordBytes: @unchecked Sendable {
  private let bytes: UnsafeMutableRawBufferPointer
  /// Where each word begins; one more for the end of the last.
  private let starts: [Int]

  /// The bytes of `words`, in their order.
  init(_ words: [String]) {
    bytes = .allocate(byteCount: words.reduce(1) { $0 + $1.utf8.count }, alignment: 1)
    var starts = [0]
    starts.reserveCapacity(words.count + 1)
    var end = 0
    for word in words {
      for byte in word.utf8 {
        bytes[end] = byte
        end += 1
      }
      starts.append(end)
    }
    self.starts = starts
  }

  deinit { bytes.deallocate() }

  /// The bytes of word `index`; they live as long as the words do.
  @inline(__always)
  subscript(index: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[starts[index]..<starts[index + 1]])
  }

  /// The words of the flags, by bit; empty for bits without a flag.
  static let flags: WordBytes = {
    var words = [String](repeating: "", count: 64)
    for (flag, name) in RowFlags.names { words[flag.rawValue.trailingZeroBitCount] = name }
    return WordBytes(words)
  }()
}

extension DelimitedWriter {
  /// A field with the words of the flags that are set, in bit order, joined with `;`.
  mutating func field(flags bits: UInt64) {
    guard bits != 0 else { return empty() }
    // All words together take about 500 bytes.
    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 1) { space in
      var end = 0
      var rest = bits
      while rest != 0 {
        let word = WordBytes.flags[rest.trailingZeroBitCount]
        rest &= rest &- 1
        guard word.count > 0, end + word.count + 1 <= space.count else { continue }
        if end > 0 {
          space[end] = 0x3B
          end += 1
        }
        UnsafeMutableRawBufferPointer(rebasing: space[end...]).copyMemory(from: word)
        end += word.count
      }
      field(UnsafeRawBufferPointer(rebasing: space[..<end]))
    }
  }
}
