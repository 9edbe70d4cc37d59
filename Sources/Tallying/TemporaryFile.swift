import Glibc
import Model

/// A file for what does not fit in memory. It has no name, and vanishes with the process however that ends.
final class TemporaryFile: Sendable {
  private let descriptor: Int32
  private let directory: String
  private let purpose: String

  /// A new file in `directory`; `purpose` says in messages what it holds, as in "the temporary file for duplicates".
  ///
  /// Fails with `.inputOutput` when the directory is missing or cannot be written.
  init(in directory: String, for purpose: String) throws(Failure) {
    var template = Array("\(directory)/karkhana-temporary-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw Failure(
        .inputOutput,
        "no temporary file for \(purpose) can be created in \(directory): \(reason); point TMPDIR elsewhere")
    }
    (self.descriptor, self.directory, self.purpose) = (descriptor, directory, purpose)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
  }

  deinit { close(descriptor) }

  /// Writes `bytes` at `offset`. Threads may write different parts at the same time. Fails with `.inputOutput`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(Failure) {
    guard let base = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let written = pwrite(descriptor, base + done, bytes.count - done, offset + done)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure("written", written < 0 ? errno : ENOSPC) }
      done += written
    }
  }

  /// Fills `bytes` from `offset`. Fails with `.inputOutput`, also when the file ends before.
  func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(Failure) {
    guard let base = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let got = pread(descriptor, base + done, bytes.count - done, offset + done)
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { throw failure("read", got < 0 ? errno : EIO) }
      done += got
    }
  }

  private func failure(_ verb: String, _ error: Int32) -> Failure {
    Failure(
      .inputOutput,
      "the temporary file for \(purpose) in \(directory) cannot be \(verb): \(String(cString: strerror(error))); "
        + "make room there or point TMPDIR elsewhere")
  }
}
