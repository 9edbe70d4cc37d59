import CXXHash
import CZstd
import Glibc
import Model

/// Writes a file of ours: a plain header, content compressed by zstd, and the XXH3-128 of all bytes before it.
///
/// The bytes depend on the content and the version of zstd alone: one thread, a fixed level, no time.
struct CompressedWriter: ~Copyable {
  private static let blockSize = 1 << 18
  private static let level: Int32 = 3

  private let path: String
  private let descriptor: Int32
  private let compressor: OpaquePointer
  private let hash: OpaquePointer
  private let block: UnsafeMutablePointer<UInt8>
  private var used = 0
  private let output: UnsafeMutableRawPointer
  private let outputSize: Int

  private init(path: String, descriptor: Int32, compressor: OpaquePointer, hash: OpaquePointer) {
    self.path = path
    self.descriptor = descriptor
    self.compressor = compressor
    self.hash = hash
    block = .allocate(capacity: Self.blockSize)
    outputSize = ZSTD_CStreamOutSize()
    output = .allocate(byteCount: outputSize, alignment: 64)
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, Self.level)
    XXH3_128bits_reset(hash)
  }

  /// Creates or empties the file at `path` and writes `header` as it is.
  static func create(path: String, header: [UInt8]) throws(Failure) -> CompressedWriter {
    guard let compressor = ZSTD_createCCtx(), let hash = XXH3_createState() else {
      throw Failure(.internal, "no memory for compressing \(path)")
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      ZSTD_freeCCtx(compressor)
      XXH3_freeState(hash)
      throw Failure(.cannotCreate, "\(path) cannot be created: \(reason); check the directory")
    }
    let writer = CompressedWriter(path: path, descriptor: descriptor, compressor: compressor, hash: hash)
    try writer.save(header)
    return writer
  }

  deinit {
    ZSTD_freeCCtx(compressor)
    XXH3_freeState(hash)
    block.deallocate()
    output.deallocate()
    close(descriptor)
  }

  /// Adds one byte of content.
  @inline(__always)
  mutating func put(_ byte: UInt8) throws(Failure) {
    if used == Self.blockSize { try compress(ZSTD_e_continue) }
    block[used] = byte
    used &+= 1
  }

  /// Adds an unsigned number, seven bits to a byte, the lowest first; all bytes but the last have their top bit set.
  @inline(__always)
  mutating func put<Value: FixedWidthInteger & UnsignedInteger>(number: Value) throws(Failure) {
    var rest = number
    while rest >= 0x80 {
      try put(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    try put(UInt8(truncatingIfNeeded: rest))
  }

  /// Adds a signed number: 0, −1, 1, −2 … as 0, 1, 2, 3 …
  @inline(__always)
  mutating func put(signed value: Int64) throws(Failure) {
    try put(number: UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// Adds a signed number of 128 bits in the same way.
  mutating func put(wide value: Int128) throws(Failure) {
    try put(number: UInt128(truncatingIfNeeded: value << 1 ^ value >> 127))
  }

  /// Adds a text: its length in bytes, then UTF-8.
  mutating func put(text: String) throws(Failure) {
    try put(number: UInt64(text.utf8.count))
    for byte in text.utf8 { try put(byte) }
  }

  /// Completes the file.
  consuming func finish() throws(Failure) {
    try compress(ZSTD_e_end)
    let digest = XXH3_128bits_digest(hash)
    var bytes: [UInt8] = []
    for half in [digest.low64, digest.high64] {
      for shift in stride(from: 0 as UInt64, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: half >> shift)) }
    }
    try save(bytes)
  }

  private mutating func compress(_ mode: ZSTD_EndDirective) throws(Failure) {
    var input = ZSTD_inBuffer(src: block, size: used, pos: 0)
    var left = 0
    repeat {
      var out = ZSTD_outBuffer(dst: output, size: outputSize, pos: 0)
      left = ZSTD_compressStream2(compressor, &out, &input, mode)
      if ZSTD_isError(left) != 0 {
        throw Failure(.internal, "\(path) cannot be compressed: \(String(cString: ZSTD_getErrorName(left)))")
      }
      try save(UnsafeRawBufferPointer(start: output, count: out.pos))
    } while input.pos < input.size || (mode == ZSTD_e_end && left != 0)
    used = 0
  }

  private func save(_ bytes: [UInt8]) throws(Failure) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(Failure) in try save(UnsafeRawBufferPointer(bytes)) }
  }

  private func save(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    XXH3_128bits_update(hash, base, bytes.count)
    var done = 0
    while done < bytes.count {
      let written = write(descriptor, base + done, bytes.count - done)
      if written < 0, errno == EINTR { continue }
      if written <= 0 {
        throw Failure(
          .inputOutput,
          "\(path) cannot be written: \(String(cString: strerror(written < 0 ? errno : ENOSPC))); make room there")
      }
      done += written
    }
  }
}
