import Model

/// The parts of the interactive map that are not data: our page, style and script, and Leaflet's.
public struct MapAssets: Sendable {
  var template: String
  var style: String
  var script: String
  var leafletStyle: String
  var leafletScript: String

  /// Reads the parts; throws `missingInput`, naming the file and the Debian package or folder that brings it.
  public static func load(_ parameters: PublishingParameters) throws(Failure) -> MapAssets {
    func own(_ name: String) throws(Failure) -> String {
      let path = "\(parameters.assetFolder)/\(name)"
      let remedy = "restore it, or give the folder of the configuration with --config"
      return String(decoding: try InputFile.bytes(path, purpose: "a part of the map", remedy: remedy), as: UTF8.self)
    }
    func leaflet(_ name: String) throws(Failure) -> String {
      let path = "\(parameters.leafletFolder)/\(name)"
      let remedy = "install the package libjs-leaflet, or name another folder as leaflet.folder in publishing.toml"
      let bytes = try InputFile.bytes(path, purpose: "a part of the Leaflet library", remedy: remedy)
      return String(decoding: bytes, as: UTF8.self)
    }
    // The short form of the script, where there is one, under the copyright notice that only the long form carries.
    var script = try leaflet("leaflet.js")
    if let short = try? leaflet("leaflet.min.js"), script.hasPrefix("/*"), let end = script.firstRange(of: "*/") {
      script = "\(script[..<end.upperBound])\n\(short)"
    }
    var parts: [String] = []
    for name in ["data.js", "words.js", "view.js", "panels.js", "map.js"] { parts.append(try own(name)) }
    return MapAssets(
      template: try own("map.template.html"), style: try own("map.css"), script: parts.joined(separator: "\n"),
      leafletStyle: try leaflet("leaflet.css"), leafletScript: script)
  }

  /// Style text that loads nothing: every `url(…)` becomes `none`. The pictures behind them belong to controls that the map
  /// does not use.
  static func withoutImages(_ style: String) -> String {
    var result = ""
    var rest = style[...]
    while let start = rest.firstRange(of: "url(") {
      result += rest[..<start.lowerBound]
      result += "none"
      rest = rest[start.upperBound...]
      guard let end = rest.firstIndex(of: ")") else { return result }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// Script text that can stand inside an element of a page: nothing ends the element early, and no source map is named.
  static func inlined(_ script: String) -> String {
    script.replacing("</script", with: "<\\/script").replacing("sourceMappingURL", with: "sourceMapNotShipped")
  }
}
