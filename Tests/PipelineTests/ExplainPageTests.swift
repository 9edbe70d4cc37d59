import Foundation
import Testing

@testable import Pipeline

@Suite struct ExplainPageTests {
  private func page(_ properties: [String: String], _ lines: [String]) throws -> String {
    let lines = try lines.map { try JSONDecoder().decode(ExplainJob.Line.self, from: Data($0.utf8)) }
    var page = ExplainPage(properties: properties, lines: lines)
    return page.write().replacing("\n  ", with: " ")
  }

  @Test func aPotentialClusterSaysWhatItLacks() throws {
    let text = try page(
      [
        "name": "Castings cluster of Batala", "status": "potential", "category": "industrial", "units": "111",
        "benchmark": "unido:industrial-units", "benchmark_limit": "100", "benchmark_value": "99", "shortfall": "1",
        "radius_km": "1.32", "located_by": "pin:1", "uncertainty_km": "4.1",
      ],
      [
        #"{"dimension":"status","value":"potential","observed":99,"comparison":"<","limit":100,"unit":"units","source":"FAQ 7"}"#,
        #"{"dimension":"counted_units","value":"excluded","observed":12,"unit":"household"}"#,
      ])
    #expect(text.contains("need 100 units by the UNIDO benchmark; 99 of its 111 operating units count, 1 too few."))
    #expect(text.contains("Left out of that count: 12 household units."))
    #expect(text.contains("99 units; compared with less than 100; source FAQ 7"))
  }

  @Test func aNumberOfOursIsCalledDefault() throws {
    let text = try page(
      [
        "name": "Hotels", "status": "cluster", "category": "service", "units": "162",
        "benchmark": "unido:service-units", "benchmark_limit": "100", "benchmark_value": "162", "shortfall": "0",
      ],
      [
        #"{"dimension":"status","value":"cluster","observed":162,"comparison":">=","limit":100,"unit":"units","source":"default"}"#
      ])
    #expect(text.contains("need 100 units by a default of this program"))
    #expect(!text.contains("UNIDO"))
  }

  @Test func looms() throws {
    let text = try page(
      [
        "name": "Ikat", "status": "undetermined", "category": "handloom", "units": "240", "looms": "300",
        "benchmark": "unido:handloom-looms", "benchmark_limit": "500", "benchmark_value": "450", "shortfall": "50",
      ],
      [
        #"{"dimension":"status","value":"undetermined","observed":450,"comparison":"<","limit":500,"unit":"looms","source":"FAQ 7","missing":"looms"}"#,
        #"{"dimension":"looms","value":"lower-bound","observed":90,"comparison":"of","limit":240,"unit":"units that give it","missing":"looms"}"#,
      ])
    #expect(text.contains("at least 450 looms count here, in 240 operating units."))
    #expect(text.contains("A unit without a loom figure counts as one loom"))
    #expect(text.contains("What could still decide it: the looms of every unit."))
    #expect(text.contains("looms: at least 300 (90 of 240 units that give it)"))
  }

  @Test func stabilityAndReachReadAsSentences() throws {
    let text = try page(
      ["name": "Castings", "status": "cluster", "category": "industrial", "radius_km": "4", "uncertainty_km": "9"],
      [
        #"{"dimension":"reach_km","value":"cut","observed":5.1,"comparison":"<","limit":8,"unit":"km"}"#,
        #"{"dimension":"neighbour","value":"castings-b","observed":14.2,"comparison":">","limit":5.1,"unit":"km between the centres"}"#,
        #"{"dimension":"stability","value":"0.94","observed":47,"comparison":"of","limit":50,"unit":"draws"}"#,
        #"{"dimension":"members_kept","value":"0.96","observed":115,"comparison":"of","limit":120,"unit":"units"}"#,
      ])
    #expect(text.contains("stands alone up to a linking distance of 5.1 km, 8 km being the largest that is used."))
    #expect(text.contains("made in the same way: castings-b, 14 km between the centres."))
    #expect(text.contains("it stays a cluster in 47 of 50 draws; on average 96 % of its units stay together."))
  }

  @Test func onlyLinksWithoutAUnitAreNotShown() throws {
    func line(_ value: String, _ observed: String, _ unit: String = "units within 9 km, against Punjab") -> String {
      #"{"dimension":"chain_link","value":"\#(value)","observed":"\#(observed)","unit":"\#(unit)","config_key":"chains.csv:x"}"#
    }
    let text = try page(
      ["name": "Castings", "status": "cluster", "category": "industrial"],
      [
        line("unobservable", "trade", "percent"), line("seen", "steel:1040", "units within 9 km, a lower bound"),
        line("specialised", "scrap-metal:10"), line("generic", "packaging:3"), line("absent", "tools:2"),
        line("absent", "plating:0"),
      ])
    #expect(text.contains("too little of their trades to compare: steel (1,040)."))
    #expect(text.contains("lead to expect: scrap metal (10)."))
    #expect(text.contains("Too few to count as there: tools (2)."))
    #expect(text.contains("Missing: plating."))
    #expect(text.contains("Not shown by this register: trade."))
    #expect(text.contains("Counted: units within 9 km, against Punjab; links"))
  }

  @Test func aThemeThatNothingMeasuresSaysWhatWould() throws {
    let text = try page(
      ["name": "Castings", "status": "cluster", "category": "industrial"],
      [#"{"dimension":"theme_measured","value":"unknown","missing":"energy_toe;effluent_kld;consent_category"}"#])
    #expect(text.contains("measured theme: needs the energy, the effluent or the consent of most units"))
  }

  @Test func depthNamesTheEssentialLinksThatAreAbsent() throws {
    let text = try page(
      ["name": "Castings", "status": "cluster", "category": "industrial"],
      [
        #"{"dimension":"essential_links","value":"absent","observed":"pig-iron;tools","source":"default"}"#
      ])
    #expect(text.contains("essential links: absent (pig-iron, tools; source default)"))
  }

  @Test func aFamilySaysWhyItHasNoClassAndNoChain() throws {
    let text = try page(
      ["name": "Light engineering", "status": "cluster", "category": "industrial"],
      [
        #"{"dimension":"product_class","value":"unknown","missing":"one class of all its products"}"#,
        #"{"dimension":"depth","value":"unknown","missing":"chain of the family"}"#,
      ])
    #expect(
      text.contains("product class: needs a cluster of one product, for a family has no single product class"))
    #expect(text.contains("depth: needs a cluster of one product, for a family has no single value chain"))
  }
}
