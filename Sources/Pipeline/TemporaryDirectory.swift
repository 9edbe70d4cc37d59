import Glibc

/// Where files stand that live as long as a run.
enum TemporaryDirectory {
  /// `TMPDIR`, or `/tmp` where that is unset or empty.
  static var path: String {
    guard let value = getenv("TMPDIR"), value.pointee != 0 else { return "/tmp" }
    return String(cString: value)
  }
}
