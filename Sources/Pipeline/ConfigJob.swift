import Model
import Settings

/// `karkhana config check`: reads a whole configuration and names every fault.
public struct ConfigJob: Sendable {
  let directory: String?

  /// Checks `directory`, or the built-in configuration.
  public init(directory: String?) { self.directory = directory }

  /// A sentence that says what was read; fails with 78 and one line for each fault.
  public func run() throws(Failure) -> String {
    let configuration = try Configuration.load(directory)
    let sources = try GazetteerSourceSettings.load(directory: configuration.directory, country: "IN")
    for schema in configuration.registers.schemas {
      if let definition = schema.coordinateSystem { _ = try RunSetup.coordinateSystem(definition, of: schema) }
    }
    return """
      The configuration in \(configuration.directory) is valid: \(configuration.thresholds.ruleSets.count) rule sets, \
      \(configuration.products.groups.count) product groups, \(configuration.registers.schemas.count) register schemas, \
      \(sources.count) gazetteer sources.

      """
  }
}
