import Model

extension GazetteerAssembly {
  /// Adds or corrects the place of every PIN on which the sources speak, with the districts that it serves.
  mutating func addPins() {
    for (pin, place) in draft.pins.sorted(by: { $0.key < $1.key }) {
      points.append(PinPoint(pin: pin, source: .starter, point: draft.places[Int(place)].coordinate))
    }
    // Stable: within a PIN by source, then point, so that the order of the files' rows does not matter.
    points.sort { a, b in
      if a.pin != b.pin { return a.pin < b.pin }
      if a.source != b.source { return a.source.rawValue < b.source.rawValue }
      return a.point < b.point
    }
    let districts = servedDistricts()
    let names = officeNames()
    let consensus = PinConsensus(parameters: parameters)
    var counts = (agreed: 0, lone: 0, disputed: 0)
    var start = 0
    while start < points.count {
      var end = start
      let pin = points[start].pin
      while end < points.count, points[end].pin == pin { end += 1 }
      if let verdict = consensus.verdict(points[start..<end]) {
        if verdict.heard.rawValue.nonzeroBitCount == 1 {
          counts.lone += 1
        } else if verdict.agreeing.rawValue.nonzeroBitCount > 1 {
          counts.agreed += 1
        } else {
          counts.disputed += 1
        }
        put(pin, verdict, districts[pin] ?? [], name: names[pin])
      }
      start = end
    }
    report.add("PINs placed by sources that agree", counts.agreed)
    report.add("PINs placed by one source alone", counts.lone)
    report.add("PINs on which the sources disagree", counts.disputed)
  }

  private mutating func put(_ pin: UInt32, _ verdict: PinVerdict, _ districts: [UInt16], name: String?) {
    let index: UInt32
    if let known = draft.pins[pin] {
      index = known
    } else {
      var place = PlaceRecord()
      place.kindValue = PlaceKind.pin.rawValue
      place.country = GazetteerFormat.india
      place.pin = pin
      index = draft.add(place, name: name.map { "\($0) \(pin)" } ?? "PIN \(pin)")
      draft.pins[pin] = index
    }
    let slot = Int(index)
    draft.places[slot].lat = verdict.centre.lat
    draft.places[slot].lon = verdict.centre.lon
    draft.places[slot].uncertainty = UInt32(max(1, verdict.uncertainty))
    draft.places[slot].sourceBits |= verdict.heard.rawValue
    if let first = districts.first {
      draft.places[slot].district = first
      if let place = draft.districtIndex[first] { draft.places[slot].state = draft.places[Int(place)].state }
      var list = districts
      for other in draft.lists[index] ?? [] where !list.contains(other) { list.append(other) }
      draft.lists[index] = list
    }
  }

  /// The districts that a tenth or more of a PIN's offices and villages name, most named first; where there are none, the rows
  /// of GeoNames postal codes.
  private func servedDistricts() -> [UInt32: [UInt16]] {
    var votes: [UInt64: Int] = [:]
    for office in offices where office.area.district != 0 {
      votes[UInt64(office.pin) << 16 | UInt64(office.area.district), default: 0] += 1
    }
    for village in villages where village.pin != 0 {
      let district = village.spatialDistrict != 0 ? village.spatialDistrict : village.area.district
      if district != 0 { votes[UInt64(village.pin) << 16 | UInt64(district), default: 0] += 1 }
    }
    let heard = Set(votes.keys.map { UInt32($0 >> 16) })
    for (key, count) in postalVotes where !heard.contains(UInt32(key >> 16)) { votes[key] = count }
    var byPin: [UInt32: [(district: UInt16, votes: Int)]] = [:]
    for (key, count) in votes { byPin[UInt32(key >> 16), default: []].append((UInt16(key & 0xFFFF), count)) }
    return byPin.mapValues { list in
      let total = list.reduce(0) { $0 + $1.votes }
      return list.sorted { $0.votes != $1.votes ? $0.votes > $1.votes : $0.district < $1.district }
        .filter { $0.votes * 10 >= total }.map(\.district)
    }
  }

  /// The name of each PIN's delivery office: its head or sub office, the first by name.
  private func officeNames() -> [UInt32: String] {
    var names: [UInt32: String] = [:]
    for office in offices where !office.isBranch {
      if let known = names[office.pin], known <= office.name { continue }
      names[office.pin] = office.name
    }
    return names
  }

  /// Places every three-digit area at the median of its PINs.
  mutating func addPrefixes() {
    var byPrefix: [UInt32: [UInt32]] = [:]
    for (pin, place) in draft.pins.sorted(by: { $0.key < $1.key }) { byPrefix[pin / 1000, default: []].append(place) }
    for prefix in byPrefix.keys.sorted() {
      let members = byPrefix[prefix] ?? []
      let known = draft.prefixes[prefix]
      if known != nil, members.count < 5 { continue }
      let own = members.map { draft.places[Int($0)].coordinate }
      let centre = PointStatistics.median(own)
      let spread = PointStatistics.radius(own, around: centre, percent: 90)
      var place = known.map { draft.places[Int($0)] } ?? PlaceRecord()
      place.kindValue = PlaceKind.pinArea.rawValue
      place.country = GazetteerFormat.india
      place.lat = centre.lat
      place.lon = centre.lon
      place.uncertainty = UInt32(max(20_000, spread))
      place.sourceBits |= members.reduce(0) { $0 | draft.places[Int($1)].sourceBits }
      let states = Set(members.map { draft.places[Int($0)].state })
      place.state = states.count == 1 ? states.first ?? 0 : 0
      if let known {
        draft.places[Int(known)] = place
      } else {
        draft.prefixes[prefix] = draft.add(place, name: "PIN area \(prefix)")
      }
    }
  }
}
