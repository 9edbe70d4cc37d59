import Model
import Testing

@Suite("Traits")
struct TraitTests {
  @Test func everyTraitBelongsToOneField() {
    #expect(TraitField.allCases.flatMap(\.traits) == EnterpriseTrait.allCases)
    for field in TraitField.allCases { for trait in field.traits { #expect(trait.field == field) } }
    #expect(EnterpriseTrait.allCases.count == EnterpriseTrait.count)
  }

  @Test func columnsHaveNamesOfTheirOwn() {
    let names = (0..<TallyColumn.count).map { TallyColumn(rawValue: $0).name }
    #expect(Set(names).count == names.count && !names.contains(""))
    #expect(TallyColumn.trait(.scheduledCaste).name == "social_group_sc")
    #expect(TallyColumn.trait(.fuelElectricity).name == "fuel_electricity")
  }
}
