import Geocoding

/// Reads `geocoding.toml`.
public enum GeocodingSettings {
  /// The parameters in `file`; what it leaves out keeps its default. Faults are collected in `file`.
  public static func load(_ file: ConfigFile) -> GeocodingParameters {
    var parameters = GeocodingParameters()
    kilometres(
      file.section("uncertainty_km"),
      [
        ("coordinate", \.coordinateUncertainty), ("village", \.villageUncertainty),
        ("locality", \.localityUncertainty), ("pin", \.pinUncertainty), ("pin_offices_only", \.pinOfficesOnly),
        ("pin_geonames_only", \.pinGeonamesOnly), ("town", \.townUncertainty),
        ("subdistrict", \.subdistrictUncertainty), ("pin_area", \.pinAreaUncertainty),
        ("district", \.districtUncertainty), ("state", \.stateUncertainty),
      ], into: &parameters)
    kilometres(
      file.section("distance_km"),
      [
        ("pin_district", \.pinDistrictMargin), ("points", \.pointMargin), ("namesakes", \.namesakeDistance),
        ("similar_name", \.fuzzyDistance),
      ], into: &parameters)
    kilometres(
      file.section("consensus"),
      [
        ("agreement_km", \.agreement), ("close_agreement_km", \.closeAgreement), ("copied_point_km", \.copiedPoint),
        ("prefix_reach_km", \.prefixReach),
      ], into: &parameters)
    let contradiction = file.section("contradiction")
    if let value = contradiction.number("pin_far_side", in: 0...3) { parameters.pinFarSide = value }
    if let value = contradiction.number("village_of_pin", in: 1...3) { parameters.villageOfPinShare = value }
    let shares = file.section("name_share")
    if let value = shares.number("pin", in: 0...3) { parameters.samePinShare = value }
    if let value = shares.number("subdistrict", in: 0...3) { parameters.subdistrictShare = value }
    if let value = shares.number("district", in: 0.1...3) { parameters.districtShare = value }
    integers(
      file.section("spelling"), 1...64,
      [
        ("one_edit_from", \.oneEditFrom), ("two_edits_from", \.twoEditsFrom), ("village_edit_from", \.villageEditFrom),
      ], into: &parameters)
    integers(file.section("consensus"), 2...100_000, [("placeholder_offices", \.placeholderOffices)], into: &parameters)
    integers(file.section("address"), 64...1_000_000, [("max_bytes", \.addressBytes)], into: &parameters)
    return parameters
  }

  private static func kilometres(
    _ section: ConfigSection, _ keys: [(String, WritableKeyPath<GeocodingParameters, Double>)],
    into parameters: inout GeocodingParameters
  ) {
    for (key, path) in keys {
      if let value = section.number(key, in: 0.001...2_000) { parameters[keyPath: path] = value * 1_000 }
    }
  }

  private static func integers(
    _ section: ConfigSection, _ range: ClosedRange<Int>,
    _ keys: [(String, WritableKeyPath<GeocodingParameters, Int>)], into parameters: inout GeocodingParameters
  ) {
    for (key, path) in keys {
      if let value = section.integer(key, in: range) { parameters[keyPath: path] = value }
    }
  }
}
