import Model

/// Names and ids of clusters: product + place (FAQ 1–2), unique within a run, the same whatever the order of the input.
public enum Naming {
  /// Lower-case letters, digits and single hyphens of `text`; other characters part words. Empty when nothing remains.
  public static func slug(_ text: String) -> String {
    var slug: [UInt8] = []
    for byte in text.lowercased().utf8 {
      let keep = (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
      if keep {
        slug.append(byte)
      } else if let last = slug.last, last != 0x2D {
        slug.append(0x2D)
      }
    }
    if slug.last == 0x2D { slug.removeLast() }
    return String(decoding: slug, as: UTF8.self)
  }

  /// What a name is made of.
  public struct Parts: Sendable {
    /// Words of the product, lower case.
    public var product: String
    /// Code of the product and, where it matters, the class.
    public var code: String
    /// The place, its district and state; any may be empty.
    public var place: PlaceInfo
    /// For places without a name.
    public var centre: Coordinate

    /// Parts of a name.
    public init(product: String, code: String, place: PlaceInfo, centre: Coordinate) {
      self.product = product
      self.code = code
      self.place = place
      self.centre = centre
    }
  }

  /// An id and a name for each of `parts`, in their order, which must be canonical (it breaks the last ties).
  ///
  /// Clusters that would share a name are told apart by district, then state, then a number from the second on.
  /// `kind` stands in the name: "cluster", "belt". Linear but for the sorting of equal names.
  public static func assign(_ parts: [Parts], kind: String = "cluster", prefix: String = "") -> [(
    id: String, name: String
  )] {
    var levels = Array(repeating: 0, count: parts.count)
    func label(_ index: Int) -> (String, String) {
      let place = parts[index].place
      let town = place.town.isEmpty ? place.name : place.town
      var words = [town.isEmpty ? position(parts[index].centre) : town]
      if levels[index] >= 1, !place.district.isEmpty, place.district.lowercased() != town.lowercased() {
        words.append(place.district)
      }
      if levels[index] >= 2, !place.state.isEmpty { words.append(place.state) }
      let product = parts[index].product
      let name = "\(product.prefix(1).uppercased())\(product.dropFirst()) \(kind) of \(words.joined(separator: ", "))"
      let id = prefix + slug("\(parts[index].code) \(words.joined(separator: " "))")
      return (id, name)
    }
    for level in 1...2 {
      var counts: [String: Int] = [:]
      for index in parts.indices { counts[label(index).1, default: 0] += 1 }
      let repeated = parts.indices.filter { counts[label($0).1, default: 0] > 1 }
      for index in repeated { levels[index] = level }
    }
    var usedIDs: Set<String> = []
    var usedNames: Set<String> = []
    return parts.indices.map { index in
      let (id, name) = label(index)
      return (unique(id, "-", &usedIDs), unique(name, " ", &usedNames))
    }
  }

  private static func unique(_ text: String, _ separator: String, _ used: inout Set<String>) -> String {
    var candidate = text
    var number = 2
    while !used.insert(candidate).inserted {
      candidate = "\(text)\(separator)\(number)"
      number += 1
    }
    return candidate
  }

  /// A nameless place by its coordinate in hundredths of a degree, such as `11.10 N 77.34 E`.
  private static func position(_ coordinate: Coordinate) -> String {
    func part(_ value: Int32, _ positive: String, _ negative: String) -> String {
      let hundredths = (Int(value.magnitude) + 50_000) / 100_000
      let fraction = hundredths % 100
      return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) \(value < 0 ? negative : positive)"
    }
    return "\(part(coordinate.lat, "N", "S")) \(part(coordinate.lon, "E", "W"))"
  }
}
