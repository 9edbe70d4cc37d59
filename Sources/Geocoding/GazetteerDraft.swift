import Model
import Text

/// A gazetteer while it is being put together: places and their names, before they are indexed.
struct GazetteerDraft {
  /// Records; name and list fields are filled on writing.
  var places: [PlaceRecord] = []
  /// Names for people, by place.
  var names: [String] = []
  /// Names to be found by: place, scope, compact key.
  var keys: [(place: UInt32, scope: UInt32, key: ArraySlice<UInt8>)] = []
  /// Districts listed with a place: those a PIN serves, those a district was divided from or into.
  var lists: [UInt32: [UInt16]] = [:]
  /// Place of each PIN.
  var pins: [UInt32: UInt32] = [:]
  /// Place of each three-digit prefix.
  var prefixes: [UInt32: UInt32] = [:]
  /// Lines about sources and attribution.
  var notes: [String] = []

  /// The place of a state or district code.
  private(set) var stateIndex: [UInt16: UInt32] = [:]
  private(set) var districtIndex: [UInt16: UInt32] = [:]

  /// Adds a place with its name for people; `add(name:…)` makes it findable.
  @discardableResult
  mutating func add(_ record: PlaceRecord, name: String) -> UInt32 {
    let index = UInt32(places.count)
    places.append(record)
    names.append(name)
    if record.kind == .state { stateIndex[record.state] = index }
    if record.kind == .district { districtIndex[record.district] = index }
    return index
  }

  /// Makes `place` findable by `name` in its own area, with and without words that only say what sort of place it is.
  mutating func add(name: String, for place: UInt32) {
    let scope = Self.scope(of: places[Int(place)])
    // "Bengaluru Rural" must not answer to "Bengaluru": the words that tell districts apart stay.
    let isAdministrative = places[Int(place)].kindValue <= PlaceKind.district.rawValue
    let forms = NameForms.keys(of: name)
    for key in isAdministrative ? forms.prefix(1) : forms[...] { keys.append((place, scope, ArraySlice(key))) }
  }

  /// The area in which a place's name is looked for.
  static func scope(of record: PlaceRecord) -> UInt32 {
    if record.country != GazetteerFormat.india { return Scope.foreign(record.country) }
    switch record.kind {
    case .country, .state: return Scope.country
    case .district: return Scope.state(record.state)
    default: return Scope.district(record.state, record.district)
    }
  }
}

/// The forms of a name that a gazetteer keeps.
enum NameForms {
  /// The longest key in bytes; what is longer is cut.
  static let maximumLength = 60

  /// The compact keys of a name: whole, each part of it, and without its generic words; each at least two bytes, no two equal.
  static func keys(of name: String) -> [[UInt8]] {
    var text = name
    var forms: [[UInt8]] = []
    text.withUTF8 { bytes in
      let capacity = Folding.capacity(for: bytes.count)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity * 2) { buffer in
        guard let words = buffer.baseAddress else { return }
        let key = words + capacity
        let count = Folding.words(UnsafeRawBufferPointer(bytes), into: words, capacity: capacity)
        func keep(_ length: Int) {
          let form = Array(UnsafeBufferPointer(start: key, count: min(length, maximumLength)))
          if form.count >= 2, !forms.contains(form) { forms.append(form) }
        }
        keep(Folding.compact(words, count, into: key))
        keep(GenericWords.stripped(words, count, into: key))
      }
    }
    return forms
  }
}
