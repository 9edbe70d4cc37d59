import Model
import Testing

@testable import Classification

@Suite("Edge of the register") struct EdgeRuleTests {
  private func describe(_ edge: RegisterEdge?) -> Description {
    let candidate = ClusterCandidate(
      key: 0, pairs: [], roles: [], tied: [], sums: Sums(), reach: 8_000_000, centre: Coordinate(lat: 0, lon: 0),
      radius: 0, spread: 0, belt: nil)
    var subject = Subject(
      judging: candidate, productionClass: .industrial,
      columns: ObservedColumns(amounts: [], operating: false))
    subject.edge = edge
    var description = Description(id: "a")
    EdgeRule.apply(subject, to: &description)
    return description
  }

  @Test func emptyDistrictsMakeTheEdge() {
    let at = describe(RegisterEdge(emptyDistricts: ["A", "B"], metres: 20_302))
    #expect(at.properties[.atRegisterEdge] == .boolean(true))
    #expect(at.evidence[0].observed == .text("A;B") && at.evidence[0].limit == .decimal(20_302, digits: 3))
    #expect(describe(RegisterEdge(emptyDistricts: [], metres: 1)).properties[.atRegisterEdge] == .boolean(false))
    let unknown = describe(nil)
    #expect(unknown.properties[.atRegisterEdge] == .null && unknown.evidence[0].missing == "district")
  }
}
