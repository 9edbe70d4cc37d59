import Model
import Taxonomy
import Text

/// Which product a user means by a code or by words.
struct ProductChoice {
  /// Names for people of the codes that a tally may hold.
  private let keys: ProductKeys
  private let catalogue: ProductCatalogue
  private var keyOfCode: [String: Int] = [:]

  /// The products of `catalogue`, and the industry codes of `level`.
  init(_ catalogue: ProductCatalogue, level: ProductLevel) {
    self.catalogue = catalogue
    keys = catalogue.keys(level: level)
    for (index, code) in keys.codes.enumerated() { keyOfCode[code] = index }
  }

  /// The name of a product code; the code itself where this configuration does not know it.
  func name(_ code: String) -> String { keyOfCode[code].map { keys.names[$0] } ?? code }

  /// The product group that a product code belongs to; nil where this configuration does not know it.
  func group(_ code: String) -> UInt16? {
    guard let key = keyOfCode[code], Int(keys.groups[key]) < catalogue.groups.count else { return nil }
    return keys.groups[key]
  }

  /// What was understood.
  struct Answer {
    /// Name for people.
    var name: String
    /// The product codes that it covers, of those that were asked about.
    var codes: Set<String>
    /// A sentence where the words could mean something else too; empty where not.
    var remark: String
  }

  /// The product that `text` names, and which of `codes` belong to it. Fails with 64 and suggestions when it names none.
  func answer(_ text: String, among codes: [String]) throws(Failure) -> Answer {
    let wanted = text.lowercased()
    if keyOfCode[wanted] == nil, let group = catalogue.groups.first(where: { $0.name == wanted }) {
      return covered(catalogue.group(code: group.code), codes)
    }
    if let key = keyOfCode[wanted] {
      if let group = catalogue.group(code: wanted) { return covered(group, codes) }
      return Answer(name: keys.names[key], codes: Set(codes).intersection([wanted]), remark: "")
    }
    let digits = wanted.hasPrefix("nic-") ? String(wanted.dropFirst(4)) : wanted
    let found = ProductCoder(catalogue: catalogue, level: .group).explain(code: digits, text: text, sector: "")
    if let first = found.first {
      var answer = covered(first.group, codes)
      let others = found.dropFirst().prefix(3).map { catalogue.groups[Int($0.group)].code }
      answer.remark =
        "\"\(text)\" was read as \(answer.name)"
        + (others.isEmpty ? "." : "; it could also mean \(others.joined(separator: ", ")).")
      return answer
    }
    let near = suggestions(wanted)
    throw Failure(
      .usage,
      "--product: no product is known as \"\(text)\"\(near.isEmpty ? "" : "; nearest: \(near.joined(separator: ", "))"). Products and their words stand in Config/products.csv and Config/product-words.csv."
    )
  }

  private func covered(_ group: UInt16?, _ codes: [String]) -> Answer {
    guard let group else { return Answer(name: "", codes: [], remark: "") }
    return Answer(
      name: catalogue.groups[Int(group)].name, codes: Set(codes.filter { self.group($0) == group }), remark: "")
  }

  /// Up to three codes nearest to what was written, by code, name and keywords; none that differs in half of its letters.
  private func suggestions(_ wanted: String) -> [String] {
    let ascii = String(decoding: wanted.utf8.filter { $0 < 0x80 }.prefix(EditDistance.maximumPattern), as: UTF8.self)
    let scored = catalogue.groups.map { group in
      let texts = [group.code, group.name] + group.keywords.filter { $0.strength != .against }.map(\.text)
      let best = texts.filter { $0.utf8.allSatisfy { $0 < 0x80 } }
        .map { EditDistance.between(ascii, $0, limit: 64) }.min()
      return (distance: best ?? 65, code: group.code)
    }
    return scored.filter { $0.distance * 2 < ascii.utf8.count }.sorted {
      $0.distance != $1.distance ? $0.distance < $1.distance : $0.code < $1.code
    }
    .prefix(3).map(\.code)
  }
}
