import Model

/// The text of one input as UTF-8 without a byte order mark: opened, decompressed, converted. Not thread-safe.
final class TextSource {
  /// The stored bytes.
  let raw: RawInput
  /// How they are compressed.
  let compression: Compression
  /// How the text is encoded.
  let encoding: TextEncoding
  /// Where the decompressed bytes are kept for another pass.
  let spill: InputSpill?
  private let decompressor: Decompressor?
  /// Bytes taken from the front and not handed out yet.
  private var head: [UInt8] = []
  private var utf16: UTF16Decoder?

  /// Bytes that tell compression and encoding.
  private static let headBytes = 4

  /// Opens `path` and looks at its first bytes.
  init(path: String, name: String, spillDirectory: String?) throws(Failure) {
    raw = try RawInput(path: path, name: name)
    let space = UnsafeMutableRawPointer.allocate(byteCount: Self.headBytes, alignment: 16)
    defer { space.deallocate() }
    var count = 0
    while count < Self.headBytes {
      let read = try raw.read(into: space + count, capacity: Self.headBytes - count)
      if read == 0 { break }
      count += read
    }
    var first = Array(UnsafeRawBufferPointer(start: space, count: count))
    compression = Compression(magic: first)
    decompressor = compression == .none ? nil : try Decompressor(raw, format: compression, head: first)
    if let decompressor {
      count = 0
      while count < Self.headBytes {
        let read = try decompressor.read(into: space + count, capacity: Self.headBytes - count)
        if read == 0 { break }
        count += read
      }
      first = Array(UnsafeRawBufferPointer(start: space, count: count))
    }
    // A pipe under a name, such as /dev/fd/63 of a shell, can be read only once too.
    let isOnce = path == "-" || raw.totalBytes == nil
    spill = isOnce ? try spillDirectory.map { directory throws(Failure) in try InputSpill(in: directory) } : nil
    try spill?.write(UnsafeRawBufferPointer(start: space, count: count))
    encoding = TextEncoding(head: first)
    head = Array(first.dropFirst(encoding.markBytes))
    if encoding.isUTF16 { utf16 = UTF16Decoder(bigEndian: encoding == .utf16BigEndian) }
  }

  /// Bytes of UTF-8 text that the mark took before the first byte handed out: 3 for a UTF-8 mark, else 0.
  var startOffset: UInt64 { encoding == .utf8Mark ? 3 : 0 }

  /// Reads at most `capacity` bytes, at least 16, of text to `target`; 0 only at the end.
  func read(into target: UnsafeMutableRawPointer, capacity: Int) throws(Failure) -> Int {
    guard utf16 != nil else { return try pull(into: target, capacity: capacity) }
    var produced = 0
    while produced == 0 {
      if utf16?.isDrained == true {
        let room = UTF16Decoder.inputBytes
        let count = try withUnsafeTemporaryAllocation(byteCount: room, alignment: 16) { space throws(Failure) in
          guard let base = space.baseAddress else { return 0 }
          let count = try pull(into: base, capacity: room)
          utf16?.feed(UnsafeRawBufferPointer(start: base, count: count))
          return count
        }
        if count == 0 { return utf16?.finish(into: target) ?? 0 }
      }
      produced = utf16?.decode(into: target, capacity: capacity) ?? 0
    }
    return produced
  }

  /// Decompressed bytes, kept in the spill on their way.
  private func pull(into target: UnsafeMutableRawPointer, capacity: Int) throws(Failure) -> Int {
    if !head.isEmpty {
      let count = min(capacity, head.count)
      head.withUnsafeBytes { bytes in
        if let base = bytes.baseAddress { target.copyMemory(from: base, byteCount: count) }
      }
      head.removeFirst(count)
      return count
    }
    let count: Int
    if let decompressor {
      count = try decompressor.read(into: target, capacity: capacity)
    } else {
      count = try raw.read(into: target, capacity: capacity)
    }
    if count == 0 {
      try spill?.finish()
    } else {
      try spill?.write(UnsafeRawBufferPointer(start: target, count: count))
    }
    return count
  }
}
