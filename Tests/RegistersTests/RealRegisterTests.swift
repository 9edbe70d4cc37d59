import Model
import Testing

@testable import Registers

/// The real registers, where this machine has them; what is expected was counted in the files by other means.
struct RealRegisterTests {
  private func count(_ column: Column<UInt8>?, _ value: UInt8) -> Int {
    guard let column else { return 0 }
    return (0..<column.count).count { column[$0] == value }
  }

  @Test func tsIpass() throws {
    guard let (bound, batch, table) = try Fixture.real("ts_ipass_8_districts.csv") else { return }
    #expect(bound.schemaName == "ts-ipass" && bound.unrecognised.isEmpty && bound.shadowed.isEmpty)
    #expect(batch.count == 5080 && table.rows.count == 5080)
    #expect(count(batch.operating, OperatingState.yes.rawValue) == 2511)
    #expect(count(batch.operating, OperatingState.planned.rawValue) == 2569)
    #expect(batch.amount(.investment, 0) == 46_000_000)
    let given = (0..<batch.count).count { batch.amount(.investment, $0) != EnterpriseBatch.unknownAmount }
    let persons = (0..<batch.count).count { batch.amount(.employment, $0) != EnterpriseBatch.unknownAmount }
    #expect(given == 5080 - 77 && persons == 5080 - 85)
    #expect((0..<batch.count).allSatisfy { batch.flags($0) == [] })
  }

  @Test func mca() throws {
    guard let (bound, batch, _) = try Fixture.real("mca_goa_companies.csv") else { return }
    #expect(bound.schemaName == "mca" && bound.unrecognised.isEmpty)
    #expect(batch.count == 4902)
    #expect(count(batch.operating, OperatingState.yes.rawValue) == 2764)
    #expect(count(batch.operating, OperatingState.no.rawValue) == 4902 - 2764)
    #expect(Set((0..<batch.count).compactMap { batch.registration?[$0] }).count == 4902)
    #expect((0..<batch.count).allSatisfy { batch.industryCode?[$0].digits == 5 && batch.startDay?[$0] != Int32.min })
    #expect((0..<batch.count).allSatisfy { batch.flags($0) == [] })
  }

  @Test func cpcb() throws {
    guard let (bound, batch, _) = try Fixture.real("cpcb_gpi_units.csv") else { return }
    #expect(bound.schemaName == "cpcb" && bound.unrecognised.isEmpty)
    #expect(batch.count == 946 && batch.operating == nil && batch.registration == nil)
    #expect(batch.text(.name, 0) == batch.text(.address, 0) && batch.text(.recordID, 0) == "1098")
    #expect((0..<batch.count).count { batch.text(.product, $0) == "textile" } == 325)
  }
}
