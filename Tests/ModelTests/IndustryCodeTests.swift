import Model
import Testing

struct IndustryCodeTests {
  @Test func leadingZerosAreDigits() {
    let group = IndustryCode(value: 13, digits: 3)
    let division = IndustryCode(value: 13, digits: 2)
    #expect(group != division && group.text == "013" && division.text == "13")
    #expect(IndustryCode(value: 1111, digits: 5).text == "01111")
  }

  @Test func noCodeIsNoText() {
    #expect(IndustryCode.none.text == "" && IndustryCode.none.digits == 0)
    #expect(IndustryCode.none.prefix(3) == .none)
  }

  @Test func prefixesKeepTheFirstDigits() {
    let code = IndustryCode(value: 13912, digits: 5)
    #expect((2...5).map { code.prefix(UInt32($0)).text } == ["13", "139", "1391", "13912"])
    #expect(IndustryCode(value: 1111, digits: 5).prefix(2).text == "01")
    #expect(IndustryCode(value: 13, digits: 2).prefix(5).text == "13", "a shorter code is its own prefix")
  }

  @Test func packingKeepsValueAndDigits() {
    for digits in UInt32(2)...5 {
      for value in [UInt32(0), 1, 42, 99] {
        let code = IndustryCode(value: value, digits: digits)
        #expect(IndustryCode(packed: code.packed) == code && code.value == value && code.digits == digits)
        #expect(code.text.count == Int(digits))
      }
    }
  }
}
