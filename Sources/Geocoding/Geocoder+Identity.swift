import Model

extension Geocoder {
  /// Who is to be named in outputs that used the gazetteer, one sentence each.
  public var attributions: [String] {
    let mark = "attribution "
    return gazetteer.notes.filter { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
  }

  /// A lasting name of a place, different for different places: it means the same in another gazetteer that knows the place.
  public func identifier(place index: UInt32) -> String {
    guard Int(index) < gazetteer.placeCount else { return "" }
    let record = gazetteer.record(index)
    let parts = [
      record.kind.name, String(record.code), String(record.pin), String(record.state), String(record.district),
      gazetteer.name(index), String(record.lat), String(record.lon),
    ]
    return parts.joined(separator: ":")
  }
}
