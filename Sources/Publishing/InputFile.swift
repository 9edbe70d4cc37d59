import Glibc
import Model

/// Small files that publishing reads whole: boundaries, the parts of the interactive map.
enum InputFile {
  /// The bytes of the file at `path`. `purpose` and `remedy` complete the sentence of a failure.
  static func bytes(_ path: String, purpose: String, remedy: String = "check its path") throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(
        .missingInput, "\(path), \(purpose), cannot be opened: \(String(cString: strerror(errno))); \(remedy)")
    }
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = Array(repeating: UInt8(0), count: 1 << 18)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes.append(contentsOf: buffer[..<count])
      } else if errno != EINTR {
        throw Failure(
          .inputOutput, "reading \(path), \(purpose), failed: \(String(cString: strerror(errno))); \(remedy)")
      }
    }
  }
}
