import Publishing

extension PublishingParameters {
  /// The parameters in `publishing.toml`; what it leaves out keeps its default. Faults are collected in `file`.
  ///
  /// `assetFolder` is the folder `publishing` of the configuration, where the parts of the interactive map lie.
  public static func read(_ file: ConfigFile, assetFolder: String) -> PublishingParameters {
    var parameters = PublishingParameters()
    parameters.assetFolder = assetFolder

    let colours = file.section("colours")
    for (index, category) in ["industrial", "handicraft", "handloom", "micro", "service"].enumerated() {
      colours.colour(category, &parameters.colours.categories[index])
    }
    colours.colour("belt", &parameters.colours.belt)
    colours.colour("concentration", &parameters.colours.concentration)
    colours.colour("dot", &parameters.colours.dot)
    colours.colour("boundary", &parameters.colours.boundary)
    colours.colour("ground", &parameters.colours.ground)
    colours.colour("ink", &parameters.colours.ink)

    parameters.leafletFolder = file.section("leaflet").string("folder") ?? parameters.leafletFolder

    let map = file.section("map")
    parameters.mapFeatures = map.integer("features", in: 1...1_000_000) ?? parameters.mapFeatures
    parameters.mapCells = map.integer("cells", in: 1...10_000_000) ?? parameters.mapCells
    parameters.footprintTolerance =
      map.number("footprint_tolerance_m", in: 0...100_000) ?? parameters.footprintTolerance
    parameters.boundaryPoints = map.integer("boundary_points", in: 1...10_000_000) ?? parameters.boundaryPoints

    let overview = file.section("overview")
    parameters.overviewWidth = overview.integer("width", in: 800...8000) ?? parameters.overviewWidth
    parameters.overviewCells = overview.integer("cells", in: 1...10_000_000) ?? parameters.overviewCells
    parameters.overviewLabels = overview.integer("labels", in: 0...10_000) ?? parameters.overviewLabels
    parameters.overviewLargestRadius =
      overview.number("largest_radius", in: 3...500) ?? parameters.overviewLargestRadius
    return parameters
  }
}

extension ConfigSection {
  /// Sets `colour` from `key`, which must be `#rrggbb`.
  fileprivate func colour(_ key: String, _ colour: inout String) {
    guard let text = string(key) else { return }
    guard text.utf8.count == 7, text.first == "#", text.dropFirst().allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      fault(key, "a colour like #0072b2 is expected, found \"\(text)\"")
      return
    }
    colour = text.lowercased()
  }
}
