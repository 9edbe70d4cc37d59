import Model

/// The parts of a tally file in the order in which they stand; what is written above is read below.
extension CompressedWriter {
  /// A list of texts.
  mutating func put(texts: [String]) throws(Failure) {
    try put(number: UInt64(texts.count))
    for text in texts { try put(text: text) }
  }

  /// Sites, keys and pairs.
  mutating func put(_ tally: Renumbering) throws(Failure) {
    try put(number: UInt64(tally.sites.count))
    var previous = Coordinate(lat: 0, lon: 0)
    for site in tally.sites {
      try put(signed: Int64(site.coordinate.lat) - Int64(previous.lat))
      try put(signed: Int64(site.coordinate.lon) - Int64(previous.lon))
      // 0 for the row's own coordinates.
      try put(number: site.place &+ 1)
      previous = site.coordinate
    }
    try put(number: UInt64(tally.keys.count))
    var counts = [UInt64](repeating: 0, count: tally.keys.count)
    for key in tally.pairKey { counts[Int(key)] += 1 }
    for (key, count) in zip(tally.keys, counts) {
      try put(number: key.product)
      try put(key.productionClass.rawValue)
      try put(number: count)
    }
    var lastKey: UInt16?
    var lastSite: UInt32 = 0
    for pair in tally.pairKey.indices {
      let site = tally.pairSite[pair]
      // The first site of a key, then how many are passed over.
      try put(number: tally.pairKey[pair] == lastKey ? site - lastSite - 1 : site)
      (lastKey, lastSite) = (tally.pairKey[pair], site)
    }
  }

  /// The columns that are there, by name, each value in the given order of pairs.
  mutating func put(
    named names: [String], _ columns: [TallySums?], _ order: [Int],
    _ put: (inout CompressedWriter, TallySums, Int) throws(Failure) -> Void
  ) throws(Failure) {
    try self.put(number: UInt64(columns.count { $0 != nil }))
    for (name, values) in zip(names, columns) {
      guard let values else { continue }
      try self.put(text: name)
      for pair in order { try put(&self, values, pair) }
    }
  }
}

extension CompressedWriter {
  /// The classes of turnover per worker of each pair in the given order; no pairs where there is no histogram.
  mutating func put(_ histogram: ProductivityHistogram?, _ order: [Int]) throws(Failure) {
    guard let histogram else { return try put(number: UInt64(0)) }
    try put(number: UInt64(order.count))
    for pair in order {
      let entries = histogram.entries(pair)
      try put(number: UInt64(entries.count))
      var previous: UInt16 = 0
      for entry in entries {
        guard let units = UInt64(exactly: histogram.units[entry]) else {
          throw Failure(.internal, "a class of turnover per worker has \(histogram.units[entry]) units")
        }
        try put(number: UInt64(histogram.bins[entry] - previous))
        try put(number: units)
        previous = histogram.bins[entry]
      }
    }
  }
}

extension CompressedReader {
  /// A list of texts, ascending.
  private mutating func texts(_ what: String) throws(Failure) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try count(what, atMost: UInt64(UInt32.max) - 1)) {
      let text = try text()
      if let last = texts.last, !TallyFile.precedes(last, text) { throw damaged("its \(what) are out of order") }
      texts.append(text)
    }
    return texts
  }

  /// The whole content.
  mutating func storedTally() throws(Failure) -> StoredTally {
    let settings = try text()
    let products = try texts("product codes")
    let places = try texts("places")
    var tally = Tally()
    tally.sites = try sites(places.count)
    try readPairs(into: &tally, productCount: products.count)
    try readColumns(TallyColumn.names, tally.pairCount, &tally.columns) { (reader) throws(Failure) in
      Int128(try reader.signed())
    }
    try readColumns(WideColumn.names, tally.pairCount, &tally.wide) { (reader) throws(Failure) in try reader.wide() }
    tally.productivity = try histogram(tally)
    return StoredTally(tally: tally, products: products, places: places, settings: settings)
  }

  private mutating func histogram(_ tally: Tally) throws(Failure) -> ProductivityHistogram? {
    let pairs = try count("pairs of the histogram", atMost: UInt64(tally.pairCount))
    guard pairs > 0 else { return nil }
    guard pairs == tally.pairCount else { throw damaged("its histogram has another number of pairs") }
    var starts: [UInt32] = [0]
    var (bins, units): ([UInt16], [Int64]) = ([], [])
    for _ in 0..<pairs {
      var last = -1
      for _ in 0..<(try count("classes", atMost: UInt64(ProductivityBin.count))) {
        let bin = max(last, 0) + Int(try number(UInt16.self))
        guard bin > last, bin < ProductivityBin.count, let counted = Int64(exactly: try number(UInt64.self)),
          counted > 0
        else { throw damaged("its histogram is out of order") }
        bins.append(UInt16(bin))
        units.append(counted)
        last = bin
      }
      starts.append(UInt32(truncatingIfNeeded: bins.count))
    }
    guard !bins.isEmpty else { throw damaged("its histogram is empty") }
    return ProductivityHistogram(starts: starts, bins: bins, units: TallySums(units))
  }

  private mutating func sites(_ placeCount: Int) throws(Failure) -> [SiteKey] {
    var sites: [SiteKey] = []
    var (lat, lon): (Int64, Int64) = (0, 0)
    for _ in 0..<(try count("sites", atMost: UInt64(UInt32.max))) {
      lat &+= try signed()
      lon &+= try signed()
      let place = try number(UInt32.self)
      guard let lat = Int32(exactly: lat), let lon = Int32(exactly: lon), place <= placeCount else {
        throw damaged("site \(sites.count) is out of range")
      }
      let site = SiteKey(coordinate: Coordinate(lat: lat, lon: lon), place: place &- 1)
      guard site.coordinate.isValid else { throw damaged("site \(sites.count) is out of range") }
      if let last = sites.last, !(last < site) { throw damaged("its sites are out of order") }
      sites.append(site)
    }
    return sites
  }

  private mutating func readPairs(into tally: inout Tally, productCount: Int) throws(Failure) {
    var counts: [Int] = []
    for _ in 0..<(try count("keys", atMost: UInt64(UInt16.max))) {
      let product = try number(UInt16.self)
      guard product < productCount, let productionClass = ProductionClass(rawValue: try byte()) else {
        throw damaged("key \(tally.keys.count) is out of range")
      }
      let key = TallyKey(product: product, productionClass: productionClass)
      if let last = tally.keys.last, !(last < key) { throw damaged("its keys are out of order") }
      tally.keys.append(key)
      let count = try count("pairs", atMost: UInt64(tally.sites.count))
      guard count > 0 else { throw damaged("key \(counts.count) has no pairs") }
      counts.append(count)
    }
    var isUsed = [Bool](repeating: false, count: tally.sites.count)
    for (key, count) in counts.enumerated() {
      var site = -1
      for _ in 0..<count {
        site += Int(try number(UInt32.self)) + 1
        guard site < tally.sites.count else { throw damaged("a pair has no site") }
        tally.pairKey.append(UInt16(key))
        tally.pairSite.append(UInt32(site))
        isUsed[site] = true
      }
    }
    guard isUsed.allSatisfy(\.self) else { throw damaged("a site has no pairs") }
  }

  private mutating func readColumns(
    _ names: [String], _ pairCount: Int, _ columns: inout [TallySums?],
    _ value: (inout CompressedReader) throws(Failure) -> Int128
  ) throws(Failure) {
    var last = -1
    for _ in 0..<(try count("columns", atMost: UInt64(names.count))) {
      let name = try text()
      guard let column = names.firstIndex(of: name) else { throw damaged("the column \"\(name)\" is unknown") }
      guard column > last else { throw damaged("its columns are out of order") }
      var values: [Int128] = []
      values.reserveCapacity(pairCount)
      for _ in 0..<pairCount { values.append(try value(&self)) }
      guard values.contains(where: { $0 != 0 }) else { throw damaged("the column \"\(name)\" is zero throughout") }
      columns[column] = TallySums(values)
      last = column
    }
  }
}
