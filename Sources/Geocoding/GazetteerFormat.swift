import Model
import Text

/// What sort of place a gazetteer record describes. The raw values stand in the file.
public enum PlaceKind: UInt8, CaseIterable, Sendable {
  case country
  case state
  case district
  case subdistrict
  case city
  case town
  case village
  case locality
  /// An industrial estate or area.
  case estate
  case postOffice
  case pin
  case pinArea

  /// The word in listings.
  public var name: String {
    switch self {
    case .country: "country"
    case .state: "state"
    case .district: "district"
    case .subdistrict: "subdistrict"
    case .city: "city"
    case .town: "town"
    case .village: "village"
    case .locality: "locality"
    case .estate: "estate"
    case .postOffice: "post office"
    case .pin: "PIN"
    case .pinArea: "PIN area"
    }
  }

  /// The level at which a row matched to such a place stands.
  public var level: MatchLevel {
    switch self {
    case .country: .none
    case .state: .state
    case .district: .district
    case .subdistrict: .subdistrict
    case .city, .town: .town
    case .village: .village
    case .locality, .estate, .postOffice: .locality
    case .pin: .pin
    case .pinArea: .pinArea
    }
  }

  /// Whether the name may be looked for in free text: villages and post offices share their names with firms and persons.
  var isProminent: Bool {
    switch self {
    case .village, .postOffice, .pin, .pinArea: false
    default: true
    }
  }
}

/// Which sources spoke for a place, one bit each. The bits stand in the file.
public struct PlaceSources: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// One bit for each source.
  public let rawValue: UInt16
  /// Sources from their bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The starter gazetteer in `Geo/`.
  public static let starter = PlaceSources(rawValue: 1)
  /// The post-office directory.
  public static let postOffices = PlaceSources(rawValue: 2)
  /// GeoNames postal codes.
  public static let geonamesPostal = PlaceSources(rawValue: 4)
  /// GeoNames places.
  public static let geonamesPlaces = PlaceSources(rawValue: 8)
  /// The village list.
  public static let villages = PlaceSources(rawValue: 16)
  /// The Local Government Directory.
  public static let lgd = PlaceSources(rawValue: 32)
  /// A table of PINs given with `--pins`.
  public static let pins = PlaceSources(rawValue: 64)
  /// District boundaries given with `--districts`.
  public static let districts = PlaceSources(rawValue: 128)

  /// Each source with its word.
  public static let names: [(PlaceSources, String)] = [
    (.starter, "starter"), (.postOffices, "post-offices"), (.geonamesPostal, "geonames-postal"),
    (.geonamesPlaces, "geonames-places"), (.villages, "villages"), (.lgd, "lgd"), (.pins, "pins"),
    (.districts, "districts"),
  ]

  /// The words of the sources that are set, joined with `;`.
  public var text: String { Self.names.filter { contains($0.0) }.map(\.1).joined(separator: ";") }
}

/// One place as it stands in the file: 48 bytes without gaps, little-endian.
///
/// A country is its box instead of a point: `lat`, `lon` are its south-west corner, `code` and `population` hold the bits of
/// its north-east corner.
public struct PlaceRecord: Sendable, BitwiseCopyable {
  /// Latitude in 1e-7 degrees.
  public var lat: Int32 = 0
  /// Longitude in 1e-7 degrees.
  public var lon: Int32 = 0
  /// Radius in metres that holds a unit of the place with 90 % confidence; 0: the place has no position.
  public var uncertainty: UInt32 = 0
  /// Offset of its name in the pool.
  var name: UInt32 = 0
  var nameLength: UInt16 = 0
  var kindValue: UInt8 = 0
  var spare: UInt8 = 0
  /// LGD code of its district, 0 unknown.
  public var district: UInt16 = 0
  /// LGD code of its state, 0 unknown or abroad.
  public var state: UInt16 = 0
  /// ISO 3166 alpha-2, the first letter in the high byte.
  public var country: UInt16 = 0
  /// Which sources spoke.
  public var sourceBits: UInt16 = 0
  /// For a subdistrict its LGD code, for other places 0.
  public var code: UInt32 = 0
  /// Its PIN, 0 unknown.
  public var pin: UInt32 = 0
  /// Start of its list of districts: those that a PIN serves, those that a district was divided from or into.
  var listStart: UInt32 = 0
  var listCount: UInt32 = 0
  /// Persons, 0 unknown.
  public var population: UInt32 = 0

  /// What sort of place it is.
  public var kind: PlaceKind { PlaceKind(rawValue: kindValue) ?? .locality }
  /// Where it is.
  public var coordinate: Coordinate { Coordinate(lat: lat, lon: lon) }
  /// Whether it can place a row.
  public var hasPosition: Bool { uncertainty > 0 }
}

/// One name of one place. `ScopeRecord` tells the area that gives the name its meaning.
struct NameEntry: Sendable, BitwiseCopyable {
  /// Index of its key.
  var key: UInt32 = 0
  var place: UInt32 = 0
}

/// One place that has a key's name, within one area.
struct NamePosting: Sendable, BitwiseCopyable {
  /// See `Scope`.
  var scope: UInt32 = 0
  var place: UInt32 = 0
}

/// One distinct folded name.
struct NameKey: Sendable, BitwiseCopyable {
  var hash: UInt64 = 0
  /// Offset in the pool of the compact key; the light key follows it.
  var offset: UInt32 = 0
  var length: UInt16 = 0
  var lightLength: UInt16 = 0
  /// First posting, in the order of entries; the next key's first ends the list.
  var postings: UInt32 = 0
  var spare: UInt32 = 0
}

/// A phonetic skeleton and one of the keys that sound so; sorted by hash, then key.
struct SoundKey: Sendable, BitwiseCopyable {
  var hash: UInt64 = 0
  var key: UInt32 = 0
  var spare: UInt32 = 0
}

/// The entries of one area: those whose names may be looked for in free text come first.
struct ScopeRecord: Sendable, BitwiseCopyable {
  var scope: UInt32 = 0
  var start: UInt32 = 0
  var prominentEnd: UInt32 = 0
  var end: UInt32 = 0
}

/// The area within which a name is looked for, in 32 bits: (state, district) in India, a country elsewhere.
enum Scope {
  /// States.
  static let country: UInt32 = 0
  /// The districts of a state and the towns whose district is unknown.
  @inline(__always)
  static func state(_ state: UInt16) -> UInt32 { UInt32(state) << 16 }
  /// Everything in a district.
  @inline(__always)
  static func district(_ state: UInt16, _ district: UInt16) -> UInt32 { UInt32(state) << 16 | UInt32(district) }
  /// Everything in a foreign country.
  @inline(__always)
  static func foreign(_ country: UInt16) -> UInt32 { 0xFFFF_0000 | UInt32(country) }
}

/// The parts of the file, in order. Each starts at a multiple of 64 bytes.
enum GazetteerSection: Int, CaseIterable {
  case places
  case entries
  /// Letters of the light key of each entry.
  case letters
  /// The last 16 bits of the hash of each entry's skeleton.
  case skeletons
  case keys
  case keyDirectory
  /// One bit for each value of the leading bits of a key's hash: whether a key has it. Most of what is looked up is no name.
  case keyFilter
  case postings
  case scopes
  case sounds
  case soundDirectory
  /// Place of each PIN from 100000, 0xFFFFFFFF for none.
  case pins
  /// Place of each three-digit prefix from 0.
  case prefixes
  case districtList
  /// Places that can name a point, by latitude.
  case byLatitude
  case pool
  /// Lines of text: the sources with their fingerprints, and the attributions.
  case notes

  /// Bytes of one element.
  var stride: Int {
    switch self {
    case .places: MemoryLayout<PlaceRecord>.stride
    case .entries: MemoryLayout<NameEntry>.stride
    case .keys: MemoryLayout<NameKey>.stride
    case .scopes: MemoryLayout<ScopeRecord>.stride
    case .sounds: MemoryLayout<SoundKey>.stride
    case .letters: MemoryLayout<NameLetters>.stride
    case .postings: MemoryLayout<NamePosting>.stride
    case .keyDirectory, .keyFilter, .soundDirectory, .pins, .prefixes, .byLatitude: 4
    case .skeletons, .districtList: 2
    case .pool, .notes: 1
    }
  }
}

/// Constants of the file format.
enum GazetteerFormat {
  /// "KGAZ" read as a little-endian integer.
  static let magic: UInt32 = 0x5A41_474B
  /// Raised whenever a record or the folding of names changes.
  static let version: UInt32 = 3
  /// Magic, version, length, checksum, then offset and count of each section.
  static let headerBytes = 24 + GazetteerSection.allCases.count * 16
  static let alignment = 64
  static let firstPin: UInt32 = 100_000
  static let pinCount = 900_000
  static let noPlace = UInt32.max

  static func aligned(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }

  /// Two letters of ISO 3166 as in `PlaceRecord.country`; India for anything that is not two letters.
  static func country(_ text: some StringProtocol) -> UInt16 {
    let letters = Array(text.utf8)
    guard letters.count == 2, letters.allSatisfy({ $0 & 0xDF &- 0x41 < 26 }) else { return india }
    return UInt16(letters[0] & 0xDF) << 8 | UInt16(letters[1] & 0xDF)
  }

  static let india: UInt16 = 0x494E

  static func countryText(_ code: UInt16) -> String {
    String(decoding: [UInt8(code >> 8), UInt8(code & 0xFF)], as: UTF8.self)
  }
}
