import Glibc
import Model

/// What tells that a file is still the one that was read: two stamps that differ mean that it changed.
public struct FileStamp: Equatable, Sendable {
  /// Bytes.
  public let size: UInt64
  /// Time of the last change of content, nanoseconds since 1970.
  public let modified: Int64
  /// Number of the file within its file system.
  public let inode: UInt64

  /// The stamp of the file at `path` now; a failure `missingInput` when there is none.
  public static func of(_ path: String) throws(Failure) -> FileStamp {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw Failure(
        .missingInput, "\(path): the input cannot be examined (\(SystemCall.reason(errno))); check the name")
    }
    return FileStamp(
      size: UInt64(status.st_size),
      modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
      inode: UInt64(status.st_ino))
  }
}
