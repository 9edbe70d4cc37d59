import Foundation
import Model
import Settings
import TestSupport

@testable import Taxonomy

/// A small catalogue of its own, the real one, and batches made from a few fields.
enum Fixture {
  static func code(_ text: String) -> IndustryCode { IndustryCode(text) ?? .none }

  static let small = ProductCatalogue(
    groups: [
      group("cotton-fabrics", .industrial, other: .handloom, nic: ["1312"], ["cotton fabric", "cloth*"]),
      group("knitwear", .industrial, nic: ["143", "1391"], ["knitwear", "hosiery"]),
      group("rice-mills", .industrial, nic: ["10612"], ["rice mill", "parboiled rice"]),
      group("grain-milling", .industrial, nic: ["1061"], ["flour", "grain"]),
      group("brass", .handicraft, other: .industrial, nic: ["2592"], ["brass", "brassware"]),
      group("handloom-textiles", .handloom, nic: [], ["handloom", "handloom saree", "-powerloom"]),
      group("zari", .handicraft, nic: [], ["zari", "zardozi"]),
      group("software", .service, nic: ["62"], ["software"]),
      group("machinery", .industrial, nic: ["28"], ["machinery<", "machine<"]),
      group("textiles", .industrial, nic: ["13"], ["textile"]),
      group("trade", .service, nic: ["46"], ["trade of>", "trading<", "-manufacture"]),
      group("repair", .service, nic: ["33"], ["repair of>", "repair of flour", "-manufacture"]),
    ],
    families: [ProductFamily(code: "grain", name: "grain", groups: [2, 3], source: "default")],
    nic2008: CodeEdition(classes: [
      (code("1061"), [1, 2, 9]), (code("1312"), []), (code("1391"), []), (code("1430"), []), (code("2592"), []),
      (code("2825"), []), (code("6201"), [1]), (code("0111"), [1]), (code("1711"), []), (code("7210"), []),
    ]),
    nic2004: CodeEdition(classes: [(code("1711"), []), (code("7210"), []), (code("1531"), [])]),
    sectors: [
      SectorWording(words: "Manufacturing (Textiles)", nic2008: [13, 14], nic2004: [17, 18]),
      SectorWording(words: "Business Services", nic2008: [62, 69, 82], nic2004: [72, 74]),
    ],
    makings: [
      MakingWord(words: "handloom", productionClass: .handloom),
      MakingWord(words: "powerloom", productionClass: .industrial),
      MakingWord(words: "power loom", productionClass: .industrial),
      MakingWord(words: "artisan", productionClass: .handicraft),
    ])

  private static func group(
    _ name: String, _ productionClass: ProductionClass, other: ProductionClass? = nil, nic: [String],
    _ keywords: [String]
  ) -> ProductGroup {
    ProductGroup(
      code: name, name: name.replacingOccurrences(of: "-", with: " "), productionClass: productionClass,
      otherClass: other, nic2008: nic.map { code($0) },
      nic2004: name == "textiles" ? [code("17")] : name == "software" ? [code("72")] : [],
      keywords: keywords.map { Keyword(parsing: $0) })
  }

  /// The configuration of the checkout.
  static func real() throws -> ProductCatalogue {
    var texts: [String: String] = [:]
    for name in ProductSettings.files {
      texts[name] = try String(contentsOf: SharedData.checkout.appending(path: "Config/\(name)"), encoding: .utf8)
    }
    let loaded = ProductSettings.load(texts: texts)
    if !loaded.faults.isEmpty { throw Failure(.configuration, loaded.faults.joined(separator: "\n")) }
    return loaded.catalogue
  }

  /// One row to be coded.
  struct Row {
    var text = ""
    var code = ""
    var sector = ""
    var looms: Int64 = 0
  }

  /// Rows as a batch with the columns product, sector, code and looms.
  static func batch(
    _ rows: [Row], version: NICVersion = .nic2008, declared: ProductionClass? = nil
  ) -> EnterpriseBatch {
    var bytes: [UInt8] = []
    var spans: [[TextSpan]] = [[], []]
    for row in rows {
      for (slot, text) in [row.text, row.sector].enumerated() {
        spans[slot].append(TextSpan(start: UInt32(bytes.count), count: UInt32(text.utf8.count)))
        bytes += Array(text.utf8)
      }
    }
    let batch = RowBatch(byteCapacity: bytes.count, capacity: rows.count, slotCount: 2)
    batch.count = rows.count
    bytes.withUnsafeBytes {
      if let base = $0.baseAddress { batch.bytes.copyMemory(from: base, byteCount: bytes.count) }
    }
    for row in rows.indices {
      batch.rejects[row] = 0
      batch.flags[row] = 0
      for slot in 0..<2 { batch.spans[slot * rows.count + row] = spans[slot][row] }
    }
    var slots = Array(repeating: -1, count: TextField.allCases.count)
    slots[TextField.product.rawValue] = 0
    slots[TextField.sector.rawValue] = 1
    let enterprises = EnterpriseBatch(
      rows: batch, slots: slots, nicVersion: version, defaultCountry: "IN", coordinateSystem: nil,
      declaredClass: declared)
    enterprises.industryCode = Column(count: rows.count, initial: IndustryCode.none)
    enterprises.amounts[AmountField.looms.rawValue] = Column(count: rows.count, initial: EnterpriseBatch.unknownAmount)
    for (index, row) in rows.enumerated() {
      enterprises.industryCode?[index] = code(row.code)
      if row.looms > 0 { enterprises.amounts[AmountField.looms.rawValue]?[index] = row.looms }
    }
    return enterprises
  }
}
