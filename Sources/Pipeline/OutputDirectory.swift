import Glibc
import Model
import Tables

/// The directory that a run writes, replaced as a whole at the end or not at all.
///
/// Everything is written into a hidden directory beside it (`.NAME.karkhana-PID`), and `commit()` puts that in its place in one
/// atomic step. A run that fails or is killed leaves the old directory as it was; what a killed run left behind is removed by the
/// next run into the same directory.
public struct OutputDirectory: Sendable {
  /// The directory that the run is about.
  public let path: String
  /// Where files are written until `commit()`.
  public let stagingPath: String
  /// How a `run.json` of ours begins: the first key of the object and its value.
  private static let mark = (key: "program", value: "karkhana")

  /// Prepares to replace `path`, which must be absent, an empty directory, or hold a `run.json` of ours; fails with `cannotCreate`.
  public init(path: String) throws(Failure) {
    let trimmed = Self.withoutTrailingSlashes(path)
    guard !trimmed.isEmpty, trimmed != "/" else {
      throw Failure(.cannotCreate, "\(path): this cannot be an output directory; name another one")
    }
    // Of a link, the directory itself is replaced, and beside it: a link cannot be exchanged for a directory.
    self.path = Self.resolved(trimmed) ?? trimmed
    if let here = Self.resolved("."), "\(here)/".hasPrefix("\(self.path)/") {
      throw Failure(.cannotCreate, "\(path): the working directory cannot be replaced; name a directory inside it")
    }
    _ = try Self.checkReplaceable(self.path)
    let (parent, name) = Self.split(self.path)
    let prefix = ".\(name).karkhana-"
    Self.removeLeftovers(in: parent, prefix: prefix)
    stagingPath = "\(parent)/\(prefix)\(getpid())"
    guard mkdir(stagingPath, 0o777) == 0 else {
      throw Failure(
        .cannotCreate,
        "\(path): the output cannot be created, because nothing can be written in \(parent) "
          + "(\(Self.reason(errno))); create that directory, or name another one")
    }
  }

  /// The path of a file of the run, `relative` to the directory; its directories are created. Fails with `cannotCreate`.
  public func file(_ relative: String) throws(Failure) -> String {
    let parts = relative.split(separator: "/")
    guard !parts.isEmpty, !parts.contains("..") else {
      throw Failure(.internal, "\(relative): not a path inside the output directory")
    }
    var directory = stagingPath
    for part in parts.dropLast() {
      directory += "/\(part)"
      if mkdir(directory, 0o777) != 0, errno != EEXIST {
        throw Failure(.cannotCreate, "\(directory): the directory cannot be created (\(Self.reason(errno)))")
      }
    }
    return "\(stagingPath)/\(parts.joined(separator: "/"))"
  }

  /// Puts what was written in the place of the old directory, atomically, and removes the old one. The old one is looked at once
  /// more, so that nothing foreign that came there during the run is lost.
  public func commit() throws(Failure) {
    if try Self.checkReplaceable(path) {
      let code = PathExchange.exchange(stagingPath, path)
      guard code == 0 else {
        throw Failure(
          .cannotCreate,
          "\(path): the output cannot be put in place in one step (\(Self.reason(code))); "
            + "the old output is untouched: remove it, or name another directory")
      }
      FileTree.remove(stagingPath)
    } else {
      guard rename(stagingPath, path) == 0 else {
        throw Failure(.cannotCreate, "\(path): the output cannot be put in place (\(Self.reason(errno)))")
      }
    }
  }

  /// Removes what was written and leaves the old directory as it is.
  public func discard() { FileTree.remove(stagingPath) }

  /// Whether a directory is there that may be replaced; false when there is nothing.
  private static func checkReplaceable(_ path: String) throws(Failure) -> Bool {
    var status = stat()
    if lstat(path, &status) != 0 {
      if errno == ENOENT { return false }
      throw Failure(.cannotCreate, "\(path): the output directory cannot be examined (\(reason(errno)))")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw Failure(.cannotCreate, "\(path): this exists and is no directory; name another output directory")
    }
    guard let names = FileTree.names(path) else {
      throw Failure(.cannotCreate, "\(path): the output directory cannot be listed (\(reason(errno)))")
    }
    guard names.isEmpty || isRunRecord("\(path)/run.json") else {
      throw Failure(
        .cannotCreate,
        "\(path): this directory has files that no run wrote (no run.json of ours); empty it, or name another one")
    }
    return true
  }

  /// Whether the file at `path` begins as our `run.json` does.
  static func isRunRecord(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return false }
    let text = bytes.prefix(count).filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    return text.starts(with: "{\"\(mark.key)\":\"\(mark.value)\"".utf8)
  }

  /// Removes the staging directories of earlier runs into the same directory whose process is gone.
  private static func removeLeftovers(in parent: String, prefix: String) {
    for name in FileTree.names(parent) ?? [] where name.hasPrefix(prefix) {
      guard let process = Int32(name.dropFirst(prefix.count)) else { continue }
      let isRunning = process != getpid() && (kill(process, 0) == 0 || errno == EPERM)
      if !isRunning { FileTree.remove("\(parent)/\(name)") }
    }
  }

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var path = Substring(path)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private static func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let parent = path[..<slash]
    return (parent.isEmpty ? "/" : String(parent), String(path[path.index(after: slash)...]))
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// Directories as a whole.
enum FileTree {
  /// Names in the directory at `path`, sorted, without `.` and `..`; nil when it cannot be read.
  static func names(_ path: String) -> [String]? {
    guard let directory = opendir(path) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes what is at `path` with all that is in it, as far as possible; links are removed, not followed.
  static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      for name in names(path) ?? [] { remove("\(path)/\(name)") }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}
