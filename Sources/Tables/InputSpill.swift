import CZstd
import Glibc
import Model

/// What standard input or a pipe delivered, kept as a compressed file for another pass.
///
/// The file has no name in the file system from the start, so that nothing is left behind however the program ends; `path`
/// opens it while this object lives. Complete once the reader has delivered its last batch.
public final class InputSpill: @unchecked Sendable {
  /// A path by which another `TableReader` of this process can open the kept bytes.
  public let path: String
  private let directory: String
  private let descriptor: Int32
  private let context: OpaquePointer
  private var output: [UInt8]
  private var finished = false

  /// An empty spill in `directory`.
  init(in directory: String) throws(Failure) {
    self.directory = directory
    var template = Array("\(directory)/karkhana-spill-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      let reason = SystemCall.reason(errno)
      throw Failure(
        .inputOutput, "\(directory): standard input cannot be kept here for a second pass (\(reason)); set TMPDIR")
    }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
    path = "/proc/self/fd/\(descriptor)"
    guard let context = ZSTD_createCCtx() else {
      close(descriptor)
      throw Failure(.inputOutput, "\(directory): no memory to compress standard input with")
    }
    self.context = context
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1)
    output = [UInt8](repeating: 0, count: ZSTD_CStreamOutSize())
  }

  deinit {
    ZSTD_freeCCtx(context)
    close(descriptor)
  }

  /// Appends `bytes`.
  func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) { try compress(bytes, ZSTD_e_continue) }

  /// Writes what is still held back; the spill can then be opened. Later calls do nothing.
  func finish() throws(Failure) {
    if finished { return }
    finished = true
    try compress(UnsafeRawBufferPointer(start: nil, count: 0), ZSTD_e_end)
  }

  private func compress(_ bytes: UnsafeRawBufferPointer, _ operation: ZSTD_EndDirective) throws(Failure) {
    var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
    while true {
      let (left, code) = output.withUnsafeMutableBytes { space in
        var target = ZSTD_outBuffer(dst: space.baseAddress, size: space.count, pos: 0)
        let left = ZSTD_compressStream2(context, &target, &input, operation)
        guard ZSTD_isError(left) == 0, let base = space.baseAddress else { return (left, EINVAL) }
        return (left, SystemCall.writeAll(descriptor, base, target.pos))
      }
      guard code == 0 else {
        throw Failure(
          .inputOutput,
          "\(directory): keeping standard input for a second pass failed (\(SystemCall.reason(code))); "
            + "set TMPDIR to a larger disk, or give files instead")
      }
      if operation == ZSTD_e_end ? left == 0 : input.pos == input.size { return }
    }
  }
}
