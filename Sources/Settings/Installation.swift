import Glibc
import Model

/// Where the program's own `Config/` and `Geo/` stand, so that it runs from any directory.
///
/// Searched beside the executable: `share/karkhana` next to its `bin` directory (installed), then each directory above it
/// (built in a checkout).
public enum Installation {
  /// The directory called `name` (`Config` or `Geo`) that belongs to this executable.
  public static func directory(_ name: String) throws(Failure) -> String {
    var directory = executableDirectory()
    var candidates = ["\(parent(of: directory))/share/karkhana/\(name)"]
    while directory.count > 1 {
      candidates.append("\(directory)/\(name)")
      directory = parent(of: directory)
    }
    let marker = name == "Config" ? "thresholds.toml" : "districts.csv"
    if let found = candidates.first(where: { access("\($0)/\(marker)", R_OK) == 0 }) { return found }
    throw Failure(
      .missingInput,
      "The directory \(name)/ that comes with karkhana was not found near the executable; reinstall with make install"
        + (name == "Config" ? ", or name a configuration with --config." : "."))
  }

  /// Where the file `name` stands beside the installed program, in `share/karkhana`; it need not be there.
  public static func shared(_ name: String) -> String {
    "\(parent(of: executableDirectory()))/share/karkhana/\(name)"
  }

  /// The whole text of a file, or a failure of `kind` that names it.
  public static func text(_ path: String, _ kind: Failure.Kind = .missingInput) throws(Failure) -> String {
    guard let file = fopen(path, "rb") else {
      throw Failure(kind, "\(path) cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes.append(contentsOf: chunk[..<count])
    }
    guard ferror(file) == 0, let text = String(validatingUTF8Bytes: bytes) else {
      throw Failure(kind, "\(path) is not a readable UTF-8 text.")
    }
    return text
  }

  /// The names of the files in `directory` that end with `suffix`, ascending.
  public static func files(in directory: String, suffix: String) -> [String] {
    guard let handle = opendir(directory) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(suffix), !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  private static func executableDirectory() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return "/" }
    return parent(of: String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }
}

extension String {
  /// The text of `bytes`, or nil when they are not valid UTF-8.
  fileprivate init?(validatingUTF8Bytes bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    self = text
  }
}
