import Foundation
import TestSupport
import Testing

/// The boundaries of the benchmarks (domain.md, section 2) through the whole program: one register, every group at a place of its own.
@Suite struct BoundaryTests {
  static let industrial = "cotton knitwear"
  static let handicraft = "wood carving"
  static let handloom = "handloom silk sarees"
  static let service = "software development"

  /// A turnover column in which `units` units give `total` rupees together.
  static func turnover(_ total: Int, _ units: Int) -> (Int) -> [String: String] {
    { unit in ["turnover_inr": "\(total / units + (unit < total % units ? 1 : 0))"] }
  }

  /// A looms column in which `units` units give `total` looms together.
  static func looms(_ total: Int, _ units: Int) -> (Int) -> [String: String] {
    { unit in ["looms": unit < units ? "\(total / units + (unit < total % units ? 1 : 0))" : ""] }
  }

  static func register() -> TinyRegister {
    var register = TinyRegister()
    for units in [49, 50, 99, 100, 101] { register.add("i\(units)", industrial, units) }
    for units in [24, 25, 49, 50] { register.add("c\(units)", handicraft, units) }
    for units in [49, 50, 99, 100] { register.add("s\(units)", service, units) }
    for looms in [249, 250, 499, 500] { register.add("l\(looms)", handloom, 100, Self.looms(looms, 100)) }
    register.add("lopen", handloom, 100, Self.looms(499 - 1, 99))
    register.add("lenough", handloom, 100, Self.looms(499, 99))
    register.add("t51less", industrial, 51, Self.turnover(99_900_000, 51))
    register.add("t51rupee", industrial, 51, Self.turnover(99_999_999, 51))
    register.add("t51", industrial, 51, Self.turnover(100_000_000, 51))
    register.add("t50", industrial, 50, Self.turnover(100_000_000, 50))
    register.add("t99", industrial, 99, Self.turnover(100_000_000, 99))
    register.add("t100", industrial, 100, Self.turnover(100_000_000, 100))
    register.add("t49", industrial, 49, Self.turnover(900_000_000, 49))
    // One unit alone reports, and proves the rule; the others need not.
    register.add("tone", industrial, 60) { ["turnover_inr": $0 == 0 ? "100000000" : ""] }
    return register
  }

  private static let runs = ["unido", "unido-2005-list", "cluster-observatory"].map { rules in
    Result { try MapRun(text: register().text, options: ["--rules", rules]) }
  }

  private func expect(_ rules: Int, _ statuses: [String: String]) throws {
    let run = try Self.runs[rules].get()
    for (group, status) in statuses.sorted(by: { $0.key < $1.key }) {
      #expect(try run.status(of: group) == status, "\(group)")
    }
  }

  @Test func unitsCountForIndustryAndServices() throws {
    try expect(
      0,
      [
        "i49": "none", "i50": "potential", "i99": "potential", "i100": "cluster", "i101": "cluster", "s49": "none",
        "s50": "potential", "s99": "potential", "s100": "cluster",
      ])
    let cluster = try #require(try Self.runs[0].get().cluster(of: "i100"))
    #expect(cluster["benchmark"] == "unido:industrial-units")
    #expect(cluster["benchmark_limit"] == "100" && cluster["benchmark_value"] == "100")
    let short = try #require(try Self.runs[0].get().cluster(of: "i99"))
    #expect(short["shortfall"] == "1")
  }

  @Test func fiftyHandicraftUnitsAreACluster() throws {
    try expect(0, ["c24": "none", "c25": "potential", "c49": "potential", "c50": "cluster"])
    #expect(try Self.runs[0].get().cluster(of: "c50")?["category"] == "handicraft")
  }

  @Test func loomsCountForHandlooms() throws {
    try expect(0, ["l249": "none", "l250": "potential", "l499": "potential", "l500": "cluster"])
    let cluster = try #require(try Self.runs[0].get().cluster(of: "l500"))
    #expect(cluster["benchmark"] == "unido:handloom-looms" && cluster["looms"] == "500" && cluster["units"] == "100")
  }

  @Test func missingLoomsLeaveOnlyWhatTheyDecideUndetermined() throws {
    try expect(0, ["lopen": "undetermined", "lenough": "cluster"])
    let open = try #require(try Self.runs[0].get().cluster(of: "lopen"))
    #expect(open["counted_low"] == "499" && open["counted_high"] == "")
    let evidence = try Self.runs[0].get().text("evidence.jsonl")
    #expect(
      evidence.split(separator: "\n").contains {
        $0.contains("\"id\":\"\(open["id"] ?? "")\"") && $0.contains("\"dimension\":\"status\"")
          && $0.contains("\"missing\":\"looms\"")
      })
  }

  @Test func tenCroreOfTurnoverMakeAClusterOf51To99Units() throws {
    try expect(
      0,
      [
        "t49": "none", "t50": "potential", "t51less": "potential", "t51rupee": "potential", "t51": "cluster",
        "t99": "cluster", "t100": "cluster", "tone": "cluster",
      ])
    let cluster = try #require(try Self.runs[0].get().cluster(of: "t51"))
    #expect(cluster["benchmark"] == "unido:industrial-turnover" && cluster["benchmark_value"] == "100000000")
    #expect(try Self.runs[0].get().cluster(of: "t100")?["benchmark"] == "unido:industrial-units")
  }

  @Test func theListOf2005IsStricter() throws {
    try expect(
      1,
      [
        "i99": "potential", "i100": "potential", "i101": "cluster", "s100": "potential", "c50": "cluster",
        "t51": "cluster", "t50": "none", "t99": "cluster", "t100": "potential", "l500": "cluster",
      ])
  }

  @Test func theObservatoryTakesUnitsOrTurnover() throws {
    try expect(
      2,
      [
        "i99": "potential", "i100": "cluster", "t49": "cluster", "t50": "cluster", "t51": "cluster",
        "t51rupee": "potential", "t51less": "potential", "c50": "cluster", "l500": "cluster",
      ])
  }

  @Test func ruleSetsNeverChangeGeometry() throws {
    var roles: [[String: String]] = []
    for run in Self.runs {
      let members = try run.get().table("members.csv")
      var published: [String: String] = [:]
      for row in members.rows where members.value("cluster_id", row) != "" {
        published[members.value("record_id", row) ?? ""] = members.value("role", row)
      }
      roles.append(published)
    }
    for other in roles.dropFirst() {
      for (record, role) in other { #expect(roles[0][record] ?? role == role, "\(record)") }
    }
  }

  @Test func whatTheRowsExcludeIsLeftOutOfTheIndustrialCountOnly() throws {
    var register = TinyRegister()
    func part(_ excluded: Int, _ fields: [String: String], _ others: [String: String] = [:]) -> (Int) -> [String:
      String]
    {
      { $0 < excluded ? fields : others }
    }
    register.add("none", Self.industrial, 105)
    register.add("household", Self.industrial, 105, part(6, ["household": "yes"], ["household": "no"]))
    register.add("persons", Self.industrial, 105, part(6, ["employment": "5"], ["employment": "6"]))
    register.add("capital", Self.industrial, 105, part(6, ["investment_inr": "500000"], ["investment_inr": "500001"]))
    register.add("registered", Self.industrial, 105, part(6, ["registered": "no"], ["registered": "yes"]))
    register.add("enough", Self.industrial, 105, part(5, ["household": "yes"], ["household": "no"]))
    register.add("zero", Self.industrial, 105, ["employment": "0", "investment_inr": "0"])
    register.add("craft", Self.handicraft, 50, ["household": "yes", "employment": "2"])
    register.add("micro", Self.industrial, 100, part(51, ["household": "yes"], ["household": "no"]))
    register.add("half", Self.industrial, 100, part(50, ["household": "yes"], ["household": "no"]))
    let run = try MapRun(text: register.text)
    for group in ["household", "persons", "capital", "registered"] {
      let cluster = try #require(try run.cluster(of: group), "\(group)")
      #expect(cluster["status"] == "potential" && cluster["counted_units"] == "99", "\(group)")
      #expect(cluster["units"] == "105", "\(group)")
    }
    for group in ["none", "enough", "zero", "craft", "micro"] {
      #expect(try run.status(of: group) == "cluster", "\(group)")
    }
    let micro = try #require(try run.cluster(of: "micro"))
    #expect(micro["category"] == "micro" && micro["counted_units"] == "100")
    let half = try #require(try run.cluster(of: "half"))
    #expect(half["category"] == "industrial" && half["counted_units"] == "50" && half["status"] == "potential")
  }

  @Test func onlyWhatOperatesCounts() throws {
    var register = TinyRegister()
    func states(_ left: Int, _ state: String) -> (Int) -> [String: String] {
      { ["operating": $0 < left ? state : "yes"] }
    }
    register.add("planned", Self.industrial, 105, states(6, "planned"))
    register.add("closed", Self.industrial, 105, states(6, "closed"))
    register.add("unknown", Self.industrial, 105, states(6, "unknown"))
    register.add("few", Self.industrial, 105, states(5, "planned"))
    let run = try MapRun(text: register.text)
    #expect(try run.status(of: "planned") == "potential" && run.status(of: "closed") == "potential")
    #expect(try run.status(of: "unknown") == "cluster" && run.status(of: "few") == "cluster")
    #expect(try run.cluster(of: "planned")?["units"] == "99")
    #expect(try run.cluster(of: "planned")?["units_planned"] == "6")
    let counts = try run.counts()
    #expect(counts["not_operating"] == 17 && counts["planned"] == 11 && counts["closed"] == 6)
    let members = try run.table("members.csv")
    #expect(members.column("role").count { $0 == "not-operating" } == 17)

    let with = try MapRun(text: register.text, options: ["--with-planned"])
    #expect(try with.status(of: "planned") == "cluster" && with.cluster(of: "planned")?["units"] == "105")
    #expect(try with.status(of: "closed") == "potential" && with.cluster(of: "closed")?["units"] == "99")
    #expect(try with.counts()["not_operating"] == 6)
  }

  @Test func repeatedNumbersCountOnceUnlessKept() throws {
    var register = TinyRegister()
    register.add("twice", Self.industrial, 105) { ["record_id": "twice-u\($0 % 99)"] }
    register.add("spelt", Self.industrial, 105) { ["record_id": $0 < 99 ? "spelt-u\($0)" : "SPELT U\($0 - 99)"] }
    register.add("blank", Self.industrial, 105) { _ in ["record_id": ""] }
    let run = try MapRun(text: register.text)
    #expect(try run.status(of: "twice") == "potential" && run.cluster(of: "twice")?["units"] == "99")
    #expect(try run.cluster(of: "spelt")?["units"] == "99")
    #expect(try run.clusters().contains { $0["units"] == "105" })
    #expect(try run.counts()["duplicates"] == 12)
    let kept = try MapRun(text: register.text, options: ["--keep-duplicates"])
    #expect(try kept.status(of: "twice") == "cluster" && kept.counts()["duplicates"] == 0)
  }

  @Test func aRowThatStandsForManyCountsThemAll() throws {
    var register = TinyRegister()
    register.add("short", Self.industrial, 3, ["units": "33"])
    register.add("many", Self.industrial, 4, ["units": "25"])
    let run = try MapRun(text: register.text)
    #expect(try run.status(of: "short") == "potential" && run.cluster(of: "short")?["units"] == "99")
    #expect(try run.status(of: "many") == "cluster" && run.counts()["located"] == 7)
  }
}
