import Model

/// Level (FAQ 1): a cluster of one product, or of a family of complementary products, whose units are counted together and once.
///
/// A family needs `family.least_products` products of at least `family.product_units` operating units each: a product with a few others
/// around it is a cluster of that product. Its `related_products` are those that it is made of, each with its units.
enum LevelRule {
  static func apply(_ subject: Subject, _ parameters: FamilyParameters, to description: inout Description) {
    guard let family = subject.family else {
      description.properties[.level] = .text("product")
      return
    }
    description.properties[.relatedProducts] = .text(
      family.products.map { "\($0.code):\($0.units)" }.joined(separator: ";"))
    description.set(
      .level, .text("family"),
      because: Evidence(
        id: description.id, dimension: "level", value: "family",
        observed: .integer(Int64(family.products(by: parameters))), comparison: ">=",
        limit: .integer(parameters.leastProducts),
        unit: "products of at least \(parameters.productUnits) units", configKey: "family.least_products",
        source: parameters.source))
    description.evidence.append(
      Evidence(
        id: description.id, dimension: "products", value: subject.product.code,
        observed: .integer(Int64(family.products.count)), comparison: "in", unit: "products, each unit counted once",
        configKey: "families.csv:products", source: family.source))
  }
}
