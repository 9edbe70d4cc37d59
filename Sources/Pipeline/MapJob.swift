import Classification
import Glibc
import Model
import Publishing
import Storage
import Tables
import Taxonomy

/// `karkhana map`: registers in; clusters, listings and maps out. The whole job, top to bottom.
public struct MapJob: Sendable {
  private let options: RunOptions

  /// A job with `options`.
  public init(options: RunOptions) { self.options = options }

  /// Writes the result into `directory` in one step and returns a summary for people. A run that fails leaves `directory`
  /// as it was.
  public func run(into directory: String) throws(Failure) -> String {
    let reporter = Reporter(quiet: options.quiet, jsonLog: options.jsonLog)
    let output = try OutputDirectory(path: directory)
    do throws(Failure) {
      try InputGuard.check(
        directory: output.path,
        holdsNoneOf: options.registers
          + [
            options.config, options.gazetteer, options.boundaries, options.schemes, options.facilities, options.lines,
            options.protected, options.institutions, options.reference,
          ].compactMap { $0 })
      let summary = try run(into: output, reporter)
      try output.commit()
      reporter.finishLine()
      return summary
    } catch {
      output.discard()
      reporter.finishLine()
      throw error
    }
  }

  private func run(into output: OutputDirectory, _ reporter: Reporter) throws(Failure) -> String {
    var clock = StageClock(reporter)
    let setup = try RunSetup(options, keepsInput: true)
    let classifier = try setup.classifier()
    let filter = try ThemeFilter(options.themes, setup.configuration.products, setup.keys)
    let layers = try EnvironmentLayers(options)
    let assets = try options.formats.contains(.html) ? MapAssets.load(setup.configuration.publishing) : nil
    let boundaries = try options.boundaries.map { path throws(Failure) in try readBoundaries(path) }
    let schemes = try options.schemes.map { path throws(Failure) in try SchemeList(path) }
    clock.end("setup")

    var counted = try CountingPass(setup: setup, reporter: reporter).run()
    try refuse(counted.ledger, setup)
    clock.end("count")

    let groups = try group(counted.tally, setup, classifier)
    clock.end("cluster")

    let reference = try options.reference.map { path throws(Failure) in
      try ReferenceRegister(path, setup, classifier.parameters, reporter)
    }
    if reference != nil { clock.end("reference") }
    let places = try SitePlaces(counted.tally.sites, setup.geocoder, threads: options.threads)
    func describe(
      _ tally: Tally, _ keys: ProductKeys, _ families: FamilyTally?, _ groups: ClusterStage.Groups
    ) throws(Failure) -> DescribeStage.Published {
      try DescribeStage(
        tally: tally, register: counted.tally, registerKeys: setup.keys, families: families, groups: groups, keys: keys,
        catalogue: setup.configuration.products, classifier: classifier, columns: setup.columns,
        geocoder: setup.geocoder, sitePlaces: places, footprints: setup.footprints, limits: setup.limits,
        withPlanned: options.withPlanned, hasAddresses: setup.hasAddresses, protected: layers.protected,
        reference: reference, institutions: layers.institutions,
        keepsEvidence: options.formats != [.geojson], threads: options.threads
      ).run()
    }
    var published = try describe(counted.tally, setup.keys, nil, groups)
    settle(&counted.ledger, counted.tally, published)
    clock.end("describe")
    if options.productLevel == .group {
      let families = FamilyTally(counted.tally, setup.keys, setup.configuration.products)
      let found = try describe(
        families.tally, families.keys, families, try group(families.tally, setup, classifier))
      FamilyLinks.join(found, families, to: &published, counted.tally)
      clock.end("families")
    }
    RankingRule.apply(
      setup.configuration.thresholds.selection.ranking, coveragePercent: classifier.parameters.coveragePercent,
      to: &published.features)
    let lostSchemes = schemes.flatMap { $0.apply(to: &published.features) }
    // What a filter leaves out still stands in clusters.
    let shares = ClusteredShareTable(
      options.formats.contains(.csv)
        ? ClusteredShareStage(
          tally: counted.tally, published: published, parameters: classifier.parameters.clusteredShare, places: places,
          geocoder: setup.geocoder
        ).run() : [])
    filter?.apply(to: &published)

    var concentrations: [ConcentrationFeature] = []
    if options.byTheme {
      concentrations = try ConcentrationStage(
        tally: counted.tally, setup: setup, sitePlaces: places, parameters: classifier.parameters, filter: filter,
        layers: layers
      ).run()
      clock.end("themes")
    }

    let contents = MapContents(
      features: published.features, belts: published.belts, sites: drawsSites ? siteLayer(counted.tally) : SiteLayer(),
      run: RunNotes(setup: setup, ledger: counted.ledger).summary, boundaries: boundaries,
      concentrations: concentrations)
    let measures =
      try options.formats.contains(.csv)
      ? RegisterMeasures(counted.tally, setup, places, reference, classifier.parameters) : nil
    try publish(contents, measures, shares, assets, setup, output)
    if options.tally { try writeTally(counted.tally, setup, output) }
    clock.end("publish")

    var rowFiles: [Int]?
    if options.members {
      rowFiles = try RowFilesPass(
        setup: setup, counted: counted, published: published, output: output, reporter: reporter
      ).run()
      clock.end("rows")
    }
    try conserve(counted.ledger, rowFiles)
    let manifest = RunManifest(
      setup: setup, ledger: counted.ledger, rowFiles: rowFiles, pairs: counted.tally.pairCount,
      sites: counted.tally.sites.count, features: published.features.count, belts: published.belts.count,
      concentrations: concentrations.count,
      started: clock.started, seconds: clock.seconds,
      checksums: options.sha256 ? try setup.inputs.map { input throws(Failure) in try Checksum.sha256(of: input) } : nil
    )
    let sink = try ByteSink(path: try output.file("run.json"))
    try sink.write(manifest.text())
    try sink.close()
    return RunNotes(setup: setup, ledger: counted.ledger).table(
      contents, directory: output.path, formats: options.formats) + (lostSchemes.map { "\n\($0)\n" } ?? "")
  }

  /// The groups of a tally, of which only those that will be published are held.
  private func group(
    _ tally: Tally, _ setup: RunSetup, _ classifier: Classifier
  ) throws(Failure) -> ClusterStage.Groups {
    let (keys, columns) = (tally.keys, setup.columns)
    return try ClusterStage(
      tally: tally, limits: setup.limits,
      keeps: { candidate in
        let made = keys[candidate.key].productionClass
        let verdict = classifier.verdict(on: Subject(judging: candidate, productionClass: made, columns: columns))
        return verdict.map { $0.status != .none } ?? false
      }, threads: options.threads
    ).run()
  }

  /// A register that gave nothing, or too little, is a failure and not an empty map.
  private func refuse(_ ledger: Ledger, _ setup: RunSetup) throws(Failure) {
    let names = setup.inputs.map(\.name).joined(separator: ", ")
    guard ledger.rowsRead > 0 else {
      throw Failure(.data, "\(names) holds a header and no rows; nothing can be mapped.")
    }
    let share = Double(ledger.rejected) / Double(ledger.rowsRead)
    let limit = setup.configuration.thresholds.maxRejectShare
    guard share <= limit, ledger.rejected < ledger.rowsRead else {
      let worst = RejectCode.allCases.max {
        ledger.rejectCodes[Int($0.rawValue)] < ledger.rejectCodes[Int($1.rawValue)]
      }
      throw Failure(
        .data,
        "\(ledger.rejected) of \(ledger.rowsRead) rows of \(names) cannot be read (most often: \(worst?.name ?? "")), more than quality.max_reject_share = \(PropertyValue.rounded(limit, digits: 4).plain) allows; see 'karkhana check'."
      )
    }
  }

  /// Counts rows by the status of the feature that their pair is in.
  private func settle(_ ledger: inout Ledger, _ tally: Tally, _ published: DescribeStage.Published) {
    let statuses = published.features.map { $0.properties.text(.status) }
    for pair in 0..<tally.pairCount {
      let rows = Int(tally.value(.rows, pair))
      let feature = published.featureOfPair[pair]
      switch feature < 0 ? "" : statuses[Int(feature)] {
      case ClusterStatus.cluster.rawValue: ledger.inClusters += rows
      case ClusterStatus.potential.rawValue: ledger.inPotential += rows
      case ClusterStatus.undetermined.rawValue: ledger.inUndetermined += rows
      default: ledger.unclustered += rows
      }
    }
  }

  /// Whether some output draws the sites.
  private var drawsSites: Bool { options.formats.contains(.html) || options.formats.contains(.maps) }

  private func siteLayer(_ tally: Tally) -> SiteLayer {
    var layer = SiteLayer()
    for pair in 0..<tally.pairCount where tally.units(pair) > 0 {
      let site = tally.sites[Int(tally.pairSite[pair])].coordinate
      layer.lat.append(site.lat)
      layer.lon.append(site.lon)
      layer.units.append(tally.units(pair))
      let category: Category =
        switch tally.keys[Int(tally.pairKey[pair])].productionClass {
        case .industrial: .industrial
        case .handicraft: .handicraft
        case .handloom: .handloom
        case .service: .service
        }
      layer.category.append(category.rawValue)
    }
    return layer
  }

  private func publish(
    _ contents: MapContents, _ measures: RegisterMeasures?, _ shares: ClusteredShareTable, _ assets: MapAssets?,
    _ setup: RunSetup,
    _ output: OutputDirectory
  ) throws(Failure) {
    let formats = options.formats
    let parameters = setup.configuration.publishing
    do {
      if formats.contains(.geojson) {
        try ClusterCollection(contents).write(to: output.file("clusters.geojson"))
        try CentreCollection(contents).write(to: output.file("centres.geojson"))
        try BeltCollection(contents).write(to: output.file("belts.geojson"))
      }
      if formats.contains(.csv) {
        try ClusterTable(contents).write(to: output.file("clusters.csv"))
        try SummaryTable(contents).write(to: output.file("summary.csv"))
        try measures?.products.write(to: output.file("products.csv"))
        try measures?.regions.write(to: output.file("regions.csv"))
        try shares.write(to: output.file("clustered-share.csv"))
        try verifyTable(contents, setup).write(to: output.file("to-verify.csv"))
      }
      if options.byTheme {
        if formats.contains(.geojson) {
          try ConcentrationCollection(contents).write(to: output.file("themes.geojson"))
        }
        if formats.contains(.csv) {
          try ConcentrationTable(contents, columns: ConcentrationStage.columns).write(to: output.file("themes.csv"))
        }
      }
      if formats.contains(.evidence) { try EvidenceLines(contents).write(to: output.file("evidence.jsonl")) }
      if let assets {
        try MapPage(contents, assets: assets, parameters: parameters).write(to: output.file("map.html"))
      }
      if formats.contains(.maps) {
        let overview = OverviewMap(contents, parameters: parameters)
        try overview.writeSVG(to: output.file("maps/overview.svg"))
        try overview.writePNG(to: output.file("maps/overview.png"))
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.inputOutput, "The result could not be written into \(output.path): \(error).")
    }
  }

  private func verifyTable(_ contents: MapContents, _ setup: RunSetup) throws(Failure) -> VerifyTable {
    let thresholds = setup.configuration.thresholds
    let rules = try thresholds.rules(named: options.rules)
    return VerifyTable(
      contents, nearPercent: thresholds.selection.nearMissPercent,
      turnoverRule: rules.benchmarks[.industrial]?.turnover.map {
        VerifyTable.TurnoverLimits(moreThanUnits: $0.moreThanUnits, atLeast: $0.atLeast)
      })
  }

  private func writeTally(_ tally: Tally, _ setup: RunSetup, _ output: OutputDirectory) throws(Failure) {
    try TallyFile.write(
      tally, products: setup.keys.codes, places: { setup.geocoder.identifier(place: $0) },
      settings: try setup.tallyDigest(),
      to: try output.file("tally.kt"))
  }

  private func readBoundaries(_ path: String) throws(Failure) -> Boundaries {
    do { return try BoundaryReader.read(path) } catch let failure as Failure { throw failure } catch {
      throw Failure(.data, "\(path) is no GeoJSON that can be drawn: \(error).")
    }
  }

  /// The proof that no row was lost; its failure is a fault of the program.
  private func conserve(_ ledger: Ledger, _ rowFiles: [Int]?) throws(Failure) {
    var faults = ledger.faults
    if let rowFiles {
      let written = rowFiles.reduce(0, +)
      if written != ledger.rowsRead { faults.append("\(written) rows were written, \(ledger.rowsRead) were read") }
    }
    guard faults.isEmpty else {
      throw Failure(.internal, "Conservation is broken (\(faults.joined(separator: "; "))); please report this.")
    }
  }
}

/// Seconds of each stage, for `run.json`.
private struct StageClock {
  /// When the run began, seconds since 1970.
  let started = time(nil)
  private let reporter: Reporter
  private var last: Double
  private(set) var seconds: [(stage: String, seconds: Double)] = []

  init(_ reporter: Reporter) {
    self.reporter = reporter
    last = Reporter.now()
  }

  mutating func end(_ stage: String) {
    let now = Reporter.now()
    seconds.append((stage, now - last))
    last = now
    reporter.stage(stage)
  }
}
