import Model

/// The dimensions that no register tells: each is unknown, with what would tell.
enum UnknownRule {
  private static let needs: [(ClusterProperty, String)] = [
    (.origin, "curated evidence"), (.stage, "a second run"), (.performance, "curated evidence"),
  ]

  static func apply(to description: inout Description) {
    for (property, missing) in needs { description.unknown(property, missing: missing) }
  }
}
