import Model

/// What a row's industry code says, after it was held against its edition and the row's own sector.
struct CodeReading {
  /// The group, or `CodedBatch.noProduct`.
  var group = CodedBatch.noProduct
  /// How many digits of the code the group claims.
  var specificity: UInt8 = 0
  /// Whether the code was read as NIC-2008.
  var is2008 = false
  /// Why there is no group; `none` when there is.
  var reason = UncodedReason.noProduct
  /// Flags for the row.
  var flags: RowFlags = []
}

/// Reads industry codes in the edition that the schema declares (domain: no vote over the file).
///
/// A code that its edition does not have, or that the row's own sector contradicts, gives no product. Where the schema says
/// that editions are mixed, a code counts in an edition only if it exists there and the row's sector agrees; when both
/// editions qualify and name different groups, the code is contradicted.
struct CodeReader: Sendable {
  private let table2008: CodeTable
  private let table2004: CodeTable
  private let edition2008: CodeEdition
  private let edition2004: CodeEdition
  /// Hash of the folded words → index of the wording.
  private let sectors: [UInt64: Int]
  /// Nothing in a sector's wording is put together.
  private let noWords = KnownWords()
  /// For each wording, a bit for each division, by edition.
  private let divisions2008: [DivisionSet]
  private let divisions2004: [DivisionSet]

  init(catalogue: ProductCatalogue) {
    table2008 = CodeTable(prefixes: catalogue.prefixes(\.nic2008))
    table2004 = CodeTable(prefixes: catalogue.prefixes(\.nic2004))
    edition2008 = catalogue.nic2008
    edition2004 = catalogue.nic2004
    var sectors: [UInt64: Int] = [:]
    for (index, wording) in catalogue.sectors.enumerated() { sectors[TextTokens.phrase(wording.words)] = index }
    self.sectors = sectors
    divisions2008 = catalogue.sectors.map { DivisionSet($0.nic2008) }
    divisions2004 = catalogue.sectors.map { DivisionSet($0.nic2004) }
  }

  /// Index of the wording that a sector text is, nil for an unknown one.
  func sector(_ text: UnsafeRawBufferPointer, _ scratch: borrowing TextMatcher.Scratch) -> Int? {
    guard text.count > 0 else { return nil }
    let words = TextTokens.split(text, into: scratch.words, known: noWords)
    var hash: UInt64 = 0
    for word in 0..<words { hash = TextTokens.combine(hash, scratch.words.hashes[word]) }
    return sectors[hash]
  }

  /// Reads one code; `sector` is the row's wording, nil when it is unknown or absent.
  func read(_ code: IndustryCode, _ version: NICVersion, sector: Int?) -> CodeReading {
    guard code.packed != 0 else { return CodeReading() }
    switch version {
    case .nic2008: return read(code, as2008: true, sector: sector)
    case .nic2004, .nic1998: return read(code, as2008: false, sector: sector)
    case .mixed:
      guard sector != nil else { return CodeReading(reason: .contradictedCode, flags: .codeContradicted) }
      let newer = read(code, as2008: true, sector: sector)
      let older = read(code, as2008: false, sector: sector)
      switch (newer.reason, older.reason) {
      case (.none, .none):
        if newer.group == older.group { return newer.specificity >= older.specificity ? newer : older }
        return CodeReading(reason: .contradictedCode, flags: .codeContradicted)
      case (.none, .outsideGroups), (.outsideGroups, .none):
        return CodeReading(reason: .contradictedCode, flags: .codeContradicted)
      case (.none, _): return newer
      case (_, .none): return older
      case (.outsideGroups, _): return newer
      case (_, .outsideGroups): return older
      case (.contradictedCode, _): return newer
      default: return older
      }
    }
  }

  private func read(_ code: IndustryCode, as2008: Bool, sector: Int?) -> CodeReading {
    guard as2008 ? edition2008.contains(code) : edition2004.contains(code) else {
      return CodeReading(is2008: as2008, reason: .unknownCode, flags: .codeNotInVersion)
    }
    if let sector {
      let agreeing = as2008 ? divisions2008[sector] : divisions2004[sector]
      guard agreeing.contains(code.prefix(2).value) else {
        return CodeReading(is2008: as2008, reason: .contradictedCode, flags: .codeContradicted)
      }
    }
    let table = as2008 ? table2008 : table2004
    let group = table.group(code)
    return CodeReading(
      group: group, specificity: table.specificity(code), is2008: as2008,
      reason: group == CodedBatch.noProduct ? .outsideGroups : .none)
  }
}

/// A set of divisions 0…99 as bits.
struct DivisionSet: Sendable, BitwiseCopyable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ divisions: Set<UInt32>) {
    for division in divisions where division < 100 {
      if division < 64 { low |= 1 << division } else { high |= 1 << (division - 64) }
    }
  }

  @inline(__always)
  func contains(_ division: UInt32) -> Bool {
    division < 64 ? low & (1 << division) != 0 : division < 128 && high & (1 << (division - 64)) != 0
  }
}
