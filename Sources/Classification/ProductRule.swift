import Model

/// What the configuration says of the product: its code and words, and product class.
enum ProductRule {
  static func apply(_ subject: Subject, to description: inout Description) {
    let product = subject.product
    description.properties[.productCode] = .text(product.code)
    description.properties[.product] = .text(product.name)
    if product.productClass.isEmpty {
      description.unknown(
        .productClass, missing: subject.family == nil ? "products.csv:product_class" : "one class of all its products")
    } else {
      description.set(
        .productClass, .text(product.productClass),
        because: Evidence(
          id: description.id, dimension: "product_class", value: product.productClass, observed: .text(product.code),
          comparison: "in", unit: "product group", configKey: "products.csv:product_class", source: "TP"))
    }
  }
}
