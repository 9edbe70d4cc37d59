import Foundation

/// Real registers and gazetteer sources that stand beside the checkout on a developer's machine and are never part of it.
public enum SharedData {
  /// The root of this checkout.
  public static let checkout = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The file at `path` below the shared data, or nil, said in one line, when this machine does not have it.
  public static func file(_ path: String) -> String? {
    let url = checkout.deletingLastPathComponent().appending(path: "shared").appending(path: "data")
      .appending(path: path)
    if FileManager.default.fileExists(atPath: url.path) { return url.path }
    print("absent, so not tested against: shared data \(path)")
    return nil
  }
}
