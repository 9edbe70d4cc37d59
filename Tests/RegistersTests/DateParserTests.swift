import Foundation
import Model
import TestSupport
import Testing

@testable import Registers

struct DateParserTests {
  private func read(_ text: String, _ order: RegisterSchema.DateOrder = .dayFirst) -> Reading<Int32> {
    withBytes(text) { DateParser.parse($0, order) }
  }

  @Test(arguments: [
    "2021-08-27", "27/08/2021", "27-08-2021", "27.08.2021", "27/8/2021", "27-Aug-2021", "27 August 2021",
    "Aug 27, 2021", "2021/8/27",
    "20210827", "2021-08-27T10:15:00Z", "27/08/2021 10:15 AM", "2021-Aug-27",
  ])
  func readsTheForms(text: String) {
    #expect(read(text) == Reading(18_866), "\(text)")
  }

  @Test func orderOfDayAndMonth() {
    #expect(read("03/04/2020") == read("2020-04-03"))
    #expect(read("03/04/2020", .monthFirst) == read("2020-03-04"))
    #expect(read("3/4/2020", .monthFirst) == read("2020-03-04"))
    #expect(read("12/31/2020") == Reading(.min, .badDate))
  }

  @Test func leapYearsAndEnds() {
    #expect(read("1970-01-01") == Reading(0))
    #expect(read("1969-12-31") == Reading(-1))
    #expect(read("29/02/2000").flags.isEmpty)
    #expect(read("29/02/2024").flags.isEmpty)
    #expect(read("29/02/1900") == Reading(.min, .badDate))
    #expect(read("29/02/2023") == Reading(.min, .badDate))
    #expect(read("1600-01-01").flags.isEmpty)
    #expect(read("1599-12-31") == Reading(.min, .badDate))
    #expect(read("2199-12-31").flags.isEmpty)
    #expect(read("2200-01-01") == Reading(.min, .badDate))
  }

  @Test func yearAndMonthAlone() {
    #expect(read("1998") == read("1998-01-01"))
    #expect(read("Mar-2019") == read("2019-03-01"))
  }

  @Test(arguments: ["", "-", "NA", "nil"]) func blanks(text: String) { #expect(read(text) == Reading(.min)) }

  @Test(arguments: [
    "00/00/0000", "0000-00-00", "31/04/2020", "27/13/2020", "27/08/21", "44562", "yesterday", "27//", "27/08/2021x",
    "2021-08-27-01",
    "20211327", "27 Foo 2021",
  ])
  func unreadableOnesAreEmptied(text: String) { #expect(read(text) == Reading(.min, .badDate), "\(text)") }

  /// Every day of the range follows the day before it, against the C library's calendar.
  @Test func agreesWithTheCLibrary() {
    for day in stride(from: Int32(-135_140), through: 84_006, by: 13) {
      var time = time_t(day) * 86_400
      var parts = tm()
      gmtime_r(&time, &parts)
      let found = DateParser.days(
        year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
      #expect(found == day)
    }
  }

  @Test func mutationsAreDatesOrFlagged() {
    let seed: UInt64 = 5
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let bytes = mutated(
        ["27/08/2021", "2021-08-27T10:00", "27-Aug-2021", "1998"].randomElement(using: &random) ?? "", &random)
      let reading = bytes.withUnsafeBytes { DateParser.parse($0, .dayFirst) }
      let blank = bytes.withUnsafeBytes { Blank.isBlank($0) }
      #expect((reading.value == .min) == (reading.flags == .badDate || blank), "seed \(seed): \(bytes)")
    }
  }
}
