import Glibc
import Model

/// Calls of the system with their errors in words.
enum SystemCall {
  /// What went wrong, in the system's words.
  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// Writes all `count` bytes at `bytes` to `descriptor`; the error number, or 0.
  static func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int32 {
    var done = 0
    while done < count {
      let written = Glibc.write(descriptor, bytes + done, count - done)
      if written < 0 {
        if errno == EINTR { continue }
        return errno
      }
      done += written
    }
    return 0
  }
}
