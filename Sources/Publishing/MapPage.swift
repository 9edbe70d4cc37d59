import Model

/// `map.html`: the interactive map, one file that needs no network.
public struct MapPage: Sendable {
  private let contents: MapContents
  private let assets: MapAssets
  private let parameters: PublishingParameters

  /// The map of `contents`.
  public init(_ contents: MapContents, assets: MapAssets, parameters: PublishingParameters) {
    self.contents = contents
    self.assets = assets
    self.parameters = parameters
  }

  /// Writes the file at `path`; throws `cannotCreate`, `inputOutput`, or `configuration` when the template is broken.
  public func write(to path: String) throws { try OutputFile.write(path) { try write(into: &$0) } }

  func write(into out: inout OutputFile) throws {
    var rest = assets.template[...]
    while let start = rest.firstRange(of: "{{") {
      out.append(String(rest[..<start.lowerBound]))
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: "}}") else {
        throw Failure(.configuration, "map.template.html: a {{ is never closed; restore the file")
      }
      try fill(String(rest[..<end.lowerBound]), into: &out)
      rest = rest[end.upperBound...]
    }
    out.append(String(rest))
  }

  private func fill(_ slot: String, into out: inout OutputFile) throws {
    switch slot {
    case "title": out.append(Markup.escaped(contents.run.title))
    case "leaflet_style": out.append(MapAssets.withoutImages(assets.leafletStyle))
    case "style": out.append(assets.style)
    case "leaflet_script": out.append(MapAssets.inlined(assets.leafletScript))
    case "script": out.append(MapAssets.inlined(assets.script))
    case "data":
      out.isInPage = true
      MapData(contents, parameters).write(into: &out)
      out.isInPage = false
    default:
      throw Failure(.configuration, "map.template.html: the slot {{\(slot)}} is unknown; restore the file")
    }
  }
}

/// Text inside HTML, SVG and XML.
enum Markup {
  /// `text` with the five characters of markup replaced; control characters that XML 1.0 forbids become spaces.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
