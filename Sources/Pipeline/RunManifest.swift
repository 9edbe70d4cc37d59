import Glibc
import Model
import Settings
import Spatial
import Tables

/// `run.json`: inputs, settings, counts and timings of a run. The only output that holds times and paths.
struct RunManifest {
  let setup: RunSetup
  let ledger: Ledger
  let rowFiles: [Int]?
  let pairs: Int
  let sites: Int
  let features: Int
  let belts: Int
  let concentrations: Int
  /// Seconds since 1970.
  let started: Int
  let seconds: [(stage: String, seconds: Double)]
  let checksums: [String]?

  func text() -> String {
    JSONWriter.document { json in
      json.add("program", "karkhana")
      json.add("version", Version.current)
      json.object("libraries") { json in
        for (name, version) in SpatialLibraries.versions { json.add(name, version) }
      }
      json.add("started", Self.utc(started))
      json.list("inputs", setup.inputs.indices) { json, index in input(&json, index) }
      json.object("settings") { settings(&$0) }
      json.object("gazetteer") { json in
        json.add("file", setup.gazetteer.file)
        json.add("origin", setup.gazetteer.origin.rawValue)
        json.add("notes", setup.geocoder.describe)
      }
      json.object("counts") { counts(&$0) }
      json.object("results") { json in
        json.add("pairs", pairs)
        json.add("sites", sites)
        json.add("features", features)
        json.add("belts", belts)
        if setup.options.byTheme { json.add("concentrations", concentrations) }
      }
      json.object("seconds") { json in for (stage, seconds) in self.seconds { json.add(stage, seconds, digits: 3) } }
      json.add("peak_memory_bytes", Self.peakMemory)
    }
  }

  private func input(_ json: inout JSONWriter, _ index: Int) {
    let (input, reader) = (setup.inputs[index], setup.readers[index])
    json.add("name", input.name)
    json.add("path", setup.options.registers[index])
    json.add("register", input.binding.schemaName)
    json.add("bytes", Int(reader.byteCount))
    json.add("xxh3_128", reader.fingerprint.hexadecimal)
    if let checksums { json.add("sha256", checksums[index]) }
    json.add("compression", reader.compressionName)
    json.add("encoding", reader.encodingName)
    json.add("delimiter", String(UnicodeScalar(reader.delimiter)))
    json.add("unrecognised_columns", input.binding.unrecognised)
  }

  private func settings(_ json: inout JSONWriter) {
    let options = setup.options
    json.add("config", setup.configuration.directory)
    json.add("rules", options.rules)
    json.add("product_level", options.productLevel.name)
    json.add("reach_km", setup.limits.reachMetres / 1000, digits: 3)
    json.object("max_radius_km") { json in
      for productionClass in ProductionClass.allCases {
        if let radius = setup.limits.maxRadiusMetres[productionClass] {
          json.add(productionClass.name, radius / 1000, digits: 3)
        } else {
          json.addNull(productionClass.name)
        }
      }
    }
    json.object("core_weight") { json in
      for productionClass in ProductionClass.allCases {
        json.add(productionClass.name, Int(setup.limits.coreWeight[productionClass] ?? 0))
      }
    }
    json.add("permutations", options.permutations ?? setup.configuration.thresholds.permutation.shuffles)
    json.add("with_planned", options.withPlanned)
    json.add("keep_duplicates", options.keepDuplicates)
    if let schemes = options.schemes { json.add("schemes", schemes) }
    json.add("footprint", setup.footprints.kind.rawValue)
    json.add("by", options.byTheme ? "theme" : "product")
    json.add("themes", options.themes.sorted())
    for (name, file) in [
      ("facilities", options.facilities), ("lines", options.lines), ("protected", options.protected),
      ("institutions", options.institutions),
      ("reference", options.reference ?? (options.referenceIsTally ? "tally" : nil)),
    ] {
      if let file { json.add(name, file) } else { json.addNull(name) }
    }
    json.add("formats", options.formats.map(\.rawValue).sorted())
    json.add("threads", options.threads)
    if let limit = setup.memoryLimit {
      json.add("memory_limit_bytes", limit)
    } else {
      json.addNull("memory_limit_bytes")
    }
  }

  private func counts(_ json: inout JSONWriter) {
    json.add("rows_read", ledger.rowsRead)
    json.add("rejected", ledger.rejected)
    json.add("duplicates", ledger.duplicates)
    json.add("not_operating", ledger.notOperating)
    json.add("planned", ledger.planned)
    json.add("closed", ledger.closed)
    json.add("uncoded", ledger.uncoded)
    json.add("unlocated", ledger.unlocated)
    json.add("located", ledger.located)
    json.add("in_clusters", ledger.inClusters)
    json.add("in_potential", ledger.inPotential)
    json.add("in_undetermined", ledger.inUndetermined)
    json.add("unclustered", ledger.unclustered)
    json.add("conserved", ledger.faults.isEmpty)
    if let rowFiles {
      json.object("row_files") { json in
        for (name, count) in zip(["members", "uncoded", "unlocated", "rejects"], rowFiles) { json.add(name, count) }
      }
    }
    json.object("reject_codes") { json in
      for code in RejectCode.allCases where ledger.rejectCodes[Int(code.rawValue)] > 0 {
        json.add(code.name, ledger.rejectCodes[Int(code.rawValue)])
      }
    }
    json.object("uncoded_reasons") { json in
      for reason in UncodedReason.allCases where ledger.uncodedReasons[Int(reason.rawValue)] > 0 {
        json.add(reason.name, ledger.uncodedReasons[Int(reason.rawValue)])
      }
    }
    json.object("unlocated_reasons") { json in
      for reason in UnlocatedReason.allCases where ledger.unlocatedReasons[Int(reason.rawValue)] > 0 {
        json.add(reason.name, ledger.unlocatedReasons[Int(reason.rawValue)])
      }
    }
    json.object("match_levels") { json in
      for level in MatchLevel.allCases where ledger.levels[Int(level.rawValue)] > 0 {
        json.add(level.name, ledger.levels[Int(level.rawValue)])
      }
    }
    json.object("flags") { json in
      for (index, flag) in RowFlags.names.enumerated() where ledger.flags[index] > 0 {
        json.add(flag.name, ledger.flags[index])
      }
    }
  }

  /// A time as `2024-05-31T12:00:00Z`.
  private static func utc(_ seconds: Int) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
      + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }

  /// Most memory that this process held, bytes.
  static var peakMemory: Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return Int(usage.ru_maxrss) * 1024
  }
}
