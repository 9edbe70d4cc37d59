import Geocoding
import Model
import Publishing
import Registers
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
    if schemaFiles.isEmpty { faults.append("\(directory)/registers holds no .toml file; at least one layout is needed") }
    let geocoding = text("geocoding.toml").map { GeocodingSettings.load(name: "geocoding.toml", text: $0) }
    faults += geocoding?.faults ?? []
    var publishing: PublishingParameters?
    if let text = text("publishing.toml") {
      let file = ConfigFile(name: "publishing.toml", text: text)
      publishing = PublishingParameters.read(file, assetFolder: "\(directory)/publishing")
      faults += file.faults
    }
    guard faults.isEmpty, let thresholds, let geocoding, let publishing else {
      throw Failure(.configuration, faults.joined(separator: "\nkarkhana: "))
    }
    return Configuration(
      directory: directory, thresholds: thresholds.thresholds, products: products.catalogue,
      registers: RegisterCatalogue(schemas: schemas.schemas), geocoding: geocoding.parameters,
      publishing: publishing)
  }
}
