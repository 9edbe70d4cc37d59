import Model
import Tables
import Taxonomy

/// `Config/chains.csv`: related industries and links of the value chain of each product group.
enum ChainSettings {
  static let file = "chains.csv"
  private static let columns = ["product", "link", "label", "role", "groups", "weight", "essential", "source"]
  /// The word in `link` of the row that lists related industries.
  private static let related = "related"
  /// Related industries of a chain, links that are essential to it, and percent of it on links without groups.
  private static let relatedCount = 3...10
  private static let essentialCount = 1...3
  private static let unregisteredWeight: ClosedRange<Int64> = 20...35
  /// Roles that no enterprise register holds: their links have no groups, and all others have some.
  private static let unregistered: Set<ActorRole> = [.finance, .institution, .services, .association]

  private static func words<Number>(_ range: ClosedRange<Number>) -> String {
    "\(range.lowerBound) to \(range.upperBound)"
  }

  /// Reads `text`; every fault is a sentence with line and column.
  static func load(_ text: String, groups: [ProductGroup]) -> (chains: ValueChains, faults: [String]) {
    var reader = Reader(groups)
    reader.read(text)
    return (ValueChains(reader.chains, groups: groups), reader.faults)
  }

  private struct Reader {
    var chains: [ValueChain] = []
    var faults: [String] = []
    private let groups: [ProductGroup]
    private let numbers: [String: UInt16]
    private var indexOf: [String: Int] = [:]
    /// Lines by owner: of the first row, and of the row of related industries, 0 for none.
    private var lineOf: [String: (first: Int, related: Int)] = [:]
    /// The groups that each row names, with the index of its chain.
    private var named: [(line: Int, chain: Int, groups: [UInt16])] = []

    init(_ groups: [ProductGroup]) {
      self.groups = groups
      numbers = Dictionary(groups.enumerated().map { ($1.code, UInt16($0)) }) { first, _ in first }
    }

    mutating func read(_ text: String) {
      let table: TextTable
      do { table = try TextTable(parsing: text) } catch {
        faults.append("\(file): \(error)")
        return
      }
      let missing = columns.filter { table.column($0) == nil }
      for column in missing { faults.append("\(file): line 1: the column \(column) is missing") }
      for column in table.header where !columns.contains(column) {
        faults.append(
          "\(file): line 1: the column \(column) is unknown; allowed are \(columns.joined(separator: ", "))")
      }
      guard missing.isEmpty else { return }
      for (line, fields) in zip(table.lines, table.rows) {
        row(line, Dictionary(zip(table.header, fields)) { first, _ in first })
      }
      finish()
    }

    private mutating func fault(_ line: Int, _ column: String, _ message: String) {
      faults.append("\(file): line \(line): \(column): \(message)")
    }

    private mutating func row(_ line: Int, _ fields: [String: String]) {
      let owner = fields["product"] ?? ""
      if indexOf[owner] == nil {
        if !isOwner(owner) {
          fault(
            line, "product",
            "a code of products.csv, division:NN with 10 to 33, or class:handicraft, class:handloom or class:service is expected, found \"\(owner)\""
          )
        }
        indexOf[owner] = chains.count
        lineOf[owner] = (line, 0)
        chains.append(ValueChain(owner: owner, related: [], links: []))
      }
      guard let index = indexOf[owner] else { return }
      let groups = members(line, fields["groups"] ?? "", owner)
      named.append((line, index, groups))
      if fields["link"] == ChainSettings.related {
        if let known = lineOf[owner]?.related, known > 0 {
          fault(line, "link", "the related industries of \(owner) stand on line \(known) already")
        }
        if !ChainSettings.relatedCount.contains(groups.count) {
          fault(
            line, "groups",
            "\(ChainSettings.words(ChainSettings.relatedCount)) related industries are expected, found \(groups.count)")
        }
        for column in ["role", "weight", "essential"] where !(fields[column] ?? "").isEmpty {
          fault(
            line, column,
            "nothing is allowed on the row \"related\", which is no link; found \"\(fields[column] ?? "")\"")
        }
        lineOf[owner]?.related = line
        chains[index].related = groups
        return
      }
      link(line, fields, groups, index)
    }

    private mutating func link(_ line: Int, _ fields: [String: String], _ groups: [UInt16], _ index: Int) {
      let name = fields["link"] ?? ""
      if name.isEmpty { fault(line, "link", "a name is expected") }
      if chains[index].links.contains(where: { $0.name == name }) {
        fault(line, "link", "\"\(name)\" stands twice in the chain of \(chains[index].owner)")
      }
      let roles = ActorRole.allCases.filter { $0 != .unknown && $0 != .principal }
      let role = roles.first { $0.name == fields["role"] }
      if role == nil {
        fault(
          line, "role",
          "one of \(roles.map(\.name).joined(separator: ", ")) is expected, found \"\(fields["role"] ?? "")\"")
      }
      if let role, ChainSettings.unregistered.contains(role) != (fields["groups"] ?? "").isEmpty {
        fault(
          line, "groups",
          ChainSettings.unregistered.contains(role)
            ? "nothing is allowed on a link of \(role.name), which no enterprise register holds; found \"\(fields["groups"] ?? "")\""
            : "a link of \(role.name) needs product groups that show it")
      }
      let weight = Int64(fields["weight"] ?? "").flatMap { (1...100).contains($0) ? $0 : nil }
      if weight == nil {
        fault(line, "weight", "a whole percent from 1 to 100 is expected, found \"\(fields["weight"] ?? "")\"")
      }
      let essential = fields["essential"] ?? ""
      if essential != "yes", essential != "no" {
        fault(line, "essential", "yes or no is expected, found \"\(essential)\"")
      }
      if essential == "yes", groups.isEmpty {
        fault(line, "groups", "an essential link needs product groups that show it")
      }
      chains[index].links.append(
        ChainLink(
          name: name, label: (fields["label"] ?? "").isEmpty ? name : fields["label"] ?? name,
          role: role ?? .rawMaterial, groups: groups, weight: weight ?? 0, isEssential: essential == "yes",
          source: (fields["source"] ?? "").isEmpty ? "default" : fields["source"] ?? "default"))
    }

    private func isOwner(_ owner: String) -> Bool {
      if numbers[owner] != nil || ["class:handicraft", "class:handloom", "class:service"].contains(owner) {
        return true
      }
      guard owner.hasPrefix("division:"), owner.utf8.count == 11, let division = Int(owner.dropFirst(9)) else {
        return false
      }
      return (10...33).contains(division)
    }

    private mutating func members(_ line: Int, _ text: String, _ owner: String) -> [UInt16] {
      var found: Set<UInt16> = []
      for part in text.split(separator: ";") {
        let code = String(part.filter { $0 != " " })
        guard let number = numbers[code] else {
          fault(line, "groups", "\"\(code)\" is no product group of products.csv")
          continue
        }
        if code == owner { fault(line, "groups", "\(owner) cannot be a link of, or related to, itself") }
        if !found.insert(number).inserted { fault(line, "groups", "\"\(code)\" stands twice") }
      }
      return found.sorted()
    }

    /// What can only be judged of a whole chain.
    private mutating func finish() {
      for chain in chains {
        let line = lineOf[chain.owner]
        let sum = chain.links.reduce(0) { $0 + $1.weight }
        if sum != 100 {
          fault(line?.first ?? 0, "weight", "the weights of \(chain.owner) add to \(sum), and 100 is expected")
        }
        let essential = chain.links.count(where: \.isEssential)
        if !ChainSettings.essentialCount.contains(essential) {
          fault(
            line?.first ?? 0, "essential",
            "\(chain.owner) has \(essential) essential links, and \(ChainSettings.words(ChainSettings.essentialCount)) are expected"
          )
        }
        let unregistered = chain.links.reduce(0) { $0 + ($1.groups.isEmpty ? $1.weight : 0) }
        if !ChainSettings.unregisteredWeight.contains(unregistered) {
          fault(
            line?.first ?? 0, "weight",
            "the links of \(chain.owner) without groups carry \(unregistered), and \(ChainSettings.words(ChainSettings.unregisteredWeight)) are expected"
          )
        }
        if line?.related == 0 {
          fault(line?.first ?? 0, "link", "\(chain.owner) has no row \"related\" with its related industries")
        }
        var owners: [UInt16: String] = [:]
        for link in chain.links {
          for group in link.groups {
            if let other = owners.updateValue(link.name, forKey: group) {
              let code = numbers.first { $0.value == group }?.key ?? ""
              fault(line?.first ?? 0, "groups", "\(code) shows two links of \(chain.owner): \(other) and \(link.name)")
            }
          }
        }
      }
      inherited()
    }

    /// Every industrial group has a chain, and a default may not name a group that inherits it: the group would be a link of, or related
    /// to, itself.
    private mutating func inherited() {
      let chainOfGroup = ValueChains(chains, groups: groups).chainOfGroup
      for (group, chain) in zip(groups, chainOfGroup) where chain < 0 && group.productionClass == .industrial {
        fault(
          1, "product",
          "the industrial group \(group.code) has neither a chain of its own nor one of its division; add the rows of one"
        )
      }
      for row in named {
        let owner = chains[row.chain].owner
        for group in row.groups where chainOfGroup[Int(group)] == row.chain && groups[Int(group)].code != owner {
          let code = groups[Int(group)].code
          fault(
            row.line, "groups",
            "\(code) cannot be a link of, or related to, itself: it inherits the chain of \(owner); give it a chain of its own"
          )
        }
      }
    }
  }
}
