import Geocoding
import Model
import Publishing
import Registers
import Spatial
import Tallying
import Taxonomy

/// A whole configuration directory as typed parameters.
public struct Configuration: Sendable {
  /// The directory that was read.
  public let directory: String
  /// Benchmarks, clustering defaults, limits.
  public let thresholds: Thresholds
  /// Product groups, families, themes.
  public let products: ProductCatalogue
  /// Layouts of registers.
  public let registers: RegisterCatalogue
  /// Numbers of the geocoder.
  public let geocoding: GeocodingParameters
  /// What counts as evidence of a micro unit, and the memory for finding duplicates; planned units do not count.
  public let tallying: TallyingSettings
  /// How footprints are made.
  public let footprints: FootprintParameters
  /// Numbers and colours of the maps.
  public let publishing: PublishingParameters

  /// Reads `directory`, or the one that comes with the program. Throws `.configuration` with one line for each fault.
  public static func load(_ directory: String?) throws(Failure) -> Configuration {
    let directory = if let directory { directory } else { try Installation.directory("Config") }
    var faults: [String] = []
    func text(_ name: String) -> String? {
      do throws(Failure) {
        return try Installation.text("\(directory)/\(name)", .configuration)
      } catch {
        faults.append(error.message)
        return nil
      }
    }
    let thresholds = text("thresholds.toml").map { Thresholds.load(name: "thresholds.toml", text: $0) }
    faults += thresholds?.faults ?? []
    var texts: [String: String] = [:]
    for name in ProductSettings.files { texts[name] = text(name) }
    let products = ProductSettings.load(texts: texts)
    if texts.count == ProductSettings.files.count { faults += products.faults }
    let schemaFiles = Installation.files(in: "\(directory)/registers", suffix: ".toml")
    let schemas = RegisterSettings.load(
      files: schemaFiles.compactMap { name in text("registers/\(name)").map { (name: "registers/\(name)", text: $0) } })
    faults += schemas.faults
    if schemaFiles.isEmpty {
      faults.append("\(directory)/registers holds no .toml file; at least one layout is needed")
    }
    let geocoding = parameters("geocoding.toml", text) { GeocodingSettings.load($0) }
    let tallying = parameters("tallying.toml", text) { TallyingSettings.read($0, withPlanned: false) }
    let footprints = parameters("footprints.toml", text) { FootprintParameters.read($0) }
    let publishing = parameters("publishing.toml", text) {
      PublishingParameters.read($0, assetFolder: "\(directory)/publishing")
    }
    for part in [geocoding?.faults, tallying?.faults, footprints?.faults, publishing?.faults] { faults += part ?? [] }
    guard faults.isEmpty, let thresholds, let geocoding, let tallying, let footprints, let publishing else {
      throw Failure(.configuration, sentences(faults))
    }
    return Configuration(
      directory: directory, thresholds: thresholds.thresholds, products: products.catalogue,
      registers: RegisterCatalogue(schemas: schemas.schemas), geocoding: geocoding.value, tallying: tallying.value,
      footprints: footprints.value, publishing: publishing.value)
  }

  /// What `read` makes of a file, with every fault and unknown key; nil when the file cannot be read.
  private static func parameters<Value>(
    _ name: String, _ text: (String) -> String?, _ read: (ConfigFile) -> Value
  ) -> (value: Value, faults: [String])? {
    guard let text = text(name) else { return nil }
    let file = ConfigFile(name: name, text: text)
    let value = read(file)
    file.finish()
    return (value, file.faults)
  }

  /// Most faults that one message lists.
  private static let listed = 20

  private static func sentences(_ faults: [String]) -> String {
    let more = faults.count - listed
    return faults.prefix(listed).joined(separator: "\nkarkhana: ")
      + (more > 0 ? "\nkarkhana: and \(more) more faults of the configuration." : "")
  }
}
