import FoundationEssentials
import Model

/// The tables of the Local Government Directory: codes and names, no coordinates.
struct LocalGovernment {
  struct District {
    var code: UInt16
    var state: UInt16
    var name: String
  }
  struct Subdistrict {
    var code: UInt32
    var district: UInt16
    var state: UInt16
    var name: String
  }
  struct Town {
    var code: UInt32
    var state: UInt16
    var name: String
  }

  private(set) var districts: [District] = []
  private(set) var subdistricts: [Subdistrict] = []
  private(set) var towns: [Town] = []
  /// The files that were read, with their fingerprints.
  private(set) var files: [(name: String, fingerprint: Fingerprint)] = []

  /// Reads those of the tables that stand in `directory`.
  init(directory: String) throws(Failure) {
    var found = false
    for file in ["2-district.csv", "3-subdistrict.csv", "blocks.csv", "urban-local-body.csv"] {
      let path = "\(directory)/\(file)"
      guard FileManager.default.fileExists(atPath: path) else { continue }
      found = true
      let table = try SourceTable(path: path)
      files.append((file, table.fingerprint))
      try read(table, file)
    }
    guard found else {
      throw Failure(
        .missingInput,
        "\(directory) holds none of 2-district.csv, 3-subdistrict.csv, blocks.csv, urban-local-body.csv; check --lgd")
    }
  }

  private mutating func read(_ table: SourceTable, _ file: String) throws(Failure) {
    let state = try table.required("statecode")
    if file == "urban-local-body.csv" {
      let code = try table.required("localbodycode")
      let name = try table.required("localbodyname")
      var towns: [Town] = []
      table.forEach { row in
        towns.append(Town(code: row.number(code), state: UInt16(clamping: row.number(state)), name: row.text(name)))
      }
      self.towns = towns
      return
    }
    let district = try table.required("districtcode")
    if file == "2-district.csv" {
      let name = try table.required("districtname")
      var districts: [District] = []
      table.forEach { row in
        districts.append(
          District(
            code: UInt16(clamping: row.number(district)), state: UInt16(clamping: row.number(state)),
            name: row.text(name)))
      }
      self.districts = districts
      return
    }
    let code = try table.required("subdistrictcode", "blockcode")
    let name = try table.required("subdistrictname", "blockname")
    var subdistricts: [Subdistrict] = []
    table.forEach { row in
      subdistricts.append(
        Subdistrict(
          code: row.number(code), district: UInt16(clamping: row.number(district)),
          state: UInt16(clamping: row.number(state)), name: row.text(name)))
    }
    self.subdistricts += subdistricts
  }
}

/// Names as people write them, from tables that write capitals.
enum NameCase {
  /// `text` with only the first letter of each word large, if it holds no small Latin letter; else as it is.
  static func title(_ text: String) -> String {
    guard !text.utf8.contains(where: { $0 &- 0x61 < 26 }) else { return text }
    var bytes: [UInt8] = []
    var inWord = false
    for byte in text.utf8 {
      let isLetter = byte &- 0x41 < 26
      bytes.append(isLetter && inWord ? byte | 0x20 : byte)
      inWord = isLetter || byte >= 0x80 || byte == 0x27
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
