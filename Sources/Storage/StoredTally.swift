import Model

/// A tally as it stands in a file, free of the numbers that one configuration and one gazetteer gave to products and places.
public struct StoredTally: Sendable, Equatable {
  /// The sums; `TallyKey.product` is an index into `products`, `SiteKey.place` one into `places` or `noPlace`.
  public var tally: Tally
  /// Product codes, ascending by their bytes.
  public var products: [String]
  /// Ids of gazetteer places, ascending by their bytes.
  public var places: [String]
  /// Digest of the settings that decide which rows count where, as the writer gave it. Only tallies of equal digests may be
  /// added to or taken from one another.
  public var settings: String

  /// A stored tally from its parts.
  public init(tally: Tally, products: [String], places: [String], settings: String) {
    self.tally = tally
    self.products = products
    self.places = places
    self.settings = settings
  }

  /// The tally with the numbers of a configuration and a gazetteer.
  ///
  /// `product` and `place` give the number for a code and an id, nil for what is not known: that fails with `.data`, and so
  /// does a number given twice. `name` is the file, for the message.
  public func numbered(
    name: String, product: (String) -> UInt16?, place: (String) -> UInt32?
  ) throws(Failure) -> Tally {
    let products = try Self.numbers(products, "product code", "this configuration", name, product)
    let places = try Self.numbers(places, "place", "this gazetteer", name, place)
    return Renumbering(tally, product: { products[Int($0)] }, place: { places[Int($0)] }).applied(to: tally)
  }

  private static func numbers<Number: Hashable>(
    _ texts: [String], _ what: String, _ owner: String, _ name: String, _ number: (String) -> Number?
  ) throws(Failure) -> [Number] {
    var numbers: [Number] = []
    var seen: Set<Number> = []
    for text in texts {
      guard let found = number(text), seen.insert(found).inserted else {
        throw Failure(
          .data, "\(name): the \(what) \"\(text)\" is unknown or not unique in \(owner); use those it was written with")
      }
      numbers.append(found)
    }
    return numbers
  }
}
