import Model
import TOMLKit

/// One TOML file of `Config/`, read key by key; every fault and every key that nobody asked for is collected with its full path.
///
/// Readers ask with `string("looms.synonyms")` and so on, relative to a section; `finish()` adds the unknown keys.
public final class ConfigFile {
  /// Name for messages, such as `registers/udyam.toml`.
  public let name: String
  /// The faults so far, each one sentence.
  public private(set) var faults: [String] = []
  private let root: TOMLTable
  private var known: Set<String> = []

  /// Parses `text`. A syntax error is a fault, and the file then reads as empty.
  public init(name: String, text: String) {
    self.name = name
    do {
      root = try TOMLTable(string: text)
    } catch {
      root = TOMLTable()
      faults.append("\(name): \(error)")
    }
  }

  /// A section of the file: `path` is empty for the whole, `a.b` for a table.
  public func section(_ path: String = "") -> ConfigSection { ConfigSection(file: self, path: path) }

  /// Adds a fault about `path`: what was found and what is allowed.
  public func fault(_ path: String, _ message: String) { faults.append("\(name): \(path): \(message)") }

  /// Adds a fault for every key that no reader asked for.
  public func finish() {
    for path in unknownKeys(root, "") { fault(path, "this key is unknown; see Config/README.md for the keys") }
  }

  /// The value at a dotted path, or nil; marks the path as known.
  func value(_ path: String) -> TOMLValueConvertible? {
    known.insert(path)
    var table = root
    var parts = path.split(separator: ".").map(String.init)
    guard let last = parts.popLast() else { return nil }
    for part in parts {
      guard let next = table[part]?.table else { return nil }
      table = next
    }
    return table[last]
  }

  /// Keys of the table at a dotted path, sorted; empty when there is none.
  func keys(_ path: String) -> [String] {
    let table = path.isEmpty ? root : value(path)?.table
    return (table?.keys ?? []).sorted()
  }

  private func unknownKeys(_ table: TOMLTable, _ prefix: String) -> [String] {
    var unknown: [String] = []
    for key in table.keys.sorted() {
      let path = prefix.isEmpty ? key : "\(prefix).\(key)"
      if let inner = table[key]?.table {
        if inner.isEmpty, !known.contains(path) { unknown.append(path) }
        unknown += unknownKeys(inner, path)
      } else if !known.contains(path) {
        unknown.append(path)
      }
    }
    return unknown
  }
}

/// A table of a `ConfigFile`. Each accessor returns nil when the key is absent, and records a fault when it is unusable.
public struct ConfigSection {
  let file: ConfigFile
  /// Dotted path from the root of the file.
  public let path: String

  private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The table called `key` inside this one.
  public func section(_ key: String) -> ConfigSection { ConfigSection(file: file, path: full(key)) }
  /// The keys that stand here, sorted.
  public var keys: [String] { file.keys(path) }
  /// Whether `key` stands here.
  public func has(_ key: String) -> Bool { file.value(full(key)) != nil }
  /// Records a fault about `key`.
  public func fault(_ key: String, _ message: String) { file.fault(full(key), message) }

  /// A string.
  public func string(_ key: String) -> String? {
    guard let value = file.value(full(key)) else { return nil }
    guard let text = value.string else {
      fault(key, "text is expected, found \(value)")
      return nil
    }
    return text
  }

  /// A whole number within `range`, both ends inclusive.
  public func integer(_ key: String, in range: ClosedRange<Int> = Int.min...Int.max) -> Int? {
    guard let value = file.value(full(key)) else { return nil }
    guard let number = value.int, range.contains(number) else {
      fault(key, "a whole number from \(range.lowerBound) to \(range.upperBound) is expected, found \(value)")
      return nil
    }
    return number
  }

  /// A number within `range`, both ends inclusive.
  public func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
    guard let value = file.value(full(key)) else { return nil }
    guard let number = value.double ?? value.int.map(Double.init), range.contains(number) else {
      fault(key, "a number from \(range.lowerBound) to \(range.upperBound) is expected, found \(value)")
      return nil
    }
    return number
  }

  /// True or false.
  public func flag(_ key: String) -> Bool? {
    guard let value = file.value(full(key)) else { return nil }
    guard let flag = value.bool else {
      fault(key, "true or false is expected, found \(value)")
      return nil
    }
    return flag
  }

  /// A list of strings.
  public func strings(_ key: String) -> [String]? {
    guard let value = file.value(full(key)) else { return nil }
    guard let array = value.array else {
      fault(key, "a list of texts is expected, found \(value)")
      return nil
    }
    let texts = array.compactMap(\.string)
    if texts.count != array.count { fault(key, "a list of texts is expected, found \(value)") }
    return texts
  }

  /// A list of whole numbers.
  public func integers(_ key: String) -> [Int]? {
    guard let value = file.value(full(key)) else { return nil }
    let numbers = value.array?.compactMap(\.int) ?? []
    if value.array == nil || numbers.count != value.array?.count {
      fault(key, "a list of whole numbers is expected, found \(value)")
      return nil
    }
    return numbers
  }

  /// One of `allowed`.
  public func choice(_ key: String, of allowed: [String]) -> String? {
    guard let text = string(key) else { return nil }
    guard allowed.contains(text) else {
      fault(key, "one of \(allowed.joined(separator: ", ")) is expected, found \"\(text)\"")
      return nil
    }
    return text
  }
}
