import Model
public struct GazetteerLookupJob { public init(gazetteer: String?, config: String?) {}
 public func run(pin: String) throws -> String { "" }
 public func run(point: String) throws -> String { "" }
 public func run(text: String) throws -> String { "" } }
