import Foundation
import Tables
import TestSupport

/// The tables of the checkout, as rows by column name.
enum StarterTables {
  static func text(_ path: String) throws -> String {
    try String(contentsOf: SharedData.checkout.appending(path: path), encoding: .utf8)
  }

  static func rows(_ path: String) throws -> [[String: String]] {
    let table = try TextTable(parsing: text(path))
    return table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.header, $0)) }
  }
}

extension [String: String] {
  func field(_ name: String) -> String { self[name] ?? "" }
  func number(_ name: String) -> Double { Double(self[name] ?? "") ?? .nan }
  func list(_ name: String) -> [String] { (self[name] ?? "").split(separator: ";").map(String.init) }
}
