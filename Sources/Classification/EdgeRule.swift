import Model

/// The districts around a cluster of which the register holds nothing.
public struct RegisterEdge: Sendable, Equatable {
  /// Their names, ascending; empty where the register holds something of all.
  public var emptyDistricts: [String]
  /// How far from the centre was looked: the cluster's radius and its reach, metres.
  public var metres: Int64

  /// An edge from its parts.
  public init(emptyDistricts: [String], metres: Int64) {
    self.emptyDistricts = emptyDistricts
    self.metres = metres
  }
}

/// Edge of the register: a cluster whose radius and reach touch a district of which the register holds no operating unit of any product
/// may go on there unseen; what is counted of it is a lower bound.
enum EdgeRule {
  static func apply(_ subject: Subject, to description: inout Description) {
    guard let edge = subject.edge else {
      return description.unknown(.atRegisterEdge, missing: "district")
    }
    let isAt = !edge.emptyDistricts.isEmpty
    description.set(
      .atRegisterEdge, .boolean(isAt),
      because: Evidence(
        id: description.id, dimension: "at_register_edge", value: isAt ? "true" : "false",
        observed: isAt ? .text(edge.emptyDistricts.joined(separator: ";")) : .null, comparison: isAt ? "in" : "",
        limit: .decimal(edge.metres, digits: 3),
        unit: "districts that its radius and reach touch and that the register holds nothing of", source: "default"))
  }
}
