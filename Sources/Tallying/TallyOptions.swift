import Model

/// What counts as operating, and what a row must give to be evidence that a unit is too small for a benchmark's count.
public struct TallyOptions: Sendable, Equatable {
  /// Whether planned units count as operating.
  public var withPlanned: Bool
  /// Most persons of a micro unit, inclusive, as in the count of 2005 (domain: CfP 1.3).
  public var fewPersonsMax: Int64
  /// Most capital of a micro unit in rupees, inclusive.
  public var littleCapitalMax: Int64
  /// Evidence for which a rule by turnover leaves units out.
  public var turnoverExcludes: ExclusionEvidence

  /// Options from their parts.
  public init(
    withPlanned: Bool, fewPersonsMax: Int64, littleCapitalMax: Int64, turnoverExcludes: ExclusionEvidence = []
  ) {
    self.withPlanned = withPlanned
    self.fewPersonsMax = fewPersonsMax
    self.littleCapitalMax = littleCapitalMax
    self.turnoverExcludes = turnoverExcludes
  }
}

/// Reads from each row of a batch the evidence for leaving its units out.
///
/// Persons and capital are those of the whole row: where it stands for several units, a total within the limit proves it
/// for each of them, and a greater total proves nothing.
struct EvidenceReader {
  private let options: TallyOptions
  private let household: Column<UInt8>?
  private let registered: Column<UInt8>?
  private let employment: Column<Int64>?
  private let investment: Column<Int64>?

  init(_ batch: EnterpriseBatch, _ options: TallyOptions) {
    self.options = options
    household = batch.household
    registered = batch.registered
    employment = batch.amounts[AmountField.employment.rawValue]
    investment = batch.amounts[AmountField.investment.rawValue]
  }

  @inline(__always)
  func evidence(_ row: Int) -> ExclusionEvidence {
    var evidence: ExclusionEvidence = []
    if let household, household[row] == 1 { evidence.insert(.household) }
    if isWithin(employment, row, options.fewPersonsMax) { evidence.insert(.fewPersons) }
    if isWithin(investment, row, options.littleCapitalMax) { evidence.insert(.littleCapital) }
    if let registered, registered[row] == 0 { evidence.insert(.unregistered) }
    return evidence
  }

  @inline(__always)
  private func isWithin(_ amounts: Column<Int64>?, _ row: Int, _ limit: Int64) -> Bool {
    guard let amount = amounts?[row] else { return false }
    return amount > 0 && amount <= limit
  }
}
