import Model

/// The dimensions that the input cannot support yet: each is unknown, with the column or list that would tell.
enum UnknownRule {
  private static let needs: [(ClusterProperty, String)] = [
    (.breadth, "reference register"), (.depth, "chain of the product"), (.structure, "employment"),
    (.origin, "curated evidence"), (.market, "exports_inr"), (.stage, "a second run"),
    (.performance, "curated evidence"),
  ]

  static func apply(to description: inout Description) {
    for (property, missing) in needs { description.unknown(property, missing: missing) }
  }
}
