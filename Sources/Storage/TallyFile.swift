import Model

/// The tally file, `tally.kt`; its format is described in `Docs/TallyFile.md`.
public enum TallyFile {
  /// The version that is written, and the only one that is read.
  public static let version: UInt8 = 3
  /// First bytes of every tally file; the odd ones show when a transfer has changed line ends or stripped the eighth bit.
  static let magic: [UInt8] = [0x8B, 0x4B, 0x54, 0x41, 0x4C, 0x0D, 0x0A]

  /// Writes a canonical tally to `path`, replacing what is there.
  ///
  /// - `products`: product codes by `TallyKey.product`; each code once among those that the tally uses.
  /// - `places`: the lasting id of a gazetteer place, different for different places.
  /// - `settings`: digest of the settings that decide which rows count where.
  ///
  /// Equal tallies give equal bytes, whatever numbers products and places have. Fails with `.cannotCreate` or
  /// `.inputOutput`. Linear in pairs, with buffers of a few hundred kilobytes beside 14 bytes a pair.
  public static func write(
    _ tally: Tally, products: [String], places: (UInt32) -> String, settings: String, to path: String
  ) throws(Failure) {
    var placeTexts: [UInt32: String] = [:]
    for site in tally.sites where site.place != LocatedBatch.noPlace && placeTexts[site.place] == nil {
      placeTexts[site.place] = places(site.place)
    }
    let (codes, productNumber) = try ranked(Set(tally.keys.map(\.product)), "product code") {
      Int($0) < products.count ? products[Int($0)] : ""
    }
    let (ids, placeNumber) = try ranked(placeTexts.keys, "place id") { placeTexts[$0] ?? "" }
    let renumbering = Renumbering(
      tally, product: { UInt16(productNumber[$0] ?? 0) }, place: { UInt32(placeNumber[$0] ?? 0) })

    var writer = try CompressedWriter.create(path: path, header: magic + [version])
    try writer.put(text: settings)
    try writer.put(texts: codes)
    try writer.put(texts: ids)
    try writer.put(renumbering)
    try writer.put(named: TallyColumn.names, tally.columns, renumbering.order) { (writer, sums, pair) throws(Failure) in
      try writer.put(signed: sums[pair])
    }
    try writer.put(named: WideColumn.names, tally.wide, renumbering.order) { (writer, sums, pair) throws(Failure) in
      try writer.put(wide: sums.wide(pair))
    }
    try writer.put(tally.productivity, renumbering.order)
    try writer.finish()
  }

  /// Reads a tally file.
  ///
  /// Fails with `.missingInput` or `.inputOutput` when it cannot be read, and with `.data` when it is no tally file, of
  /// another version, cut short or damaged.
  public static func read(_ path: String) throws(Failure) -> StoredTally {
    var reader = try CompressedReader.open(path: path, headerSize: magic.count + 1) { (header) throws(Failure) in
      guard header.starts(with: magic) else {
        throw Failure(.data, "\(path) is no tally file; give one that karkhana map has written (tally.kt)")
      }
      guard let version = header.dropFirst(magic.count).first else {
        throw CompressedReader.damaged(path, "it ends in its header")
      }
      guard version == Self.version else {
        throw Failure(
          .data,
          "\(path) has version \(version) of the tally file, and this program reads version \(Self.version); "
            + "use the program that wrote it or map the register again")
      }
    }
    let stored = try reader.storedTally()
    try reader.finish()
    return stored
  }

  /// The texts of some numbers, ascending, and the position of each number's text.
  private static func ranked<Number: Hashable>(
    _ numbers: some Collection<Number>, _ what: String, _ text: (Number) -> String
  ) throws(Failure) -> (texts: [String], position: [Number: Int]) {
    let pairs = numbers.map { (number: $0, text: text($0)) }.sorted { precedes($0.text, $1.text) }
    for (a, b) in zip(pairs, pairs.dropFirst()) where a.text == b.text {
      throw Failure(.internal, "two products or places share the \(what) \"\(a.text)\"")
    }
    var position: [Number: Int] = [:]
    for (index, pair) in pairs.enumerated() { position[pair.number] = index }
    return (pairs.map(\.text), position)
  }

  /// Order by bytes, the same on every machine.
  static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}

extension TallyColumn {
  /// Names by position.
  static let names: [String] = (0..<count).map { TallyColumn(rawValue: $0).name }
}

extension WideColumn {
  /// Names by position.
  static let names: [String] = allCases.map(\.name)
}
