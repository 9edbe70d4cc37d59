import Foundation
import Tables
import TestSupport
import Testing

@testable import Geocoding

/// A table of `Tests/Cases` or `Geo`, its rows by column.
struct CaseTable {
  struct Row {
    let line: Int
    let fields: [String: String]
    subscript(column: String) -> String { fields[column] ?? "" }
    /// A list joined with `;`, without empty members.
    func list(_ column: String) -> [String] { self[column].split(separator: ";").map(String.init) }
    /// What to say when an expectation fails.
    var comment: Comment { Comment(rawValue: "line \(line): \(self["case"]) \(self["name"])") }
  }

  let rows: [Row]

  init(_ path: String) throws {
    let table = try TextTable(
      parsing: String(contentsOf: SharedData.checkout.appending(path: path), encoding: .utf8))
    rows = zip(table.rows, table.lines).map { row, line in
      Row(line: line, fields: Dictionary(zip(table.header, row)) { first, _ in first })
    }
  }

  /// The starter gazetteer of this checkout, read once.
  static let starter: Result<Gazetteer, any Error> = Result {
    try Gazetteer.starter(directory: SharedData.checkout.appending(path: "Geo").path)
  }
}
