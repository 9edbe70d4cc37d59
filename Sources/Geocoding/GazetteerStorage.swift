import CXXHash
import Glibc
import Model

/// The bytes of a gazetteer, mapped from a file or held in memory, checked once and freed with the last user.
final class GazetteerStorage: @unchecked Sendable {
  let base: UnsafeRawPointer
  let count: Int
  private let mapped: Bool

  /// Copies an image that was built in memory.
  init(image: [UInt8]) {
    let copy = UnsafeMutableRawPointer.allocate(byteCount: max(image.count, 64), alignment: 64)
    image.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count) }
    base = UnsafeRawPointer(copy)
    count = image.count
    mapped = false
  }

  /// Maps the file at `path`.
  init(path: String) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(
        .missingInput, "cannot open the gazetteer \(path): \(String(cString: strerror(errno))); check --gazetteer")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size >= GazetteerFormat.headerBytes
    else { throw Self.unusable(path, "it is not a gazetteer file or is cut short") }
    guard let map = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), map != MAP_FAILED else {
      throw Failure(.inputOutput, "cannot read the gazetteer \(path): \(String(cString: strerror(errno)))")
    }
    base = UnsafeRawPointer(map)
    count = Int(status.st_size)
    mapped = true
  }

  deinit {
    let raw = UnsafeMutableRawPointer(mutating: base)
    if mapped { munmap(raw, count) } else { raw.deallocate() }
  }

  /// Offset and count of every section, after checking magic, version, length, checksum and that all sections lie inside.
  func sections(path: String) throws(Failure) -> [(offset: Int, count: Int)] {
    guard count >= GazetteerFormat.headerBytes, word32(0) == GazetteerFormat.magic else {
      throw Self.unusable(path, "it is not a gazetteer file")
    }
    guard word32(4) == GazetteerFormat.version else {
      throw Self.unusable(
        path, "it has format version \(word32(4)) and this program reads \(GazetteerFormat.version)")
    }
    guard word64(8) == UInt64(count) else { throw Self.unusable(path, "it is cut short or has grown") }
    guard word64(16) == XXH3_64bits(base + 24, count - 24) else { throw Self.unusable(path, "its checksum is wrong") }
    var sections: [(offset: Int, count: Int)] = []
    for section in GazetteerSection.allCases {
      let at = 24 + section.rawValue * 16
      let (bytes, overflow) = word64(at + 8).multipliedReportingOverflow(by: UInt64(section.stride))
      guard !overflow, word64(at) % UInt64(GazetteerFormat.alignment) == 0, word64(at) <= UInt64(count),
        bytes <= UInt64(count) - word64(at)
      else { throw Self.unusable(path, "its section \(section.rawValue) lies outside the file") }
      sections.append((Int(word64(at)), Int(word64(at + 8))))
    }
    return sections
  }

  private func word32(_ offset: Int) -> UInt32 {
    UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  private func word64(_ offset: Int) -> UInt64 {
    UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  private static func unusable(_ path: String, _ why: String) -> Failure {
    Failure(.data, "the gazetteer \(path) cannot be used: \(why); build it again with `karkhana gazetteer build`")
  }
}
