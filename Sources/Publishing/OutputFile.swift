import Glibc
import Model

/// A file under construction, written in whole buffers; or, without a path, a buffer that tests read.
///
/// Appending never throws: the first error of the system is kept, what follows it is dropped, and `close` reports it. So a
/// writer reads as a list of what it writes, and a full disk still ends the command.
struct OutputFile: ~Copyable {
  private static let capacity = 256 << 10
  private let descriptor: Int32
  private let path: String
  private var fault: Int32 = 0
  private var isOpen: Bool
  /// Whether JSON stands inside a page, where `<` must not show.
  var isInPage = false
  /// What is not yet in the file; everything, where there is none.
  private(set) var bytes: [UInt8] = []

  /// A buffer in memory.
  init() {
    descriptor = -1
    path = ""
    isOpen = false
  }

  /// Creates or empties the file at `path`.
  init(path: String) throws(Failure) {
    let opened = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      throw Failure(
        .cannotCreate, "\(path) cannot be created: \(Self.reason(errno)); check that the folder exists and is writable")
    }
    descriptor = opened
    self.path = path
    isOpen = true
    bytes.reserveCapacity(Self.capacity)
  }

  deinit { if isOpen { _ = Glibc.close(descriptor) } }

  /// Creates the file at `path`, lets `body` fill it, and closes it.
  static func write(_ path: String, _ body: (inout OutputFile) throws -> Void) throws {
    var out = try OutputFile(path: path)
    try body(&out)
    try out.close()
  }

  /// Adds text as UTF-8.
  mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    if bytes.count >= Self.capacity { flush() }
  }

  /// Adds one byte.
  mutating func append(byte: UInt8) {
    bytes.append(byte)
    if bytes.count >= Self.capacity { flush() }
  }

  /// Adds bytes as they are.
  mutating func append(bytes more: some Collection<UInt8>) {
    bytes.append(contentsOf: more)
    if bytes.count >= Self.capacity { flush() }
  }

  /// Writes out what is left and closes the file; throws the first error that any write met.
  mutating func close() throws(Failure) {
    guard isOpen else { return }
    flush()
    isOpen = false
    if Glibc.close(descriptor) != 0, fault == 0 { fault = errno }
    guard fault == 0 else {
      throw Failure(
        .inputOutput, "writing \(path) failed: \(Self.reason(fault)); make room or choose another output folder")
    }
  }

  private mutating func flush() {
    guard isOpen else { return }
    var done = 0
    while done < bytes.count, fault == 0 {
      let start = done
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + start, $0.count - start) }
      if written >= 0 { done += written } else if errno != EINTR { fault = errno }
    }
    bytes.removeAll(keepingCapacity: true)
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
