import Model

/// The register layouts that the configuration describes: finds the one that a header belongs to.
public struct RegisterCatalogue: Sendable {
  /// The schemas, by name.
  public let schemas: [RegisterSchema]

  /// A catalogue of `schemas`, whose names differ.
  public init(schemas: [RegisterSchema]) {
    self.schemas = schemas.sorted { $0.name < $1.name }
  }

  /// The schema called `name` (case does not matter); throws a usage failure that lists the names.
  public func schema(named name: String) throws(Failure) -> RegisterSchema {
    if let match = schemas.first(where: { $0.name == name.lowercased() }) { return match }
    throw Failure(
      .usage,
      "--register: there is no register layout called \"\(name)\"; use one of "
        + schemas.map(\.name).joined(separator: ", "))
  }

  /// Binds the columns of `header` to the schema called `named`, or, for nil, to the most specific schema that recognises
  /// the header: the one with the most groups in `detect`, all of which have a column; equals by name; a schema without
  /// `detect` last. `file` is for messages. Throws when the schema is unknown, or when no product or no place is found.
  public func bind(header: [String], named: String?, file: String) throws(Failure) -> BoundRegister {
    let folded = header.map(HeaderName.fold)
    let schema: RegisterSchema
    if let named {
      schema = try self.schema(named: named)
    } else {
      let columns = Set(folded)
      let matching = schemas.filter { schema in
        schema.detect.allSatisfy { group in group.contains { columns.contains(HeaderName.fold($0)) } }
      }
      guard var best = matching.first else {
        throw Failure(
          .data,
          "\(file): no register layout fits these columns: \(Self.list(header)); name the layout with --register")
      }
      for other in matching where other.detect.count > best.detect.count { best = other }
      schema = best
    }
    let bound = BoundRegister(schema: schema, header: header, folded: folded)
    if let lacking = bound.lacking {
      throw Failure(
        .data,
        "\(file): as a register of the layout \"\(schema.name)\" the file has \(lacking); the columns found are "
          + "\(Self.list(header)); rename one as in Config/registers, or name another layout with --register")
    }
    return bound
  }

  /// Column names for a message: at most thirty, each cut to forty characters.
  private static func list(_ header: [String]) -> String {
    let shown = header.prefix(30).map { "\"" + ($0.count > 40 ? $0.prefix(40) + "…" : $0) + "\"" }
    let text = shown.joined(separator: ", ")
    return header.count > 30 ? "\(text) and \(header.count - 30) more" : text
  }
}
