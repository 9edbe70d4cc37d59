/// The index of Ellison and Glaeser (1997, Journal of Political Economy 105, 889–927): is an industry more concentrated over regions
/// than its plants, thrown at random, would be?
public struct EllisonGlaeser: Sendable, Equatable {
  /// γ = (G − (1 − Σx²) H) / ((1 − Σx²)(1 − H)). 0: as random plants; below 0: spread more evenly; at most 1 and not
  /// standardised. The authors call an industry not very concentrated below 0.02 and highly concentrated above 0.05.
  public let index: Double
  /// G = Σ (s − x)²: how far the industry's shares over regions, s, lie from the shares of all employment, x.
  public let rawConcentration: Double
  /// H, the Herfindahl index of the industry's employment over its plants.
  public let plantHerfindahl: Double

  /// The index from employment by region, of the industry and of all industries, in the same order of regions.
  ///
  /// H is `Concentration.herfindahl` over the industry's plants. Nil when the lists differ in length, an amount is negative, a total is
  /// 0 or from 2⁶³, one region has all employment, or H is not in 0..<1 (one plant has all of the industry's employment).
  /// The sums run in the order given. Linear in the regions.
  public init?(industry: [Int64], all: [Int64], plantHerfindahl: Double) {
    guard industry.count == all.count, 0..<1 ~= plantHerfindahl, let industryTotal = Self.total(industry),
      let allTotal = Self.total(all), !all.contains(allTotal)
    else { return nil }
    var distance = 0.0
    var squares = 0.0
    for (part, whole) in zip(industry, all) {
      let share = Double(whole) / Double(allTotal)
      let difference = Double(part) / Double(industryTotal) - share
      distance += difference * difference
      squares += share * share
    }
    let room = 1 - squares
    guard room > 0 else { return nil }
    self.rawConcentration = distance
    self.plantHerfindahl = plantHerfindahl
    self.index = (distance - room * plantHerfindahl) / (room * (1 - plantHerfindahl))
  }

  /// The sum of non-negative amounts, positive and below 2⁶³; else nil.
  private static func total(_ amounts: [Int64]) -> Int64? {
    var sum: Int64 = 0
    for amount in amounts {
      let (next, overflow) = sum.addingReportingOverflow(amount)
      guard amount >= 0, !overflow else { return nil }
      sum = next
    }
    return sum > 0 ? sum : nil
  }
}
