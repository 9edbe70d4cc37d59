import Glibc
import Model

/// A file or standard output that bytes are written to in order, through a buffer of 256 KiB. Not thread-safe.
///
/// Every failure is `inputOutput` and names the output and the system's reason (a full disk, a reader that went away); after one,
/// every later call fails alike. Without `close()` the last bytes are lost.
public final class ByteSink {
  /// Name for messages.
  public let name: String
  /// Bytes taken in so far.
  public private(set) var byteCount: UInt64 = 0
  private let descriptor: Int32
  private let owned: Bool
  private var isOpen = true
  private var failure: Failure?
  private let buffer: ByteBuffer
  private static let bufferBytes = 256 << 10

  /// Creates or empties the file at `path`; `-` is standard output. Fails with `cannotCreate`.
  ///
  /// A reader of standard output that goes away is a failure, not the end of the process: SIGPIPE is ignored from now on.
  public init(path: String) throws(Failure) {
    owned = path != "-"
    name = owned ? path : "standard output"
    signal(SIGPIPE, SIG_IGN)
    descriptor = owned ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666) : 1
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, "\(path): the file cannot be created (\(SystemCall.reason(errno)))")
    }
    buffer = ByteBuffer(capacity: Self.bufferBytes)
  }

  deinit { if owned, isOpen { Glibc.close(descriptor) } }

  /// Writes `bytes`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    if let failure { throw failure }
    byteCount += UInt64(bytes.count)
    if buffer.count + bytes.count > Self.bufferBytes { try flush() }
    if bytes.count >= Self.bufferBytes {
      try pass(bytes)
    } else {
      buffer.append(bytes)
    }
  }

  /// Writes the bytes of `other`, which keeps them.
  public func write(_ other: ByteBuffer) throws(Failure) { try write(other.bytes) }

  /// Writes the UTF-8 of `text`.
  public func write(_ text: String) throws(Failure) {
    let bytes = ByteBuffer(capacity: text.utf8.count)
    bytes.append(text)
    try write(bytes)
  }

  /// Passes all bytes so far to the system.
  public func flush() throws(Failure) {
    if let failure { throw failure }
    try pass(buffer.bytes)
    buffer.removeAll()
  }

  /// Passes all bytes to the system, to the disk itself if `synchronized`, and closes the file. Later calls do nothing.
  public func close(synchronized: Bool = false) throws(Failure) {
    guard isOpen else { return }
    try flush()
    if synchronized, owned, fsync(descriptor) != 0 { throw failed(errno) }
    isOpen = false
    if owned, Glibc.close(descriptor) != 0 { throw failed(errno) }
  }

  private func pass(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    let code = SystemCall.writeAll(descriptor, base, bytes.count)
    if code != 0 { throw failed(code) }
  }

  private func failed(_ code: Int32) -> Failure {
    let advice =
      switch code {
      case ENOSPC, EDQUOT: "; make room and run again"
      case EPIPE: "; whoever read the output went away"
      default: ""
      }
    let failure = Failure(.inputOutput, "\(name): writing failed (\(SystemCall.reason(code)))\(advice)")
    self.failure = failure
    return failure
  }
}
