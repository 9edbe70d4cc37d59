import Model

/// Gives every row a product group and a way of making, from its industry code, its text, or both.
///
/// The code speaks first, by its longest claimed prefix. Text refines it to a compatible group (one that claims codes of the
/// same division, shares a family, or is a craft of a manufacturing code), or stands in when the code gives nothing. Text that
/// names something else is flagged and the code decides. Immutable and free to share between threads.
public struct ProductCoder: Sendable {
  let catalogue: ProductCatalogue
  let matcher: TextMatcher
  let reader: CodeReader
  private let level: ProductLevel
  /// Key by `CodeEdition.position` of a code cut to the level's width; nil at group level.
  private let levelKeys: [UInt16]?
  /// What coding asks of each group, in plain values: nothing is copied or counted a row.
  private let traits: [GroupTraits]
  /// Families of each group.
  private let families: [[Int]]
  /// What a register of hand weavers makes where its rows do not say: the group that the bare word names.
  private let unnamedHandloom: UInt16

  /// A coder by `catalogue` for keys of `level`.
  public init(catalogue: ProductCatalogue, level: ProductLevel) {
    self.catalogue = catalogue
    self.level = level
    matcher = TextMatcher(table: PhraseTable(groups: catalogue.groups, makings: catalogue.makings))
    reader = CodeReader(catalogue: catalogue)
    traits = catalogue.groups.map(GroupTraits.init)
    var families = Array(repeating: [Int](), count: catalogue.groups.count)
    for (index, family) in catalogue.families.enumerated() {
      for group in family.groups { families[Int(group)].append(index) }
    }
    self.families = families
    let scratch = TextMatcher.Scratch()
    let bareWord: StaticString = "handloom"
    unnamedHandloom =
      matcher.match(
        UnsafeRawBufferPointer(start: bareWord.utf8Start, count: bareWord.utf8CodeUnitCount), scratch
      ).group
    if case .digits(let digits) = level {
      var keys = Array(repeating: CodedBatch.noProduct, count: CodeEdition.positions)
      for (offset, code) in catalogue.nic2008.codes(digits: digits).enumerated() {
        keys[CodeEdition.position(code)] = UInt16(catalogue.groups.count + offset)
      }
      levelKeys = keys
    } else {
      levelKeys = nil
    }
  }

  /// Codes every row of `batch`; rejected rows are coded too, and mean nothing.
  public func code(_ batch: EnterpriseBatch) -> CodedBatch {
    let result = CodedBatch(count: batch.count)
    let scratch = TextMatcher.Scratch()
    let memo = MatchMemo()
    let codes = batch.industryCode
    let hasText = batch.has(.product) || batch.activityText != nil
    let looms = batch.amounts[AmountField.looms.rawValue]
    let readsSector = batch.has(.sector)
    for row in 0..<batch.count where batch.rows.rejects[row] == 0 {
      let code = codes?[row] ?? .none
      var reading = CodeReading()
      if code.packed != 0 {
        let sector = readsSector ? reader.sector(batch.rows.text(batch.span(.sector, row)), scratch) : nil
        reading = reader.read(code, batch.nicVersion, sector: sector)
      }
      var match = TextMatch()
      if hasText || reading.reason != .none { match = text(batch, row, reading, memo, scratch) }
      decide(batch, row, code, reading, match, loomCount: looms?[row] ?? 0, into: result)
    }
    return result
  }

  /// The best match of the row's texts: its product, else the activity beside its code, else its sector.
  private func text(
    _ batch: EnterpriseBatch, _ row: Int, _ reading: CodeReading, _ memo: borrowing MatchMemo,
    _ scratch: borrowing TextMatcher.Scratch
  ) -> TextMatch {
    let product = batch.span(.product, row)
    var best = TextMatch()
    if !product.isEmpty {
      best = memo.match(batch.rows.text(product), by: matcher, scratch)
      if best.group != CodedBatch.noProduct { return best }
    }
    if let activity = batch.activityText?[row], !activity.isEmpty {
      let match = memo.match(batch.rows.text(activity), by: matcher, scratch)
      if match.group != CodedBatch.noProduct { return merged(match, making: best.making) }
    }
    // A sector is coarse: it helps only where neither code nor text gave a product.
    if reading.group == CodedBatch.noProduct {
      let sector = batch.span(.sector, row)
      if !sector.isEmpty {
        return merged(memo.match(batch.rows.text(sector), by: matcher, scratch), making: best.making)
      }
    }
    return best
  }

  private func merged(_ match: TextMatch, making: ProductionClass?) -> TextMatch {
    var match = match
    match.making = match.making ?? making
    return match
  }

  private func decide(
    _ batch: EnterpriseBatch, _ row: Int, _ code: IndustryCode, _ reading: CodeReading, _ match: TextMatch,
    loomCount: Int64, into result: CodedBatch
  ) {
    var flags = reading.flags
    var group = reading.group
    // A power loom is no hand loom, whatever cloth it weaves.
    let named = match.group
    let contradictsMaking =
      named != CodedBatch.noProduct && match.making == .industrial
      && traits[Int(named)].productionClass == .handloom
    if named != CodedBatch.noProduct, reading.reason == .outsideGroups {
      // A valid code of farming or mining decides, whatever crop or mineral its text names.
      flags.insert(.textAgainstCode)
    } else if named != CodedBatch.noProduct, group == CodedBatch.noProduct {
      group = named
      if match.isTied { flags.insert(.ambiguousProduct) }
    } else if group == CodedBatch.noProduct, batch.declaredClass == .handloom, code == .none,
      batch.span(.product, row).isEmpty
    {
      group = unnamedHandloom
    } else if named != CodedBatch.noProduct, named != group, !contradictsMaking {
      if !isCompatible(named, with: group, code, is2008: reading.is2008) {
        flags.insert(.textAgainstCode)
      } else if isNarrower(named, than: reading) {
        group = named
        flags.insert(.textRefinesCode)
      }
    }
    result.flags[row] = flags.rawValue
    guard group != CodedBatch.noProduct else {
      result.reason[row] = reason(batch, row, code, reading).rawValue
      return
    }
    result.group[row] = group
    result.reason[row] = UncodedReason.none.rawValue
    result.productionClass[row] = productionClass(batch, group, match, loomCount).rawValue
    result.key[row] = key(group, code, reading)
  }

  private func isService(_ group: UInt16) -> Bool { traits[Int(group)].productionClass == .service }

  private func reason(
    _ batch: EnterpriseBatch, _ row: Int, _ code: IndustryCode, _ reading: CodeReading
  ) -> UncodedReason {
    if code.packed != 0 { return reading.reason }
    let hasText =
      !batch.span(.product, row).isEmpty || !batch.span(.sector, row).isEmpty
      || !(batch.activityText?[row].isEmpty ?? true)
    return hasText ? .unknownText : .noProduct
  }

  /// Whether a text that names `named` may narrow a code that gave `group`.
  private func isCompatible(_ named: UInt16, with group: UInt16, _ code: IndustryCode, is2008: Bool) -> Bool {
    if is2008, traits[Int(named)].divisions.contains(code.prefix(2).value) { return true }
    let division = code.prefix(2).value
    let isManufacturing = is2008 ? (10...33).contains(division) : (15...37).contains(division)
    if traits[Int(named)].isCodeless, isManufacturing, !isService(named) { return true }
    // Who trades in or repairs a product does not make it, whatever family the product is of.
    if isService(named) != isService(group) { return false }
    let mine = families[Int(named)]
    return families[Int(group)].contains { mine.contains($0) }
  }

  /// Whether `named` says more than the code did: a wide group, such as all textiles, never widens a narrow code.
  private func isNarrower(_ named: UInt16, than reading: CodeReading) -> Bool {
    let traits = traits[Int(named)]
    return traits.isCodeless || traits.digits >= UInt32(min(reading.specificity, 4)) || reading.specificity <= 2
  }

  private func productionClass(
    _ batch: EnterpriseBatch, _ group: UInt16, _ match: TextMatch, _ loomCount: Int64
  ) -> ProductionClass {
    let traits = traits[Int(group)]
    if let making = match.making, making == traits.otherClass || making == traits.productionClass { return making }
    if let declared = batch.declaredClass, declared == .handloom ? traits.weaves : declared == traits.otherClass {
      return declared
    }
    if loomCount > 0, match.making != .industrial, traits.weaves { return .handloom }
    if match.making == .handloom, traits.weaves { return .handloom }
    return traits.productionClass
  }

  private func key(_ group: UInt16, _ code: IndustryCode, _ reading: CodeReading) -> UInt16 {
    guard let levelKeys, case .digits(let digits) = level, reading.reason == .none, reading.is2008,
      code.digits >= digits
    else { return group }
    let key = levelKeys[CodeEdition.position(code.prefix(digits))]
    return key == CodedBatch.noProduct ? group : key
  }
}

/// What coding asks of a product group.
struct GroupTraits: BitwiseCopyable {
  let productionClass: ProductionClass
  let otherClass: ProductionClass?
  /// Divisions of NIC-2008 that it claims codes of.
  let divisions: DivisionSet
  /// Most digits of a code that it claims, 0 for none.
  let digits: UInt32
  /// Whether it weaves: handlooms count there. Weaving and finishing of textiles is division 13 of NIC-2008.
  let weaves: Bool

  /// Whether it claims no code of NIC-2008: a craft known by its words only.
  var isCodeless: Bool { digits == 0 }

  init(_ group: ProductGroup) {
    productionClass = group.productionClass
    otherClass = group.otherClass
    divisions = DivisionSet(Set(group.nic2008.map { $0.prefix(2).value }))
    digits = group.nic2008.map(\.digits).max() ?? 0
    weaves =
      group.productionClass == .handloom || group.otherClass == .handloom
      || group.nic2008.contains { $0.prefix(2).value == 13 }
  }
}
