import Model

/// What the whole register shows around a cluster, for the rules of depth and breadth.
public struct Surroundings: Sendable, Equatable {
  /// Operating units of some product groups, or of a role.
  public struct Count: Sendable, Equatable {
    /// Inside the circle.
    public var inside: Int64
    /// Inside the circle and in the part of the register that is compared with.
    public var insideReference: Int64
    /// In that part as a whole.
    public var reference: Int64

    /// Counts from their parts.
    public init(inside: Int64, insideReference: Int64, reference: Int64) {
      self.inside = inside
      self.insideReference = insideReference
      self.reference = reference
    }
  }

  /// A link of the product's chain.
  public struct Link: Sendable, Equatable {
    /// Name in outputs.
    public var name: String
    /// Part of the chain, percent.
    public var weight: Int64
    /// Whether a chain without it is shallow.
    public var isEssential: Bool
    /// Whether the register can show it at all.
    public var isObservable: Bool
    /// Whether no enterprise register holds it, so that it comes from a list of institutions.
    public var isInstitutional: Bool
    /// Its units.
    public var count: Count
    /// Publication.
    public var source: String

    /// A link from its parts.
    public init(
      name: String, weight: Int64, isEssential: Bool, isObservable: Bool, isInstitutional: Bool, count: Count,
      source: String
    ) {
      self.name = name
      self.weight = weight
      self.isEssential = isEssential
      self.isObservable = isObservable
      self.isInstitutional = isInstitutional
      self.count = count
      self.source = source
    }
  }

  /// An industry that is related to the product.
  public struct Related: Sendable, Equatable {
    /// Code of the product group.
    public var code: String
    /// Whether the register can show it at all.
    public var isObservable: Bool
    /// Its units.
    public var count: Count

    /// An industry from its parts.
    public init(code: String, isObservable: Bool, count: Count) {
      self.code = code
      self.isObservable = isObservable
      self.count = count
    }
  }

  /// Whose chain it is: a product's, a division's or a class's.
  public var chain: String
  /// The links, in the order of the configuration.
  public var links: [Link]
  /// The related industries.
  public var related: [Related]
  /// Units of every product: all that counts are compared with.
  public var all: Count
  /// What is compared with: the state's or country's name, or `register`.
  public var referenceName: String
  /// Radius of the circle around the centre, millimetres.
  public var radius: Int64

  /// Surroundings from their parts.
  public init(
    chain: String, links: [Link], related: [Related], all: Count, referenceName: String, radius: Int64
  ) {
    self.chain = chain
    self.links = links
    self.related = related
    self.all = all
    self.referenceName = referenceName
    self.radius = radius
  }
}

/// How strongly an industry stands around a cluster.
enum Presence: String {
  case specialised
  case generic
  case absent

  /// Specialised: at least `least` units and the lower bound of the location quotient of the circle against the reference above
  /// 1; generic: at least `least` units; else absent.
  static func of(
    _ count: Surroundings.Count, in all: Surroundings.Count, least: Int64, confidence: Confidence
  ) -> (presence: Presence, lower: Double?) {
    guard count.inside >= least else { return (.absent, nil) }
    let quotient = LocationQuotient(
      regionIndustry: count.insideReference, region: all.insideReference, referenceIndustry: count.reference,
      reference: all.reference)
    guard let lower = quotient?.lowerBound(confidence) else { return (.generic, nil) }
    return (lower > 1 ? .specialised : .generic, lower)
  }
}
