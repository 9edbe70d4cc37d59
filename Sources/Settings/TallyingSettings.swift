import Tallying

/// The settings of the tally, from `tallying.toml`.
public struct TallyingSettings: Sendable, Equatable {
  /// What counts.
  public var options: TallyOptions
  /// Bytes that the search for duplicates may hold in memory.
  public var duplicateBudget: Int
  /// Bytes that reading may hold in tally and fingerprints together; nil is no limit.
  public var memoryLimit: Int?
  /// The least `memoryLimit`, bytes.
  public static let leastMemoryLimit = 16 << 20

  /// Reads `tallying.toml`. The limits of the evidence must stand there; `withPlanned` comes from the command line.
  /// Faults are collected in `file`.
  public static func read(_ file: ConfigFile, withPlanned: Bool) -> TallyingSettings {
    let evidence = file.section("evidence")
    func limit(_ key: String) -> Int64 {
      if !evidence.has(key) { evidence.fault(key, "a whole number is expected here") }
      return Int64(evidence.integer(key, in: 0...Int.max) ?? 0)
    }
    let options = TallyOptions(
      withPlanned: withPlanned, fewPersonsMax: limit("few_persons_max"),
      littleCapitalMax: limit("little_capital_max_inr"))
    let megabytes = file.section("duplicates").integer("memory_mb", in: 1...1_000_000)
    let limit = file.section("memory").integer("limit_mb", in: (leastMemoryLimit >> 20)...1_000_000_000)
    return TallyingSettings(
      options: options, duplicateBudget: megabytes.map { $0 << 20 } ?? DuplicateFinder.defaultBudget,
      memoryLimit: limit.map { $0 << 20 })
  }
}
