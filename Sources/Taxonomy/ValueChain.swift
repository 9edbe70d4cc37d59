import Model

/// One link of a product's value chain: who else must stand in a cluster for it to be deep (FAQ 3–4).
public struct ChainLink: Sendable, Equatable {
  /// Name in outputs, once in a chain.
  public var name: String
  /// Words for people.
  public var label: String
  /// What its units are to the principal firms.
  public var role: ActorRole
  /// Indexes of the product groups whose units show it, ascending; empty where no enterprise register can.
  public var groups: [UInt16]
  /// Part of the chain, percent.
  public var weight: Int64
  /// Whether a chain without it is shallow.
  public var isEssential: Bool
  /// Publication that names the link, or `default`.
  public var source: String

  /// A link from its parts.
  public init(
    name: String, label: String, role: ActorRole, groups: [UInt16], weight: Int64, isEssential: Bool, source: String
  ) {
    self.name = name
    self.label = label
    self.role = role
    self.groups = groups
    self.weight = weight
    self.isEssential = isEssential
    self.source = source
  }
}

/// The value chain of a product group, of a division or of a class.
public struct ValueChain: Sendable, Equatable {
  /// The product group's code, or `division:NN` or `class:NAME` for a chain that many groups inherit.
  public var owner: String
  /// Indexes of the related industries (breadth), ascending.
  public var related: [UInt16]
  /// The links, in the order of the file; their weights add to 100.
  public var links: [ChainLink]

  /// A chain from its parts.
  public init(owner: String, related: [UInt16], links: [ChainLink]) {
    self.owner = owner
    self.related = related
    self.links = links
  }
}

/// The chains of all product groups.
public struct ValueChains: Sendable, Equatable {
  /// The chains as configured.
  public let chains: [ValueChain]
  /// For each product group the index of its chain, −1 for none.
  public let chainOfGroup: [Int]

  /// Gives every group its own chain, else that of its class, else that of its division.
  ///
  /// Industrial groups have no chain of their class; their division is that of their first NIC-2008 prefix. Linear in groups.
  public init(_ chains: [ValueChain], groups: [ProductGroup]) {
    self.chains = chains
    var byOwner: [String: Int] = [:]
    for (index, chain) in chains.enumerated() { byOwner[chain.owner] = index }
    chainOfGroup = groups.map { group in
      if let own = byOwner[group.code] { return own }
      if let ofClass = byOwner["class:\(group.productionClass.name)"] { return ofClass }
      guard let prefix = group.nic2008.first?.text.prefix(2) else { return -1 }
      return byOwner["division:\(prefix)"] ?? -1
    }
  }

  /// The chain of a product group; nil for none.
  public func chain(group: Int) -> ValueChain? {
    guard chainOfGroup.indices.contains(group), chainOfGroup[group] >= 0 else { return nil }
    return chains[chainOfGroup[group]]
  }
}
