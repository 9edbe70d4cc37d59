import Model

/// Share of the units that stand in an industrial estate or area of the gazetteer. It says nothing about the origin of the
/// cluster (FAQ 10): registration dates are not founding dates, so that the origin stays unknown until curated evidence sets it.
enum EstateRule {
  static func apply(_ subject: Subject, to description: inout Description) {
    let units = subject.candidate.sums.units
    let sums = subject.candidate.sums
    guard units > 0, let inEstates = subject.unitsInEstates, sums[.unaddressed] < units
    else { return description.unknown(.shareInEstates, missing: "address") }
    let value = PropertyValue.rounded(Double(inEstates) / Double(units), digits: 3)
    description.set(
      .shareInEstates, value,
      because: Evidence(
        id: description.id, dimension: "share_in_estates", value: value.plain, observed: .integer(inEstates),
        comparison: "of",
        limit: .integer(units), unit: "units placed in an estate; others may stand in one unseen", source: "gazetteer"))
  }
}
