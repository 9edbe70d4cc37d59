import Model
import Text

/// Lookups of whole addresses: where the geocoder would stand a row that has nothing but this text, and what its parts name.
extension Geocoder {
  /// Whether a text is an address rather than a name with its district and state: it has a number, labels or many parts.
  static func isAddress(_ text: String) -> Bool {
    text.utf8.contains { $0 &- 0x30 < 10 } || text.utf8.count(where: { $0 == 0x2C }) > 2
      || Array(text.utf8).withUnsafeBytes { LabelledAddress.mayBegin($0) }
  }

  /// The placement of a row with this address, first and with its confidence as score; then the PINs in the text and the
  /// places that its parts name. O(bytes), for people, not for rows.
  func lookup(address text: String) -> [PlaceCandidate] {
    var candidates: [PlaceCandidate] = []
    let (batch, located) = placed(address: text)
    withExtendedLifetime(batch) {
      let place = located.place[0]
      if place != LocatedBatch.noPlace {
        var candidate = describe(place, score: Int(located.confidence[0]), reason: Self.reason(located))
        candidate.uncertainty = located.uncertainty[0]
        candidates.append(candidate)
      }
    }
    var others = pins(in: text)
    for part in Self.parts(of: text) { others += lookup(name: part, area: Administration(), similar: false) }
    let area = Administration(
      state: located.lgdState[0], district: located.lgdDistrict[0], country: GazetteerFormat.india)
    others = others.map { weighed($0, area) }
    // The placement weighs all parts together: none of them alone says more.
    if let first = candidates.first?.score {
      for index in others.indices { others[index].score = min(others[index].score, first) }
    }
    var seen = Set(candidates.map(\.place))
    candidates += Self.sorted(others).filter { seen.insert($0.place).inserted }
    return Array(candidates.prefix(Self.maximumCandidates))
  }

  /// The placement of a register of one row whose only column is an address.
  private func placed(address text: String) -> (EnterpriseBatch, LocatedBatch) {
    let bytes = Array(text.utf8)
    let rows = RowBatch(byteCapacity: max(bytes.count, 1), capacity: 1, slotCount: 1)
    bytes.withUnsafeBytes { if let base = $0.baseAddress { rows.bytes.copyMemory(from: base, byteCount: $0.count) } }
    rows.count = 1
    rows.spans[0] = TextSpan(start: 0, count: UInt32(clamping: bytes.count))
    rows.rejects[0] = 0
    rows.flags[0] = 0
    var slots = Array(repeating: -1, count: TextField.allCases.count)
    slots[TextField.address.rawValue] = 0
    let batch = EnterpriseBatch(
      rows: rows, slots: slots, nicVersion: .nic2008, defaultCountry: "IN", coordinateSystem: nil)
    return (batch, locate(batch))
  }

  private static func reason(_ located: LocatedBatch) -> String {
    "a row with this address stands here, by \(reason(located, row: 0))"
  }

  /// What placed a row, and what contradicted it.
  static func reason(_ located: LocatedBatch, row: Int) -> String {
    let by = MatchedBy(rawValue: located.matchedBy[row])?.name ?? ""
    let flags = RowFlags(rawValue: located.flags[row]).text
    return "its \(by)" + (flags.isEmpty ? "" : "; flags: \(flags)")
  }

  /// Every PIN of the text that the gazetteer knows, the last one first.
  func pins(in text: String) -> [PlaceCandidate] {
    var found: [UInt32] = []
    Array(text.utf8).withUnsafeBytes { bytes in
      _ = PinText.last(bytes) { pin, _ in
        if gazetteer.place(pin: pin) != GazetteerFormat.noPlace { found.append(pin) }
        return false
      }
    }
    return found.map { describe(gazetteer.place(pin: $0), score: 60, reason: "PIN \($0) in the text") }
  }

  /// The parts of an address that can be names: between commas, without labels and the numbers at their ends.
  static func parts(of text: String) -> [String] {
    text.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == "\n" }).prefix(maximumCandidates).compactMap { part in
      var part = part
      if let label = part.firstRange(of: ":-") { part = part[label.upperBound...] }
      func isEdge(_ character: Character) -> Bool { character.isNumber || character.isPunctuation || character == " " }
      while let last = part.last, isEdge(last) { part.removeLast() }
      while let first = part.first, isEdge(first) { part.removeFirst() }
      return part.isEmpty ? nil : String(part)
    }
  }

  /// A candidate of a part, more likely where the whole address lies.
  func weighed(_ candidate: PlaceCandidate, _ area: Administration) -> PlaceCandidate {
    let record = gazetteer.record(candidate.place)
    var candidate = candidate
    if area.district != 0, record.district == area.district {
      candidate.score = min(100, candidate.score + 10)
      candidate.reason += ", in the district of the address"
    } else if area.state != 0, record.state != area.state {
      candidate.score = max(0, candidate.score - 20)
      candidate.reason += ", in another state than the address"
    }
    return candidate
  }
}
