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
    knitwear,related,related industries,,yarn;dyeing;carving,,,default
    knitwear,yarn,yarn,raw-material,yarn,65,yes,FAQ 4
    knitwear,finance,banks,finance,,35,no,FAQ 4

    """

  /// A default of division 13, which yarn and dyeing inherit: neither is a part of it.
  private static let division = good.replacing("knitwear,", with: "division:13,")
    .replacing("yarn;dyeing;carving", with: "knitwear;carving;loose")
    .replacing("raw-material,yarn", with: "raw-material,knitwear")
  private static let loose = good.replacing("knitwear,", with: "loose,")

  /// The rows, and behind them chains for the groups that they leave without one.
  private static func load(_ rows: String, _ rest: String = division + loose) -> (chains: ValueChains, faults: [String])
  {
    ChainSettings.load(header + rows + rest, groups: groups)
  }

  @Test func rowsBecomeChains() throws {
    let loaded = Self.load(Self.good)
    #expect(loaded.faults.isEmpty)
    let chain = try #require(loaded.chains.chain(group: 0))
    #expect(chain.owner == "knitwear" && chain.related == [1, 2, 3])
    #expect(chain.links.map(\.name) == ["yarn", "finance"] && chain.links.map(\.weight) == [65, 35])
    #expect(chain.links[0].role == .rawMaterial && chain.links[0].isEssential && chain.links[0].source == "FAQ 4")
    #expect(chain.links[1].groups.isEmpty)
    #expect(loaded.chains.chain(group: 3) == nil)
  }

  @Test func groupsWithoutAChainInheritThatOfTheirClassOrDivision() throws {
    let craft = Self.good.replacing("knitwear,", with: "class:handicraft,").replacing(";carving", with: ";loose")
    let loaded = Self.load(Self.good + craft)
    #expect(loaded.faults.isEmpty)
    let owners = Self.groups.indices.map { loaded.chains.chain(group: $0)?.owner }
    #expect(owners == ["knitwear", "division:13", "division:13", "class:handicraft", "loose"])
  }

  @Test(arguments: [
    (
      "yarn;dyeing;carving,,,", "yarn;dyeing;carving;silk,,,",
      "line 2: groups: \"silk\" is no product group of products.csv"
    ),
    (
      "yarn;dyeing;carving,,,", "yarn;dyeing;knitwear,,,",
      "line 2: groups: knitwear cannot be a link of, or related to, itself"
    ),
    ("yarn;dyeing;carving,,,", "yarn;dyeing;carving;yarn,,,", "line 2: groups: \"yarn\" stands twice"),
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
      "carving,,,", "carving,5,,",
      "line 2: weight: nothing is allowed on the row \"related\", which is no link; found \"5\""
    ),
    (
      "carving,,,", "carving,,no,",
      "line 2: essential: nothing is allowed on the row \"related\", which is no link; found \"no\""
    ),
    (",65,", ",64,", "line 2: weight: the weights of knitwear add to 99, and 100 is expected"),
    (",65,", ",0,", "line 3: weight: a whole percent from 1 to 100 is expected, found \"0\""),
    (",65,", ",x,", "line 3: weight: a whole percent from 1 to 100 is expected, found \"x\""),
    (",yes,", ",no,", "line 2: essential: knitwear has 0 essential links, and 1 to 3 are expected"),
    ("yarn;dyeing;carving,,,", "yarn;dyeing,,,", "line 2: groups: 3 to 10 related industries are expected, found 2"),
    (",yes,", ",maybe,", "line 3: essential: yes or no is expected, found \"maybe\""),
    (",35,no,", ",35,yes,", "line 4: groups: an essential link needs product groups that show it"),
    ("knitwear,finance,", "knitwear,yarn,", "line 4: link: \"yarn\" stands twice in the chain of knitwear"),
    (",finance,,", ",trade,,", "line 4: groups: a link of trade needs product groups that show it"),
    (
      ",finance,,", ",finance,dyeing,",
      "line 4: groups: nothing is allowed on a link of finance, which no enterprise register holds; found \"dyeing\""
    ),
    (",finance,,", ",trade,yarn,", "line 2: groups: yarn shows two links of knitwear: yarn and finance"),
    ("knitwear,related", "knitwear,other", "line 2: role: one of"),
    ("raw-material", "supplier", "line 3: role: one of raw-material, parts, process"),
    ("knitwear,finance", "hats,finance", "line 4: product: a code of products.csv"),
    ("knitwear,finance", "division:34,finance", "line 4: product: a code of products.csv"),
  ])
  func faultsNameLineAndColumn(from: String, to: String, fault: String) {
    #expect(Self.good.contains(from))
    let loaded = Self.load(Self.good.replacing(from, with: to))
    #expect(loaded.faults.contains { $0.hasPrefix("chains.csv: \(fault)") }, "\(loaded.faults)")
  }

  /// The edges of what links without groups may carry.
  @Test(arguments: [(19, false), (20, true), (35, true), (36, false)])
  func linksWithoutGroupsCarryAFifthToAThird(weight: Int, isAllowed: Bool) {
    let rows = Self.good.replacing(",65,", with: ",\(100 - weight),").replacing(",35,", with: ",\(weight),")
    let faults = Self.load(rows).faults
    let fault =
      "chains.csv: line 2: weight: the links of knitwear without groups carry \(weight), and 20 to 35 are expected"
    #expect(faults == (isAllowed ? [] : [fault]))
  }

  @Test(arguments: [
    ("carving;loose,,,", "carving;yarn,,,", 2),
    ("raw-material,knitwear", "raw-material,dyeing", 3),
  ])
  func aDefaultThatNamesWhatInheritsItIsAFault(from: String, to: String, line: Int) {
    let rows = Self.division
    #expect(Self.load(rows, Self.good + Self.loose).faults.isEmpty && rows.contains(from))
    let faults = Self.load(rows.replacing(from, with: to), Self.good + Self.loose).faults
    #expect(
      faults.count == 1 && faults[0].hasPrefix("chains.csv: line \(line): groups: ")
        && faults[0].contains("itself: it inherits the chain of division:13"), "\(faults)")
  }

  /// Relatedness is read in one direction and one step: that two products name each other is no error.
  @Test func productsMayNameEachOther() {
    let back = Self.good.replacing("knitwear,", with: "dyeing,").replacing("yarn;dyeing;", with: "yarn;knitwear;")
    let loaded = Self.load(Self.good + back)
    #expect(loaded.faults.isEmpty)
    #expect(
      loaded.chains.chain(group: 0)?.related == [1, 2, 3] && loaded.chains.chain(group: 2)?.related == [0, 1, 3])
  }

  @Test func anIndustrialGroupWithoutAnyChainIsAFault() {
    #expect(
      Self.load(Self.good, Self.division).faults == [
        "chains.csv: line 1: product: the industrial group loose has neither a chain of its own nor one of its division; add the rows of one"
      ])
  }

  @Test func aChainWithoutRelatedIndustriesIsAFault() {
    let rows = Self.good.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
    let loaded = Self.load(rows)
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
