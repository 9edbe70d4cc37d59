import CXXHash
import CZstd
import Glibc
import Model

/// Reads what `CompressedWriter` wrote. The checksum is compared before any content is looked at; content that makes no
/// sense nevertheless is a failure, never a crash.
struct CompressedReader: ~Copyable {
  static let checksumSize = 16

  /// For messages.
  let path: String
  private let file: [UInt8]
  private var position: Int
  private let end: Int
  private let decompressor: OpaquePointer
  private let block: UnsafeMutablePointer<UInt8>
  private let blockSize: Int
  private var next = 0
  private var filled = 0
  private var frameEnded = false

  private init(path: String, file: [UInt8], headerSize: Int, decompressor: OpaquePointer) {
    self.path = path
    self.file = file
    self.decompressor = decompressor
    position = headerSize
    end = file.count - Self.checksumSize
    blockSize = ZSTD_DStreamOutSize()
    block = .allocate(capacity: blockSize)
  }

  /// Reads the file at `path` into memory and checks it; `check` sees the first `headerSize` bytes before the checksum is
  /// compared, so that a file of another kind or version gets its own message.
  static func open(
    path: String, headerSize: Int, check: (ArraySlice<UInt8>) throws(Failure) -> Void
  ) throws(Failure) -> CompressedReader {
    let file = try contents(path)
    try check(file.prefix(headerSize))
    guard file.count >= headerSize + checksumSize else {
      throw damaged(path, "it ends after \(file.count) bytes")
    }
    let end = file.count - checksumSize
    let digest = XXH3_128bits(file, end)
    var stored: (low: UInt64, high: UInt64) = (0, 0)
    for index in 0..<8 {
      stored.low |= UInt64(file[end + index]) << UInt64(8 * index)
      stored.high |= UInt64(file[end + 8 + index]) << UInt64(8 * index)
    }
    guard digest.low64 == stored.low, digest.high64 == stored.high else {
      throw damaged(path, "its checksum does not fit its content")
    }
    guard let decompressor = ZSTD_createDCtx() else { throw Failure(.internal, "no memory for reading \(path)") }
    return CompressedReader(path: path, file: file, headerSize: headerSize, decompressor: decompressor)
  }

  deinit {
    ZSTD_freeDCtx(decompressor)
    block.deallocate()
  }

  /// The failure of a file that is not what it was when it was written.
  static func damaged(_ path: String, _ how: String) -> Failure {
    Failure(.data, "\(path) is damaged or cut short: \(how); make it again or take another copy")
  }

  func damaged(_ how: String) -> Failure { Self.damaged(path, how) }

  /// The next byte of content.
  @inline(__always)
  mutating func byte() throws(Failure) -> UInt8 {
    if next == filled {
      guard try refill() else { throw damaged("its content ends too early") }
    }
    next &+= 1
    return block[next &- 1]
  }

  /// The next unsigned number.
  @inline(__always)
  mutating func number<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type) throws(Failure) -> Value {
    var value: Value = 0
    var shift = 0
    while true {
      let byte = try byte()
      let bits = Value(byte & 0x7F)
      guard shift < Value.bitWidth, (bits << Value(shift)) >> Value(shift) == bits else {
        throw damaged("a number has too many digits")
      }
      value |= bits << Value(shift)
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  /// The next signed number.
  @inline(__always)
  mutating func signed() throws(Failure) -> Int64 {
    let value = try number(UInt64.self)
    return Int64(bitPattern: value >> 1 ^ (0 &- value & 1))
  }

  /// The next signed number of 128 bits.
  mutating func wide() throws(Failure) -> Int128 {
    let value = try number(UInt128.self)
    return Int128(truncatingIfNeeded: value >> 1 ^ (0 &- value & 1))
  }

  /// The next number, which counts things of which each takes content, at most `limit`.
  mutating func count(_ what: String, atMost limit: UInt64) throws(Failure) -> Int {
    let value = try number(UInt64.self)
    guard value <= limit else { throw damaged("\(value) \(what) are too many") }
    return Int(value)
  }

  /// The next text.
  mutating func text() throws(Failure) -> String {
    let count = try count("bytes of text", atMost: 1 << 20)
    var bytes: [UInt8] = []
    for _ in 0..<count { bytes.append(try byte()) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw damaged("a text is not UTF-8") }
    return text
  }

  /// Fails when there is content left.
  mutating func finish() throws(Failure) {
    if next == filled { _ = try refill() }
    guard next == filled else { throw damaged("there is content behind its end") }
  }

  /// Decompresses more; false at the end of the content.
  @inline(never)
  private mutating func refill() throws(Failure) -> Bool {
    (next, filled) = (0, 0)
    while filled == 0 {
      if frameEnded {
        guard position == end else { throw damaged("there are bytes behind its content") }
        return false
      }
      guard position < end else { throw damaged("its compressed content is incomplete") }
      var output = ZSTD_outBuffer(dst: block, size: blockSize, pos: 0)
      var consumed = 0
      let result = file.withUnsafeBytes { bytes in
        var input = ZSTD_inBuffer(src: bytes.baseAddress! + position, size: end - position, pos: 0)
        let result = ZSTD_decompressStream(decompressor, &output, &input)
        consumed = input.pos
        return result
      }
      if ZSTD_isError(result) != 0 {
        throw damaged("it cannot be decompressed (\(String(cString: ZSTD_getErrorName(result))))")
      }
      position += consumed
      filled = output.pos
      frameEnded = result == 0
      if consumed == 0, filled == 0, !frameEnded { throw damaged("its compressed content is incomplete") }
    }
    return true
  }

  private static func contents(_ path: String) throws(Failure) -> [UInt8] {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let kind: Failure.Kind = errno == ENOENT ? .missingInput : .inputOutput
      throw Failure(kind, "\(path) cannot be opened: \(String(cString: strerror(errno))); check the path")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
    var file = [UInt8](repeating: 0, count: Int(status.st_size))
    var done = 0
    while done < file.count {
      let got = file.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress! + done, $0.count - done, done) }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw unreadable(path) }
      if got == 0 { break }
      done += got
    }
    file.removeLast(file.count - done)
    return file
  }

  private static func unreadable(_ path: String) -> Failure {
    Failure(.inputOutput, "\(path) cannot be read: \(String(cString: strerror(errno)))")
  }
}
