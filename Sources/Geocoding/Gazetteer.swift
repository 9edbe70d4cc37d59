import Model
import Text

/// A gazetteer ready for lookups: raw pointers into one image, mapped from a file or built from `Geo/`.
///
/// Opening checks a checksum over the whole image (about 5 ms for 60 MB) and reads nothing else.
public final class Gazetteer: Sendable {
  private let storage: GazetteerStorage
  let places: Run<PlaceRecord>
  let entries: Run<NameEntry>
  let letters: Run<NameLetters>
  let skeletons: Run<UInt16>
  let keys: Run<NameKey>
  let keyDirectory: Run<UInt32>
  private let keyFilter: Run<UInt32>
  private let filterBits: Int
  let postings: Run<NamePosting>
  let scopes: Run<ScopeRecord>
  let sounds: Run<SoundKey>
  let soundDirectory: Run<UInt32>
  let pins: Run<UInt32>
  let prefixes: Run<UInt32>
  let districtList: Run<UInt16>
  let byLatitude: Run<UInt32>
  let pool: Run<UInt8>
  /// Lines about the sources with their fingerprints, then the attributions.
  public let notes: [String]
  /// Whether it holds nothing but the starter gazetteer of `Geo/`.
  public let isStarter: Bool
  /// Leading hash bits that the two directories distinguish.
  let keyBits: Int
  let soundBits: Int
  /// Place of each state and district by LGD code.
  private let states: Run<UInt32>
  private let districts: Run<UInt32>

  /// A run of elements inside the image.
  struct Run<Element: BitwiseCopyable>: @unchecked Sendable {
    let base: UnsafePointer<Element>
    let count: Int

    @inline(__always)
    subscript(index: Int) -> Element { base[index] }
    @inline(__always)
    subscript(index: UInt32) -> Element { base[Int(index)] }
  }

  /// Opens the gazetteer file at `path`.
  public convenience init(path: String) throws(Failure) {
    try self.init(storage: GazetteerStorage(path: path), path: path)
  }

  /// A gazetteer over an image that was built in memory.
  convenience init(image: [UInt8]) throws(Failure) {
    try self.init(storage: GazetteerStorage(image: image), path: "in memory")
  }

  private init(storage: GazetteerStorage, path: String) throws(Failure) {
    let sections = try storage.sections(path: path)
    func run<Element>(_ section: GazetteerSection, _: Element.Type = Element.self) -> Run<Element> {
      let (offset, count) = sections[section.rawValue]
      return Run(base: (storage.base + offset).assumingMemoryBound(to: Element.self), count: count)
    }
    self.storage = storage
    places = run(.places)
    entries = run(.entries)
    letters = run(.letters)
    skeletons = run(.skeletons)
    keys = run(.keys)
    keyDirectory = run(.keyDirectory)
    keyFilter = run(.keyFilter)
    postings = run(.postings)
    scopes = run(.scopes)
    sounds = run(.sounds)
    soundDirectory = run(.soundDirectory)
    pins = run(.pins)
    prefixes = run(.prefixes)
    districtList = run(.districtList)
    byLatitude = run(.byLatitude)
    pool = run(.pool)
    let text: Run<UInt8> = run(.notes)
    notes = String(decoding: UnsafeBufferPointer(start: text.base, count: text.count), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    isStarter = !notes.contains { $0.hasPrefix("source ") && !$0.hasPrefix("source starter") }
    keyBits = GazetteerWriter.directoryBits(keys.count)
    filterBits = GazetteerWriter.filterBits(keys.count)
    soundBits = GazetteerWriter.directoryBits(sounds.count)
    let (states, districts) = Self.administration(places)
    self.states = Self.kept(states)
    self.districts = Self.kept(districts)
  }

  deinit {
    states.base.deallocate()
    districts.base.deallocate()
  }

  private static func kept(_ values: [UInt32]) -> Run<UInt32> {
    let copy = UnsafeMutablePointer<UInt32>.allocate(capacity: max(values.count, 1))
    for (index, value) in values.enumerated() { (copy + index).initialize(to: value) }
    return Run(base: UnsafePointer(copy), count: values.count)
  }

  /// Places of states and districts by code. They stand before all other places.
  private static func administration(_ places: Run<PlaceRecord>) -> ([UInt32], [UInt32]) {
    var states: [UInt32] = []
    var districts: [UInt32] = []
    func put(_ place: Int, _ code: UInt16, _ list: inout [UInt32]) {
      while list.count <= Int(code) { list.append(GazetteerFormat.noPlace) }
      list[Int(code)] = UInt32(place)
    }
    for index in 0..<places.count {
      let place = places[index]
      switch place.kind {
      case .state: put(index, place.state, &states)
      case .district: put(index, place.district, &districts)
      case .country: break
      default: return (states, districts)
      }
    }
    return (states, districts)
  }

  /// The name of place `index` for people.
  public func name(_ index: UInt32) -> String {
    guard Int(index) < places.count else { return "" }
    let place = places[index]
    return String(
      decoding: UnsafeBufferPointer(start: pool.base + Int(place.name), count: Int(place.nameLength)), as: UTF8.self)
  }

  /// Number of places.
  public var placeCount: Int { places.count }

  /// The record of place `index`, 0..<placeCount.
  public func record(_ index: UInt32) -> PlaceRecord { places[index] }

  /// The place of a PIN, or `LocatedBatch.noPlace`. O(1).
  @inline(__always)
  public func place(pin: UInt32) -> UInt32 {
    let slot = Int(pin) - Int(GazetteerFormat.firstPin)
    return slot >= 0 && slot < pins.count ? pins[slot] : GazetteerFormat.noPlace
  }

  /// The place of the area of a PIN's first three digits, or `LocatedBatch.noPlace`. O(1).
  @inline(__always)
  func place(prefixOf pin: UInt32) -> UInt32 {
    let prefix = Int(pin / 1000)
    return prefix < prefixes.count ? prefixes[prefix] : GazetteerFormat.noPlace
  }

  /// The place of a state's or district's LGD code, or `LocatedBatch.noPlace`. O(1).
  @inline(__always)
  func place(state: UInt16) -> UInt32 {
    Int(state) < states.count ? states[Int(state)] : GazetteerFormat.noPlace
  }
  @inline(__always)
  func place(district: UInt16) -> UInt32 {
    Int(district) < districts.count ? districts[Int(district)] : GazetteerFormat.noPlace
  }

  /// Whether the list of `place` names `district`.
  @inline(__always)
  func lists(_ place: PlaceRecord, district: UInt16) -> Bool {
    for index in 0..<Int(place.listCount) where districtList[Int(place.listStart) + index] == district { return true }
    return false
  }

  /// The key with these compact bytes, or nil. O(1) expected.
  @inline(__always)
  func key(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    guard keys.count > 0 else { return nil }
    let hash = NameHash.of(text, count)
    let bit = Int(hash >> UInt64(64 - filterBits))
    guard keyFilter[bit >> 5] >> UInt32(bit & 31) & 1 == 1 else { return nil }
    let bucket = Int(hash >> UInt64(64 - keyBits))
    for index in Int(keyDirectory[bucket])..<Int(keyDirectory[bucket + 1]) where keys[index].hash == hash {
      let key = keys[index]
      guard Int(key.length) == count else { continue }
      let bytes = pool.base + Int(key.offset)
      var position = 0
      while position < count, bytes[position] == text[position] { position += 1 }
      if position == count { return index }
    }
    return nil
  }

  /// The postings of a key, ascending by area.
  @inline(__always)
  func postings(of key: Int) -> Range<Int> {
    let end = key + 1 < keys.count ? Int(keys[key + 1].postings) : postings.count
    return Int(keys[key].postings)..<end
  }

  /// The first of some postings of one key that lies in area `low` or behind it. O(log postings).
  @inline(__always)
  func firstPosting(_ range: Range<Int>, _ low: UInt32) -> Int {
    var first = range.lowerBound
    var last = range.upperBound
    while first < last {
      let middle = (first + last) / 2
      if postings[middle].scope < low { first = middle + 1 } else { last = middle }
    }
    return first
  }

  /// The entries of an area, or nil. O(log areas).
  @inline(__always)
  func scope(_ scope: UInt32) -> ScopeRecord? {
    var low = 0
    var high = scopes.count
    while low < high {
      let middle = (low + high) / 2
      if scopes[middle].scope < scope { low = middle + 1 } else { high = middle }
    }
    return low < scopes.count && scopes[low].scope == scope ? scopes[low] : nil
  }
}
