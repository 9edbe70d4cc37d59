import ArgumentParser
import Glibc
import Model
import Pipeline
import Taxonomy

/// Options of every command that reads registers.
struct RegisterOptions: ParsableArguments {
  @Argument(help: "Registers: files (.csv, .tsv, .gz, .zst) or - for standard input.")
  var registers: [String]

  @Option(
    help: ArgumentHelp(
      "Layout of the registers, by its name in Config/registers; without it the header decides.", valueName: "name"))
  var register: String?

  @Option(
    help: ArgumentHelp(
      "Configuration directory (default: KARKHANA_CONFIG, then the one that comes with the program).", valueName: "dir")
  )
  var config: String?

  @Option(
    help: ArgumentHelp(
      """
      Gazetteer file made by 'karkhana gazetteer build', or the word starter (default: KARKHANA_GAZETTEER, then the one that \
      'make gazetteer' installed, then the starter gazetteer).
      """, valueName: "file")
  )
  var gazetteer: String?

  @Option(help: ArgumentHelp("Worker threads (default: all cores).", valueName: "n"))
  var threads: Int?

  @Flag(help: "No progress and no summary.")
  var quiet = false

  @Flag(name: .customLong("json-log"), help: "Progress and notes as JSON lines on standard error.")
  var jsonLog = false

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads must be from 1 to 256, found \(threads).")
    }
    if registers.filter({ $0 == "-" }).count > 1 { throw ValidationError("Standard input (-) can be named only once.") }
  }

  /// Run options with these filled in.
  func runOptions() -> RunOptions {
    var options = RunOptions(registers: registers)
    options.register = register
    options.config = config ?? environment("KARKHANA_CONFIG")
    options.gazetteer = gazetteer ?? environment("KARKHANA_GAZETTEER")
    if let threads { options.threads = threads }
    options.quiet = quiet
    options.jsonLog = jsonLog
    return options
  }
}

/// The value of an environment variable, nil when unset or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}

/// Reads an amount of memory: bytes, or a whole number with KB, MB or GB (of 1024, 1024² and 1024³ bytes).
func bytes(_ text: String, option: String, least: Int) throws(Failure) -> Int {
  let units = [("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30)]
  let unit = units.first { text.uppercased().hasSuffix($0.0) }
  let digits = text.dropLast(unit == nil ? 0 : 2)
  let number = digits.utf8.allSatisfy { (48...57).contains($0) } ? Int(digits) : nil
  let (bytes, overflow) = (number ?? 0).multipliedReportingOverflow(by: unit?.1 ?? 1)
  guard number != nil, !overflow, bytes >= least else {
    throw Failure(
      .usage,
      "\(option) must be bytes, or a whole number with KB, MB or GB, of at least \(least >> 20)MB, found \(text).")
  }
  return bytes
}

/// Reads what `--max-radius` was given: `none` (nil), or a number greater than 0 and at most `limit` in `unit`.
func radius(_ text: String, limit: Double, unit: String) throws(Failure) -> Double? {
  if text == "none" { return nil }
  guard let number = Double(text), number.isFinite, number > 0, number <= limit else {
    throw Failure(
      .usage, "--max-radius must be none, or \(unit) greater than 0 and at most \(limit), found \(text).")
  }
  return number
}
