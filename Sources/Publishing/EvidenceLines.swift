import Model

/// `evidence.jsonl`: why every dimension of every feature has its value, one JSON object a line, ascending by id and then in
/// the order in which the rules ran; after the clusters, in the same way, the thematic concentrations. A field that a rule left empty is null.
public struct EvidenceLines: Sendable {
  private let contents: MapContents
  /// The evidence of `contents`.
  public init(_ contents: MapContents) { self.contents = contents }

  /// Writes the file at `path`; throws `cannotCreate` or `inputOutput`.
  public func write(to path: String) throws { try OutputFile.write(path) { write(into: &$0) } }

  func write(into out: inout OutputFile) {
    for lines in contents.features.map(\.evidence) + contents.concentrations.map(\.evidence) {
      for evidence in lines {
        var separator = "{"
        for field in evidence.published {
          out.append(separator)
          out.json(field.name)
          out.append(":")
          out.json(field.value)
          separator = ","
        }
        out.append("}\n")
      }
    }
  }
}

extension Evidence {
  /// The fields in their published order.
  var published: [(name: String, value: PropertyValue)] {
    func text(_ text: String) -> PropertyValue { text.isEmpty ? .null : .text(text) }
    return [
      ("id", text(id)), ("dimension", text(dimension)), ("value", text(value)), ("observed", observed),
      ("comparison", text(comparison)), ("limit", limit), ("unit", text(unit)), ("config_key", text(configKey)),
      ("source", text(source)), ("missing", text(missing)),
    ]
  }
}
