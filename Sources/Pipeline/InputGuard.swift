import Glibc
import Model

/// Keeps outputs off the files that a run reads: an output is emptied before the input has been read.
enum InputGuard {
  /// Fails with `cannotCreate` when `output` (nil or `-` is standard output) is one of the files `inputs`, by whatever name.
  static func check(output: String?, isNoneOf inputs: [String]) throws(Failure) {
    guard let output, let target = identity(output) else { return }
    for input in inputs where input != "-" && identity(input) == target {
      throw Failure(.cannotCreate, "\(output): this file is an input of the same run; name another output")
    }
  }

  /// Fails with `cannotCreate` when one of the files `inputs` stands inside `directory`, which is replaced as a whole.
  static func check(directory: String, holdsNoneOf inputs: [String]) throws(Failure) {
    guard let root = resolved(directory) else { return }
    for input in inputs where input != "-" {
      guard let path = resolved(input), path.hasPrefix("\(root)/") else { continue }
      throw Failure(
        .cannotCreate,
        "\(directory): \(input), which this run reads, stands in the directory that it would replace; "
          + "name another directory")
    }
  }

  /// Device and number of a regular file; nil for anything else, such as a terminal.
  private static func identity(_ path: String) -> [UInt64]? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return [UInt64(status.st_dev), UInt64(status.st_ino)]
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
