import CZlib
import CZstd
import Model

/// How an input is compressed.
enum Compression: String {
  case none
  case gzip
  case zstd

  /// The format whose magic number `head` begins with.
  init(magic head: [UInt8]) {
    if head.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if head.count >= 4, head[0] & 0xF0 == 0x50, head[1...3] == [0x2A, 0x4D, 0x18] {
      self = .zstd  // a skippable frame, which may come first
    } else {
      self = .none
    }
  }
}

/// Gzip members or zstd frames, one after another, as one stream of bytes. Not thread-safe.
final class Decompressor {
  private let input: RawInput
  private let format: Compression
  private let buffer: UnsafeMutablePointer<UInt8>
  private static let bufferBytes = 256 << 10
  private var position: Int
  private var end: Int
  private var inputEnded = false
  /// Whether the stream stands between two members or frames.
  private var between = false
  private let gzip: UnsafeMutablePointer<z_stream>
  private let zstd: OpaquePointer?

  /// A stream over `head`, already taken from `input`, and the rest of `input`.
  init(_ input: RawInput, format: Compression, head: [UInt8]) throws(Failure) {
    self.input = input
    self.format = format
    buffer = .allocate(capacity: Self.bufferBytes)
    buffer.update(from: head, count: head.count)
    position = 0
    end = head.count
    gzip = .allocate(capacity: 1)
    gzip.initialize(to: z_stream())
    zstd = format == .zstd ? ZSTD_createDStream() : nil
    // 15 + 16: the largest window, with a gzip wrapper.
    let ready =
      format == .zstd
      ? zstd != nil : inflateInit2_(gzip, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    guard ready else { throw Failure(.inputOutput, "\(input.name): no memory to decompress with") }
  }

  deinit {
    if format == .zstd { ZSTD_freeDStream(zstd) } else { inflateEnd(gzip) }
    gzip.deallocate()
    buffer.deallocate()
  }

  /// Decompresses at most `capacity` bytes to `target`; 0 only at the end.
  func read(into target: UnsafeMutableRawPointer, capacity: Int) throws(Failure) -> Int {
    var produced = 0
    while produced == 0 {
      if position == end, !inputEnded {
        end = try input.read(into: buffer, capacity: Self.bufferBytes)
        position = 0
        inputEnded = end == 0
      }
      // Output may still be held inside the decoder when the input has ended.
      if inputEnded, between { return 0 }
      let before = position
      produced = format == .zstd ? try zstdStep(target, capacity) : try gzipStep(target, capacity)
      if inputEnded, produced == 0, position == before, !between {
        throw Failure(
          .data, "\(input.name): the \(format.rawValue) data ends in the middle; the file was cut off, so get it again")
      }
    }
    return produced
  }

  private func gzipStep(_ target: UnsafeMutableRawPointer, _ capacity: Int) throws(Failure) -> Int {
    if between {
      // Tape-style padding with zeros may follow the last member.
      while position < end, buffer[position] == 0 { position += 1 }
      if position == end { return 0 }
      inflateReset(gzip)
      between = false
    }
    gzip.pointee.next_in = buffer + position
    gzip.pointee.avail_in = UInt32(end - position)
    gzip.pointee.next_out = target.assumingMemoryBound(to: UInt8.self)
    gzip.pointee.avail_out = UInt32(min(capacity, Int(UInt32.max)))
    let result = inflate(gzip, Z_NO_FLUSH)
    let produced = min(capacity, Int(UInt32.max)) - Int(gzip.pointee.avail_out)
    position = end - Int(gzip.pointee.avail_in)
    switch result {
    case Z_STREAM_END: between = true
    case Z_OK, Z_BUF_ERROR: break
    default:
      let reason = gzip.pointee.msg.map { String(cString: $0) } ?? "error \(result)"
      throw corrupt(reason)
    }
    return produced
  }

  private func zstdStep(_ target: UnsafeMutableRawPointer, _ capacity: Int) throws(Failure) -> Int {
    var output = ZSTD_outBuffer(dst: target, size: capacity, pos: 0)
    var source = ZSTD_inBuffer(src: buffer, size: end, pos: position)
    let result = ZSTD_decompressStream(zstd, &output, &source)
    if ZSTD_isError(result) != 0 { throw corrupt(String(cString: ZSTD_getErrorName(result))) }
    // An idle call at the end of the input starts no frame, so what the last real call said still holds.
    if source.pos > position || output.pos > 0 { between = result == 0 }
    position = source.pos
    return output.pos
  }

  private func corrupt(_ reason: String) -> Failure {
    Failure(
      .data,
      "\(input.name): the \(format.rawValue) data is damaged near byte \(input.byteCount) (\(reason)); get the file again"
    )
  }
}
