import Foundation
import Model
import Taxonomy
import TestSupport
import Testing

@testable import Settings

@Suite("Value chains from chains.csv")
struct ChainSettingsTests {
  private static let groups = [
    ProductGroup(code: "knitwear", name: "knitwear", productionClass: .industrial, nic2008: codes("1430")),
    ProductGroup(code: "yarn", name: "yarn", productionClass: .industrial, nic2008: codes("1311")),
    ProductGroup(code: "dyeing", name: "dyeing", productionClass: .industrial, nic2008: codes("1313")),
    ProductGroup(code: "carving", name: "wood carving", productionClass: .handicraft),
    ProductGroup(code: "loose", name: "no code", productionClass: .industrial),
  ]

  private static func codes(_ text: String) -> [IndustryCode] { [IndustryCode(text)].compactMap { $0 } }

  private static let header = "product,link,label,role,groups,weight,essential,source\n"
  private static let good = """
    knitwear,related,related industries,,yarn;dyeing,,,default
    knitwear,yarn,yarn,raw-material,yarn,60,yes,FAQ 4
    knitwear,finance,banks,finance,,40,no,FAQ 4

    """

  @Test func rowsBecomeChains() throws {
    let loaded = ChainSettings.load(Self.header + Self.good, groups: Self.groups)
    #expect(loaded.faults.isEmpty)
    let chain = try #require(loaded.chains.chain(group: 0))
    #expect(chain.owner == "knitwear" && chain.related == [1, 2])
    #expect(chain.links.map(\.name) == ["yarn", "finance"] && chain.links.map(\.weight) == [60, 40])
    #expect(chain.links[0].role == .rawMaterial && chain.links[0].isEssential && chain.links[0].source == "FAQ 4")
    #expect(chain.links[1].groups.isEmpty)
    #expect(loaded.chains.chain(group: 1) == nil)
  }

  @Test func groupsWithoutAChainInheritThatOfTheirClassOrDivision() throws {
    // What inherits a default is no part of it.
    let division = Self.good.replacing("knitwear,", with: "division:13,").replacing(
      "yarn;dyeing", with: "carving;knitwear"
    )
    .replacing("raw-material,yarn", with: "raw-material,knitwear")
    let craft = Self.good.replacing("knitwear,", with: "class:handicraft,")
    let loaded = ChainSettings.load(Self.header + Self.good + division + craft, groups: Self.groups)
    #expect(loaded.faults.isEmpty)
    let owners = Self.groups.indices.map { loaded.chains.chain(group: $0)?.owner }
    #expect(owners == ["knitwear", "division:13", "division:13", "class:handicraft", nil])
  }

  @Test(arguments: [
    ("yarn;dyeing,,,", "yarn;dyeing;silk,,,", "line 2: groups: \"silk\" is no product group of products.csv"),
    ("yarn;dyeing,,,", "yarn;knitwear,,,", "line 2: groups: knitwear cannot be a link of, or related to, itself"),
    ("yarn;dyeing,,,", "yarn;yarn,,,", "line 2: groups: \"yarn\" stands twice"),
    // A pair that is named twice, in one row or in two.
    (
      "knitwear,yarn,", "knitwear,related,again,,dyeing,,,default\nknitwear,yarn,",
      "line 3: link: the related industries of knitwear stand on line 2 already"
    ),
    // The row of related industries is no link: it has no role, no weight and is not essential.
    (
      "industries,,yarn", "industries,nonsense,yarn",
      "line 2: role: nothing is allowed on the row \"related\", which is no link; found \"nonsense\""
    ),
    ("industries,,yarn", "industries,parts,yarn", "line 2: role: nothing is allowed"),
    (
      "dyeing,,,", "dyeing,5,,",
      "line 2: weight: nothing is allowed on the row \"related\", which is no link; found \"5\""
    ),
    (
      "dyeing,,,", "dyeing,,no,",
      "line 2: essential: nothing is allowed on the row \"related\", which is no link; found \"no\""
    ),
    (",60,", ",59,", "line 2: weight: the weights of knitwear add to 99, and 100 is expected"),
    (",60,", ",0,", "line 3: weight: a whole percent from 1 to 100 is expected, found \"0\""),
    (",60,", ",x,", "line 3: weight: a whole percent from 1 to 100 is expected, found \"x\""),
    (",yes,", ",maybe,", "line 3: essential: yes or no is expected, found \"maybe\""),
    (",40,no,", ",40,yes,", "line 4: groups: an essential link needs product groups that show it"),
    ("knitwear,finance,", "knitwear,yarn,", "line 4: link: \"yarn\" stands twice in the chain of knitwear"),
    (",finance,,", ",trade,yarn,", "line 2: groups: yarn shows two links of knitwear: yarn and finance"),
    ("knitwear,related", "knitwear,other", "line 2: role: one of"),
    ("raw-material", "supplier", "line 3: role: one of raw-material, parts, process"),
    ("knitwear,finance", "hats,finance", "line 4: product: a code of products.csv"),
    ("knitwear,finance", "division:34,finance", "line 4: product: a code of products.csv"),
  ])
  func faultsNameLineAndColumn(from: String, to: String, fault: String) {
    #expect(Self.good.contains(from))
    let loaded = ChainSettings.load(Self.header + Self.good.replacing(from, with: to), groups: Self.groups)
    #expect(loaded.faults.contains { $0.hasPrefix("chains.csv: \(fault)") }, "\(loaded.faults)")
  }

  @Test(arguments: [
    ("related,related industries,,carving;knitwear", "related,related industries,,carving;yarn", 2),
    ("raw-material,knitwear", "raw-material,dyeing", 3),
  ])
  func aDefaultThatNamesWhatInheritsItIsAFault(from: String, to: String, line: Int) {
    let rows = Self.good.replacing("knitwear,", with: "division:13,").replacing("yarn;dyeing", with: "carving;knitwear")
      .replacing("raw-material,yarn", with: "raw-material,knitwear")
    #expect(ChainSettings.load(Self.header + rows, groups: Self.groups).faults.isEmpty && rows.contains(from))
    let faults = ChainSettings.load(Self.header + rows.replacing(from, with: to), groups: Self.groups).faults
    #expect(
      faults.count == 1 && faults[0].hasPrefix("chains.csv: line \(line): groups: ")
        && faults[0].contains("itself: it inherits the chain of division:13"), "\(faults)")
  }

  /// Relatedness is read in one direction and one step: that two products name each other is no error.
  @Test func productsMayNameEachOther() {
    let back = Self.good.replacing("knitwear,", with: "dyeing,").replacing("yarn;dyeing", with: "yarn;knitwear")
    let loaded = ChainSettings.load(Self.header + Self.good + back, groups: Self.groups)
    #expect(loaded.faults.isEmpty)
    #expect(loaded.chains.chain(group: 0)?.related == [1, 2] && loaded.chains.chain(group: 2)?.related == [0, 1])
  }

  @Test func aChainWithoutRelatedIndustriesIsAFault() {
    let rows = Self.good.split(separator: "\n").dropFirst().joined(separator: "\n")
    let loaded = ChainSettings.load(Self.header + rows, groups: Self.groups)
    #expect(loaded.faults.contains { $0.contains("has no row \"related\"") })
  }

  /// Every product group of the real configuration has a chain, and at least sixty have one of their own.
  @Test func theRealChainsCoverEveryGroup() throws {
    let configuration = try Configuration.load(SharedData.checkout.appending(path: "Config").path)
    let chains = configuration.products.chains
    for (index, group) in configuration.products.groups.enumerated() {
      #expect(chains.chain(group: index) != nil, "\(group.code)")
    }
    let codes = Set(configuration.products.groups.map(\.code))
    #expect(chains.chains.count { codes.contains($0.owner) } >= 60)
    for chain in chains.chains { #expect(chain.links.reduce(0) { $0 + $1.weight } == 100, "\(chain.owner)") }
  }
}
