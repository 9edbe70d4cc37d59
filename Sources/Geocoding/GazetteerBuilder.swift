import Glibc
import Model
import Text

/// Builds one gazetteer file from whichever open sources are given, on top of the starter gazetteer.
///
/// The same inputs give the same bytes. Memory: all sources are held at once, about 600 MB for the whole of India.
public enum GazetteerBuilder {
  /// Builds the file at `path` (written beside it first, then renamed) and returns what was found. `report` hears one line
  /// at the start of each step.
  @discardableResult
  public static func build(
    _ sources: GazetteerSources, to path: String, parameters: GeocodingParameters = GeocodingParameters(),
    report: @escaping (String) -> Void = { _ in }
  ) throws(Failure) -> GazetteerReport {
    var assembly = try GazetteerAssembly(sources, parameters: parameters, say: report)
    try assembly.run()
    report("writing \(path)")
    let image = GazetteerWriter.image(of: assembly.draft)
    try write(image, to: path)
    assembly.report.bytes = image.count
    return assembly.report
  }

  /// The image that `build` would write: for tests.
  static func image(
    _ sources: GazetteerSources, parameters: GeocodingParameters = GeocodingParameters()
  ) throws(Failure) -> (image: [UInt8], report: GazetteerReport) {
    var assembly = try GazetteerAssembly(sources, parameters: parameters, say: { _ in })
    try assembly.run()
    return (GazetteerWriter.image(of: assembly.draft), assembly.report)
  }

  private static func write(_ image: [UInt8], to path: String) throws(Failure) {
    let partial = path + ".partial"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, "cannot create \(partial): \(String(cString: strerror(errno))); choose another -o FILE")
    }
    var written = 0
    while written < image.count {
      let got = image.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      guard got > 0 else { break }
      written += got
    }
    let complete = written == image.count && fsync(descriptor) == 0
    let reason = String(cString: strerror(errno))
    close(descriptor)
    guard complete, rename(partial, path) == 0 else {
      unlink(partial)
      throw Failure(.inputOutput, "cannot write the gazetteer \(path): \(reason); nothing was changed")
    }
  }
}
