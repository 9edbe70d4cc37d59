import Model

/// What the configuration says of the product: its code and words, product class and themes (TP Table 1).
enum ProductRule {
  static func apply(_ subject: Subject, to description: inout Description) {
    let product = subject.product
    description.properties[.productCode] = .text(product.code)
    description.properties[.product] = .text(product.name)
    if product.productClass.isEmpty {
      description.unknown(.productClass, missing: "products.csv:product_class")
    } else {
      description.set(
        .productClass, .text(product.productClass),
        because: Evidence(
          id: description.id, dimension: "product_class", value: product.productClass, observed: .text(product.code),
          comparison: "in", unit: "product group", configKey: "products.csv:product_class", source: "TP"))
    }
    guard !product.themes.isEmpty else { return }
    let names = product.themes.map(\.name).joined(separator: ";")
    description.properties[.themes] = .text(names)
    description.properties[.themeBasis] = .text("product")
    for theme in product.themes {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "themes", value: theme.name, observed: .text(product.code), comparison: "in",
          unit: "need flagged by product class, not a finding about these firms",
          configKey: "themes.toml:\(theme.name).products", source: theme.source))
    }
  }
}
