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

  /// What may be added to the name of a place, in this order.
  private enum Mark: CaseIterable {
    case district, state, direction
  }

  /// An id and a name for each of `parts`, in their order, which must be canonical (it breaks the last ties).
  ///
  /// Clusters that would share a name are told apart by what differs between them: district, else state, else the direction in which
  /// each lies from the middle of all of them; at last by a number from the second on. `kind` stands in the name: "cluster", "belt".
  /// Linear but for the sorting of equal names.
  public static func assign(_ parts: [Parts], kind: String = "cluster", prefix: String = "") -> [(
    id: String, name: String
  )] {
    var marks = Array(repeating: [String](), count: parts.count)
    func town(_ index: Int) -> String {
      let place = parts[index].place
      let town = place.town.isEmpty ? place.name : place.town
      return town.isEmpty ? position(parts[index].centre) : town
    }
    func name(_ index: Int) -> String {
      let product = parts[index].product
      let place = ([town(index)] + marks[index]).joined(separator: ", ").replacing(", (", with: " (")
      return "\(product.prefix(1).uppercased())\(product.dropFirst()) \(kind) of \(place)"
    }
    for mark in Mark.allCases {
      var equals: [String: [Int]] = [:]
      for index in parts.indices { equals[name(index), default: []].append(index) }
      for group in equals.values where group.count > 1 {
        let words = group.map { word(mark, parts[$0], among: group.map { parts[$0].centre }) }
        guard Set(words).count > 1 else { continue }
        for (index, word) in zip(group, words) where !word.isEmpty && word.lowercased() != town(index).lowercased() {
          marks[index].append(word)
        }
      }
    }
    var usedIDs: Set<String> = []
    var usedNames: Set<String> = []
    return parts.indices.map { index in
      let id = prefix + slug("\(parts[index].code) \(town(index)) \(marks[index].joined(separator: " "))")
      return (unique(id, "-", &usedIDs), unique(name(index), " ", &usedNames))
    }
  }

  private static func word(_ mark: Mark, _ part: Parts, among centres: [Coordinate]) -> String {
    switch mark {
    case .district: part.place.district
    case .state: part.place.state
    case .direction: direction(of: part.centre, among: centres).map { "(\($0))" } ?? ""
    }
  }

  /// The eighth of the compass in which a point lies from the mean of several; nil at that mean.
  private static func direction(of point: Coordinate, among all: [Coordinate]) -> String? {
    func mean(_ value: (Coordinate) -> Int32) -> Int64 {
      all.reduce(Int64(0)) { $0 + Int64(value($1)) } / Int64(all.count)
    }
    let (lat, lon) = (mean(\.lat), mean(\.lon))
    // A degree of longitude narrows by the cosine of the latitude: its series is good enough for eighths, and the same everywhere.
    let square = (Double(lat) / 1e7 * .pi / 180) * (Double(lat) / 1e7 * .pi / 180)
    let north = Double(Int64(point.lat) - lat)
    let east = Double(Int64(point.lon) - lon) * (1 - square / 2 + square * square / 24)
    guard north != 0 || east != 0 else { return nil }
    // tan 22.5° = 0.4142: so near to an axis, the axis alone.
    let words = [
      abs(north) <= abs(east) * 0.4142 ? "" : north > 0 ? "north" : "south",
      abs(east) <= abs(north) * 0.4142 ? "" : east > 0 ? "east" : "west",
    ]
    return words.filter { !$0.isEmpty }.joined(separator: "-")
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
