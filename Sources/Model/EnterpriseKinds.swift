/// How an enterprise's product is made, as far as its own row tells: part of the key that clusters are made by.
public enum ProductionClass: UInt8, CaseIterable, Comparable, Sendable, BitwiseCopyable {
  /// Factories and workshops, power looms among them.
  case industrial
  /// Handicrafts.
  case handicraft
  /// Hand weaving; weighed by looms.
  case handloom
  /// Services.
  case service

  /// The word in `Config/` and in the outputs.
  public var name: String {
    switch self {
    case .industrial: "industrial"
    case .handicraft: "handicraft"
    case .handloom: "handloom"
    case .service: "service"
    }
  }

  /// The class that `name` names, or nil.
  public init?(name: some StringProtocol) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// In the order of the cases.
  public static func < (a: ProductionClass, b: ProductionClass) -> Bool { a.rawValue < b.rawValue }
}

/// The class whose benchmark judges a cluster (`category` in the outputs).
public enum Category: UInt8, CaseIterable, Sendable {
  case industrial
  case handicraft
  case handloom
  case micro
  case service

  /// The word in `Config/` and in the outputs.
  public var name: String {
    switch self {
    case .industrial: "industrial"
    case .handicraft: "handicraft"
    case .handloom: "handloom"
    case .micro: "micro"
    case .service: "service"
    }
  }
}

/// Whether an enterprise works, as its row says.
public enum OperatingState: UInt8, CaseIterable, Sendable {
  /// The row says that it operates.
  case yes
  /// The row says nothing: counted as operating, and the count is an upper bound.
  case unknown
  /// Approved or under construction.
  case planned
  /// Closed, struck off, dissolved.
  case no

  /// The word in registers and outputs.
  public var name: String {
    switch self {
    case .yes: "yes"
    case .unknown: "unknown"
    case .planned: "planned"
    case .no: "no"
    }
  }
}

/// What stands at the address of a row.
public enum SiteKind: UInt8, CaseIterable, Sendable {
  case unknown
  case plant
  case office
}

/// The part that an enterprise plays in a cluster, where its row tells.
public enum ActorRole: UInt8, CaseIterable, Sendable {
  case unknown
  case principal
  case rawMaterial
  case parts
  case process
  case byProduct
  case machinery
  case trade
  case transport
  case finance
  case institution
  case services
  case association

  /// The word in registers and outputs; empty for `unknown`.
  public var name: String {
    switch self {
    case .unknown: ""
    case .principal: "principal"
    case .rawMaterial: "raw-material"
    case .parts: "parts"
    case .process: "process"
    case .byProduct: "by-product"
    case .machinery: "machinery"
    case .trade: "trade"
    case .transport: "transport"
    case .finance: "finance"
    case .institution: "institution"
    case .services: "services"
    case .association: "association"
    }
  }
}
