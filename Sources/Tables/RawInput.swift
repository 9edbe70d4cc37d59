import CXXHash
import Glibc
import Model

/// The bytes of one input as they are stored, counted and fingerprinted on their way. Not thread-safe.
final class RawInput {
  /// Name for messages.
  let name: String
  /// Bytes of the file when it was opened; nil for a pipe.
  let totalBytes: UInt64?
  /// Bytes read so far.
  private(set) var byteCount: UInt64 = 0
  private let descriptor: Int32
  private let owned: Bool
  private let hash: OpaquePointer

  /// Opens `path`, or standard input for `-`.
  init(path: String, name: String) throws(Failure) {
    self.name = name
    owned = path != "-"
    descriptor = owned ? open(path, O_RDONLY | O_CLOEXEC) : 0
    guard descriptor >= 0 else {
      let code = errno
      let advice = code == ENOENT ? "check the name" : "check its permissions"
      throw Failure(.missingInput, "\(name): the input cannot be opened (\(SystemCall.reason(code))); \(advice)")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, let state = XXH3_createState() else {
      if owned { close(descriptor) }
      throw Failure(.inputOutput, "\(name): the input cannot be examined (\(SystemCall.reason(errno)))")
    }
    hash = state
    XXH3_128bits_reset(hash)
    let type = status.st_mode & S_IFMT
    totalBytes = type == S_IFREG ? UInt64(status.st_size) : nil
    if type == S_IFDIR {
      throw Failure(.data, "\(name): this is a directory; name the files in it")
    }
    if type == S_IFREG { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
  }

  deinit {
    if owned { close(descriptor) }
    XXH3_freeState(hash)
  }

  /// Reads at most `capacity` bytes to `target`; 0 only at the end.
  func read(into target: UnsafeMutableRawPointer, capacity: Int) throws(Failure) -> Int {
    while true {
      let count = Glibc.read(descriptor, target, capacity)
      if count >= 0 {
        XXH3_128bits_update(hash, target, count)
        byteCount += UInt64(count)
        return count
      }
      if errno != EINTR {
        throw Failure(
          .inputOutput, "\(name): reading failed after \(byteCount) bytes (\(SystemCall.reason(errno)))")
      }
    }
  }

  /// XXH3-128 of the bytes read so far.
  var fingerprint: Fingerprint {
    let digest = XXH3_128bits_digest(hash)
    return Fingerprint(high: digest.high64, low: digest.low64)
  }
}
