import CXXHash
import CZlib
import Glibc
import Model

/// Reads a source file whole: plain, gzip, or the largest member of a zip archive.
enum SourceBytes {
  /// The largest text that is accepted, bytes.
  static let limit = 2 << 30

  /// The text in the file at `path` and the fingerprint of the file as it stands.
  static func read(_ path: String) throws(Failure) -> (text: [UInt8], fingerprint: Fingerprint) {
    let file = try plain(path)
    let hash = file.withUnsafeBytes { XXH3_128bits($0.baseAddress, $0.count) }
    let fingerprint = Fingerprint(high: hash.high64, low: hash.low64)
    if file.starts(with: [0x1F, 0x8B]) { return (try inflate(file[...], windowBits: 15 + 16, path), fingerprint) }
    if file.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return (try largestMember(file, path), fingerprint) }
    return (file, fingerprint)
  }

  /// The first bytes of the file at `path`, at most 512, and its size.
  static func head(_ path: String) throws(Failure) -> (bytes: [UInt8], size: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(.missingInput, "cannot open \(path): \(String(cString: strerror(errno))); check the path")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(.data, "\(path) is not a regular file; give a gazetteer source as a file")
    }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return (Array(bytes.prefix(max(0, count))), Int(status.st_size))
  }

  private static func plain(_ path: String) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(.missingInput, "cannot open \(path): \(String(cString: strerror(errno))); check the path")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
      throw Failure(.data, "\(path) is not a regular file of at most 2 GB; give a gazetteer source as a file")
    }
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        if got < 0 { failed = true }
        if got <= 0 { break }
        count += got
      }
    }
    if failed { throw Failure(.inputOutput, "cannot read \(path): \(String(cString: strerror(errno)))") }
    return bytes
  }

  /// Inflates `data`; `windowBits` as zlib defines them (31 gzip, −15 raw). Several gzip members are read one after another.
  private static func inflate(
    _ data: ArraySlice<UInt8>, windowBits: Int32, _ path: String
  ) throws(Failure) -> [UInt8] {
    var stream = z_stream()
    guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw Failure(.internal, "zlib cannot be started for \(path)")
    }
    defer { inflateEnd(&stream) }
    var out: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    var input = Array(data)
    var state = Z_OK
    input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      repeat {
        chunk.withUnsafeMutableBufferPointer { buffer in
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(buffer.count)
          state = CZlib.inflate(&stream, Z_NO_FLUSH)
        }
        out.append(contentsOf: chunk[..<(chunk.count - Int(stream.avail_out))])
        if state == Z_STREAM_END, windowBits > 15, stream.avail_in > 0 { state = inflateReset(&stream) }
      } while state == Z_OK && out.count <= limit
    }
    guard state == Z_STREAM_END else {
      throw Failure(.data, "\(path) is damaged or cut short: it cannot be decompressed; fetch it again")
    }
    return out
  }

  private static func largestMember(_ file: [UInt8], _ path: String) throws(Failure) -> [UInt8] {
    let damaged = Failure(.data, "\(path) is not a readable zip archive; fetch it again")
    func word(_ at: Int, _ bytes: Int) -> Int {
      guard at >= 0, at + bytes <= file.count else { return -1 }
      return (0..<bytes).reduce(0) { $0 | Int(file[at + $1]) << (8 * $1) }
    }
    guard
      let end = stride(from: file.count - 22, through: max(0, file.count - 66_000), by: -1)
        .first(where: { word($0, 4) == 0x0605_4B50 })
    else { throw damaged }
    var at = word(end + 16, 4)
    // What was joined from two downloads has bytes that the directory does not account for.
    guard at + word(end + 12, 4) == end, end + 22 + word(end + 20, 2) == file.count else { throw damaged }
    var best = (size: -1, method: 0, packed: 0, offset: 0, sum: 0)
    for _ in 0..<max(0, word(end + 10, 2)) {
      guard word(at, 4) == 0x0201_4B50 else { throw damaged }
      if word(at + 24, 4) > best.size {
        best = (word(at + 24, 4), word(at + 10, 2), word(at + 20, 4), word(at + 42, 4), word(at + 16, 4))
      }
      at += 46 + word(at + 28, 2) + word(at + 30, 2) + word(at + 32, 2)
    }
    guard best.size >= 0, word(best.offset, 4) == 0x0403_4B50 else { throw damaged }
    let start = best.offset + 30 + word(best.offset + 26, 2) + word(best.offset + 28, 2)
    guard best.packed >= 0, start + best.packed <= file.count else { throw damaged }
    let data = file[start..<start + best.packed]
    let text: [UInt8]
    switch best.method {
    case 0: text = Array(data)
    case 8: text = try inflate(data, windowBits: -15, path)
    default:
      throw Failure(.data, "\(path) uses zip method \(best.method); only stored and deflated members are read")
    }
    // Two halves of different downloads may well inflate: only the sum tells.
    let sum = text.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    guard Int(sum) == best.sum else { throw damaged }
    return text
  }
}
