import Settings

/// Whether a place looks like an estate or a town of many unrelated products, which is no cluster (FAQ 6).
struct PlaceKind {
  /// One product that stands there, made in one way.
  struct Product {
    /// What it counts as: its family, else itself.
    var line: String
    /// Operating units.
    var units: Int64
    /// Whether it has the potential share of its benchmark, or more.
    var reachesPotential: Bool
  }

  /// The verdict as a sentence for people.
  let sentence: String
  /// What the place looks like.
  let verdict: Verdict

  /// A place where a product has units enough for a potential cluster or more, one of many unrelated products, or neither.
  enum Verdict { case cluster, unrelated, neither }

  /// Judges what stands at a place, at least one product, by the numbers of section `near`.
  init(_ products: [Product], _ settings: SelectionSettings) {
    var byLine: [String: Int64] = [:]
    for product in products { byLine[product.line, default: 0] += product.units }
    let lines = byLine.values.count { $0 >= settings.productLeastUnits }
    let all = products.reduce(Int64(0)) { $0 + $1.units }
    let largest = byLine.values.max() ?? 0
    let percent = all > 0 ? largest * 100 / all : 0
    let strong = products.count { $0.reachesPotential }
    let least = settings.productLeastUnits
    if strong > 0 {
      verdict = .cluster
      sentence =
        "\(strong) \(strong == 1 ? "product has" : "products have") units enough there for a potential cluster at least, so the place is more than an estate or a town of unrelated products."
    } else if lines < settings.unrelatedProducts {
      verdict = .neither
      sentence =
        "Neither: no product has units enough for a potential cluster, and \(lines == 0 ? "no" : "only \(lines)") unrelated \(lines == 1 ? "product has" : "products have") \(least) units or more; an estate or a town of many unrelated products has \(settings.unrelatedProducts) of them."
    } else if largest * 100 > all * settings.largestPercent {
      verdict = .neither
      sentence =
        "Neither: no product has units enough for a potential cluster, but one product or family holds \(percent) % of the units, so the place is no estate or town of many unrelated products."
    } else {
      verdict = .unrelated
      sentence =
        "It looks like an estate or a town of many unrelated products, which is no cluster: \(lines) unrelated products have \(least) units or more there (families of related products counted once), the largest holds \(percent) % of all units, and none has units enough for a potential cluster."
    }
  }
}
