import Model

/// The data inside `map.html`, as JSON; `Docs/Formats.md` describes it.
///
/// Features stand largest first, by columns: a column that is null throughout is left out, one that never varies stands once,
/// texts are numbered. Evidence lines that several features share stand once.
struct MapData {
  private let contents: MapContents
  private let parameters: PublishingParameters
  /// The features on the map, descending by units, then ascending by id.
  let features: [ClusterFeature]

  /// Rounding of coordinates in packed shapes, 1e-7 degrees: 1e-4 degree, about 11 m.
  static let grain: Int32 = 1000

  init(_ contents: MapContents, _ parameters: PublishingParameters) {
    self.contents = contents
    self.parameters = parameters
    let sorted = contents.features.sorted { a, b in
      let left = a.properties.integer(.units) ?? 0
      let right = b.properties.integer(.units) ?? 0
      return left != right ? left > right : precedes(a.id, b.id)
    }
    features = Array(sorted.prefix(parameters.mapFeatures))
  }

  func write(into out: inout OutputFile) {
    out.append("{\"run\":")
    writeRun(into: &out)
    out.append(",\"colours\":{")
    for category in Category.allCases {
      out.json(category.name)
      out.append(":")
      out.json(parameters.colours.categories[Int(category.rawValue)])
      out.append(",")
    }
    out.append("\"belt\":")
    out.json(parameters.colours.belt)
    out.append(",\"dot\":")
    out.json(parameters.colours.dot)
    out.append(",\"boundary\":")
    out.json(parameters.colours.boundary)
    out.append(",\"ground\":")
    out.json(parameters.colours.ground)
    out.append("},\"categories\":")
    out.json(Category.allCases.map(\.name))
    out.append(",\"count\":\(features.count),\"total\":\(contents.features.count),\"columns\":{")
    writeColumns(into: &out)
    out.append("},")
    writeView(into: &out)
    out.append(",\"evidence\":")
    writeEvidence(into: &out)
    out.append(",\"grain\":1e-4,\"centres\":\"")
    out.append(packedCentres)
    out.append("\",\"shapes\":\"")
    out.append(packed(features.map(\.footprint)))
    out.append("\",\"belts\":")
    out.list(contents.belts) { out, belt in
      out.append("{")
      for (index, property) in belt.published.enumerated() {
        if index > 0 { out.append(",") }
        out.json(property.name)
        out.append(":")
        out.json(property.value)
      }
      out.append("}")
    }
    out.append(",\"beltShapes\":\"")
    out.append(packed(contents.belts.map(\.footprint)))
    out.append("\",")
    writeConcentrations(into: &out)
    out.append("\"sites\":")
    writeSites(into: &out)
    out.append(",\"boundaries\":\"")
    out.append(packedBoundaries)
    out.append("\"}")
  }

  /// Thematic concentrations with their shapes, where there are any.
  private func writeConcentrations(into out: inout OutputFile) {
    let concentrations = contents.concentrations
    guard !concentrations.isEmpty else { return }
    let shown = ["id", "name", "theme", "units", "units_by_product", "nearest_facility", "facility_km"]
    out.append("\"concentrations\":")
    out.list(concentrations) { out, concentration in
      out.append("{")
      for (index, name) in shown.enumerated() {
        if index > 0 { out.append(",") }
        out.json(name)
        out.append(":")
        out.json(concentration[name])
      }
      out.append("}")
    }
    out.append(",\"concentrationShapes\":\"")
    out.append(packed(concentrations.map(\.footprint)))
    out.append("\",\"concentrationColour\":")
    out.json(parameters.colours.concentration)
    out.append(",")
  }

  // MARK: Properties

  private func writeColumns(into out: inout OutputFile) {
    var isFirst = true
    for property in ClusterProperty.allCases {
      let values = features.map { $0.properties[property] }
      guard values.contains(where: { $0 != .null }) else { continue }
      if !isFirst { out.append(",") }
      isFirst = false
      out.json(property.rawValue)
      out.append(":")
      if let first = values.first, values.allSatisfy({ $0 == first }) {
        out.append("{\"all\":")
        out.json(first)
        out.append("}")
      } else if values.allSatisfy(Self.isTextOrNull) {
        var numbers = Numbering<PropertyValue>()
        out.append("{\"at\":")
        out.list(values) { $0.append(String(numbers.number($1))) }
        out.append(",\"of\":")
        out.list(numbers.values) { $0.json($1) }
        out.append("}")
      } else {
        out.append("{\"is\":")
        out.list(values) { $0.json($1) }
        out.append("}")
      }
    }
  }

  private static func isTextOrNull(_ value: PropertyValue) -> Bool {
    switch value {
    case .null, .text: true
    default: false
    }
  }

  /// `texts`, `lines` (each the fields of `evidence.jsonl` without the id; texts by number), and for each feature its lines.
  private func writeEvidence(into out: inout OutputFile) {
    var texts = Numbering<PropertyValue>()
    var lines = Numbering<[Int]>()
    let byFeature = features.map { feature in
      feature.evidence.map { evidence in
        lines.number(evidence.published.dropFirst().map { texts.number($0.value) })
      }
    }
    out.append("{\"fields\":")
    out.json(Evidence(id: "", dimension: "", value: "").published.dropFirst().map(\.name))
    out.append(",\"texts\":")
    out.list(texts.values) { $0.json($1) }
    out.append(",\"lines\":")
    out.list(lines.values) { out, line in out.list(line) { $0.append(String($1)) } }
    out.append(",\"of\":")
    out.list(byFeature) { out, line in out.list(line) { $0.append(String($1)) } }
    out.append("}")
  }

  // MARK: Geometry

  /// The edges of the first view, and the features that stand too far away to be in it.
  private func writeView(into out: inout OutputFile) {
    let region = MainRegion(features, contents.sites)
    let extent = region.extent(features, SiteGrid(contents.sites, limit: parameters.mapCells))
    out.append("\"home\":")
    out.list(extent.map { [$0.south, $0.west, $0.north, $0.east] } ?? []) { out, degrees in
      out.degrees(Int32((degrees * 1e7).rounded()))
    }
    out.append(",\"far\":")
    out.list(features.indices.filter { !region.contains(features[$0].centre) }) { $0.append(String($1)) }
  }

  /// Latitude and longitude of each centre on the grain, as differences from the one before.
  private var packedCentres: String {
    var numbers = PackedNumbers()
    var pen = Pen()
    for feature in features { pen.move(to: feature.centre, &numbers) }
    return numbers.base64
  }

  /// For each footprint the number of polygons; for each polygon the number of rings; for each ring the number of points
  /// (not closed) and the points, as differences from the point before, across all footprints.
  private func packed(_ footprints: [Footprint]) -> String {
    var numbers = PackedNumbers()
    var pen = Pen()
    let tolerance = parameters.footprintTolerance / 111_195
    for footprint in footprints {
      let polygons = footprint.polygons.map { $0.compactMap { Simplification.simplifyRing($0, tolerance: tolerance) } }
        .filter { !$0.isEmpty }
      numbers.unsigned(UInt(polygons.count))
      for polygon in polygons {
        numbers.unsigned(UInt(polygon.count))
        for ring in polygon {
          numbers.unsigned(UInt(ring.count - 1))
          for point in ring.dropLast() { pen.move(to: point, &numbers) }
        }
      }
    }
    return numbers.base64
  }

  /// For each line the number of points and the points, as in footprints.
  private var packedBoundaries: String {
    guard let boundaries = contents.boundaries?.simplified(limit: parameters.boundaryPoints) else { return "" }
    var numbers = PackedNumbers()
    var pen = Pen()
    for line in boundaries.lines {
      numbers.unsigned(UInt(line.count))
      for point in line { pen.move(to: point, &numbers) }
    }
    return numbers.base64
  }

  /// For each cell the difference of its row and of its column from the cell before, the part of the cell where its units
  /// stand, then its size class times 8 plus its category.
  private func writeSites(into out: inout OutputFile) {
    let grid = SiteGrid(contents.sites, limit: parameters.mapCells)
    var numbers = PackedNumbers()
    var row: Int32 = 0
    var column: Int32 = 0
    for cell in grid.cells {
      numbers.signed(Int(cell.row - row))
      numbers.signed(Int(cell.column - column))
      numbers.unsigned(UInt(grid.part(cell)))
      numbers.unsigned(UInt(SiteGrid.sizeClass(cell.units) * 8 + Int(cell.category)))
      row = cell.row
      column = cell.column
    }
    out.append("{\"step\":")
    out.degrees(grid.step)
    out.append(",\"count\":\(grid.cells.count),\"cells\":\"")
    out.append(numbers.base64)
    out.append("\"}")
  }

  // MARK: The run

  private func writeRun(into out: inout OutputFile) {
    let run = contents.run
    out.append("{\"title\":")
    out.json(run.title)
    out.append(",\"synthetic\":")
    out.json(run.synthetic ? .text(run.syntheticLabel) : .null)
    out.append(",\"registers\":")
    out.list(run.registers) { out, register in
      out.append("[")
      out.json(register.name)
      out.append(",\(register.rows)]")
    }
    out.append(",\"settings\":")
    out.list(run.settings) { $0.json([$1.label, $1.value]) }
    out.append(",\"attributions\":")
    out.json(run.attributions)
    out.append(",\"gazetteer\":")
    out.json(run.gazetteer)
    out.append(",\"upperBound\":")
    out.json(run.upperBound)
    out.append(",\"notes\":")
    out.json(run.notes)
    out.append(",\"ledger\":")
    out.list(Self.counts(run.ledger)) { out, count in
      out.append("[")
      out.json(count.label)
      out.append(",\(count.rows)]")
    }
    out.append("}")
  }

  /// The counts of the conservation equations, in words.
  static func counts(_ ledger: Ledger) -> [(label: String, rows: Int)] {
    [
      ("rows read", ledger.rowsRead), ("unreadable", ledger.rejected), ("duplicates", ledger.duplicates),
      ("planned", ledger.planned), ("closed", ledger.closed), ("without a recognised product", ledger.uncoded),
      ("not placed finely enough", ledger.unlocated), ("placed", ledger.located), ("in clusters", ledger.inClusters),
      ("in potential clusters", ledger.inPotential), ("in undetermined groups", ledger.inUndetermined),
      ("in no cluster", ledger.unclustered),
    ]
  }
}

/// Differences between points on the grain.
private struct Pen {
  private var lat = 0
  private var lon = 0

  mutating func move(to point: Coordinate, _ numbers: inout PackedNumbers) {
    let nextLat = Self.rounded(point.lat)
    let nextLon = Self.rounded(point.lon)
    numbers.signed(nextLat - lat)
    numbers.signed(nextLon - lon)
    lat = nextLat
    lon = nextLon
  }

  private static func rounded(_ value: Int32) -> Int {
    let half = Int(MapData.grain) / 2
    return (Int(value) + (value < 0 ? -half : half)) / Int(MapData.grain)
  }
}

/// Distinct values by number, from 0, in the order of their first use.
private struct Numbering<Value: Hashable> {
  private(set) var values: [Value] = []
  private var numbers: [Value: Int] = [:]

  mutating func number(_ value: Value) -> Int {
    if let known = numbers[value] { return known }
    numbers[value] = values.count
    values.append(value)
    return values.count - 1
  }
}
