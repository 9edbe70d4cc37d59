import Spatial

extension FootprintParameters {
  /// The parameters in `footprints.toml`; what it leaves out keeps its default. Faults are collected in `file`.
  public static func read(_ file: ConfigFile) -> FootprintParameters {
    let section = file.section()
    var parameters = FootprintParameters()
    if let kind = section.choice("kind", of: FootprintKind.allCases.map(\.rawValue)) {
      parameters.kind = FootprintKind(rawValue: kind) ?? parameters.kind
    }
    parameters.cell = section.number("cell_m", in: 1...1e6) ?? parameters.cell
    parameters.minimumBuffer = section.number("minimum_buffer_m", in: 10...1e6) ?? parameters.minimumBuffer
    parameters.maximumBuffer = section.number("maximum_buffer_m", in: 10...1e6) ?? parameters.maximumBuffer
    parameters.concaveRatio = section.number("concave_ratio", in: 0...1) ?? parameters.concaveRatio
    parameters.tolerance = section.number("tolerance_m", in: 0...1e6) ?? parameters.tolerance
    parameters.decimals = section.integer("decimals", in: 5...7) ?? parameters.decimals
    if parameters.maximumBuffer < parameters.minimumBuffer {
      section.fault("maximum_buffer_m", "at least minimum_buffer_m (\(parameters.minimumBuffer)) is expected")
    }
    if parameters.tolerance > parameters.minimumBuffer / 4 {
      section.fault("tolerance_m", "at most a quarter of minimum_buffer_m (\(parameters.minimumBuffer)) is expected")
    }
    return parameters
  }
}
