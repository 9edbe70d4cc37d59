import Text

/// Tells of most words at once that they are no country's name: few names, asked for in every address.
struct CountryNames: Sendable {
  private static let bits: UInt64 = 12
  /// One bit for each value of the leading bits of a name's hash.
  private let words: [UInt64]

  /// The names of all countries of `gazetteer`. O(areas and their prominent names), once.
  init(_ gazetteer: Gazetteer) {
    var words = [UInt64](repeating: 0, count: 1 << Int(Self.bits) / 64)
    for index in 0..<gazetteer.scopes.count {
      let area = gazetteer.scopes[index]
      guard area.scope == Scope.country || area.scope >= Scope.foreign(0) else { continue }
      for at in Int(area.start)..<Int(area.prominentEnd) {
        let entry = gazetteer.entries[at]
        guard gazetteer.places[entry.place].kind == .country else { continue }
        let slot = Int(gazetteer.keys[entry.key].hash >> (64 - Self.bits))
        words[slot >> 6] |= 1 << UInt64(slot & 63)
      }
    }
    self.words = words
  }

  /// Whether a compact key may be a country's name: false is certain. O(bytes).
  @inline(__always)
  func mayHold(_ key: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let slot = Int(NameHash.of(key, count) >> (64 - Self.bits))
    return words[slot >> 6] >> UInt64(slot & 63) & 1 == 1
  }
}
