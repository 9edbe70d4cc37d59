import CScan

/// Exchanges two paths of one file system in one atomic step (Linux renameat2).
public enum PathExchange {
  /// Exchanges what `a` and `b` name, both of which exist; 0, or the system's error number.
  public static func exchange(_ a: String, _ b: String) -> Int32 { ks_exchange_paths(a, b) }
}
