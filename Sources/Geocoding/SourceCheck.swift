import Model

/// What a source file must look like to be believed.
public struct SourceExpectation: Sendable {
  /// What people call the source, for messages.
  public var title: String
  /// Its first bytes; empty where any will do.
  public var firstBytes: [UInt8]
  /// Tab-separated fields of every row; nil where a header tells.
  public var fields: Int?
  /// Columns that the header must have, small letters and digits.
  public var columns: [String]
  /// What has fewer bytes is not it.
  public var minimumBytes: Int

  /// An expectation; `firstBytes` of a zip archive, a gzip file or nothing.
  public init(title: String, firstBytes: [UInt8], fields: Int?, columns: [String], minimumBytes: Int) {
    self.title = title
    self.firstBytes = firstBytes
    self.fields = fields
    self.columns = columns
    self.minimumBytes = minimumBytes
  }

  /// The first bytes of a zip archive.
  public static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  /// The first bytes of a gzip file.
  public static let gzip: [UInt8] = [0x1F, 0x8B]
}

/// Tells a source file from a web page, a part of a file and another file.
public enum SourceCheck {
  /// Rows in a hundred that may have another number of fields than expected: none of the sources is free of faults.
  private static let oddPercent = 1

  /// Reads the whole file at `path` and returns its number of rows.
  ///
  /// Fails with `.missingInput` when it is something else (a web page, another layout), so that fetching it again from the
  /// same place cannot help, and with `.inputOutput` when it is damaged or cut short, so that fetching it again can.
  public static func rows(of path: String, _ expected: SourceExpectation) throws(Failure) -> Int {
    let head = try SourceBytes.head(path)
    if let first = head.bytes.first(where: { $0 > 0x20 && ![0xEF, 0xBB, 0xBF].contains($0) }), first == 0x3C {
      throw Failure(
        .missingInput,
        "\(path) holds a web page instead of \(expected.title): the address has moved, or a page that asks to sign in answered for it."
      )
    }
    guard head.size >= expected.minimumBytes else {
      throw Failure(
        .inputOutput,
        "\(path) has \(head.size) bytes, and \(expected.title) has at least \(expected.minimumBytes); fetch it again.")
    }
    guard head.bytes.starts(with: expected.firstBytes) else {
      throw Failure(.missingInput, "\(path) is not \(expected.title): it begins with other bytes; look at the file.")
    }
    let table: SourceTable
    do throws(Failure) {
      table = try SourceTable(path: path, hasHeader: expected.fields == nil)
    } catch {
      throw Failure(error.kind == .data ? .inputOutput : error.kind, error.message)
    }
    for column in expected.columns where !table.header.contains(column) {
      throw Failure(
        .missingInput, "\(path) is not \(expected.title): its header has no column \(column); is it the right file?")
    }
    var rows = 0
    var odd = 0
    table.forEach { row in
      rows += 1
      if let fields = expected.fields, row.fields.count != fields { odd += 1 }
    }
    guard rows > 0 else { throw Failure(.missingInput, "\(path) holds no row; is it \(expected.title)?") }
    guard odd * 100 <= rows * oddPercent else {
      throw Failure(
        .missingInput,
        "\(path) is not \(expected.title): \(odd) of \(rows) rows have not its \(expected.fields ?? 0) fields.")
    }
    return rows
  }
}
