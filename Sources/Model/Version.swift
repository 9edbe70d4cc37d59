/// The version of the program, as in CHANGELOG.md.
public enum Version {
  /// Semantic version.
  public static let current = "0.1.0"
}
