import Model

/// What counts as operating, and what a row must give to be evidence that a unit is too small for a benchmark's count.
public struct TallyOptions: Sendable, Equatable {
  /// Whether planned units count as operating.
  public var withPlanned: Bool
  /// Most persons of a micro unit, inclusive, as in the count of 2005 (domain: CfP 1.3).
  public var fewPersonsMax: Int64
  /// Most capital of a micro unit in rupees, inclusive.
  public var littleCapitalMax: Int64

  /// Options from their parts.
  public init(withPlanned: Bool, fewPersonsMax: Int64, littleCapitalMax: Int64) {
    self.withPlanned = withPlanned
    self.fewPersonsMax = fewPersonsMax
    self.littleCapitalMax = littleCapitalMax
  }

  /// The evidence in one row for leaving its units out.
  ///
  /// Persons and capital are those of the whole row: where it stands for several units, a total within the limit proves it
  /// for each of them, and a greater total proves nothing.
  @inline(__always)
  func evidence(_ batch: EnterpriseBatch, _ row: Int) -> ExclusionEvidence {
    var evidence: ExclusionEvidence = []
    if let household = batch.household, household[row] == 1 { evidence.insert(.household) }
    if isWithin(batch.amount(.employment, row), fewPersonsMax) { evidence.insert(.fewPersons) }
    if isWithin(batch.amount(.investment, row), littleCapitalMax) { evidence.insert(.littleCapital) }
    if let registered = batch.registered, registered[row] == 0 { evidence.insert(.unregistered) }
    return evidence
  }

  @inline(__always)
  private func isWithin(_ amount: Int64, _ limit: Int64) -> Bool {
    amount != EnterpriseBatch.unknownAmount && amount <= limit
  }
}
