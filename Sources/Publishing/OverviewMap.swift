import Model

/// `maps/overview.svg` and `maps/overview.png`: all clusters on one printed page.
public struct OverviewMap: Sendable {
  private let contents: MapContents
  private let parameters: PublishingParameters

  /// The overview of `contents`.
  public init(_ contents: MapContents, parameters: PublishingParameters) {
    self.contents = contents
    self.parameters = parameters
  }

  /// Writes the SVG at `path`; the bytes follow from the contents alone. Throws `cannotCreate` or `inputOutput`.
  public func writeSVG(to path: String) throws {
    let drawing = OverviewLayout(contents, parameters).drawing()
    try OutputFile.write(path) { $0.svg(drawing) }
  }

  /// Writes the PNG at `path`; its pixels depend on the fonts of the machine. Throws `cannotCreate`, `inputOutput` or
  /// `internal`.
  public func writePNG(to path: String) throws {
    let bytes = try DrawingPNG.bytes(OverviewLayout(contents, parameters).drawing())
    try OutputFile.write(path) { $0.append(bytes: bytes) }
  }
}
