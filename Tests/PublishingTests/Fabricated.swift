import Model
import TestSupport

@testable import Publishing

/// Made-up clusters across India for tests and for looking at maps: real towns, invented figures.
enum Fabricated {
  static let seed: UInt64 = 20_260_101

  private static let towns: [(name: String, district: String, state: String, lat: Double, lon: Double)] = [
    ("Tirupur", "Tiruppur", "Tamil Nadu", 11.108, 77.341), ("Karur", "Karur", "Tamil Nadu", 10.960, 78.077),
    ("Coimbatore", "Coimbatore", "Tamil Nadu", 11.017, 76.956),
    ("Sivakasi", "Virudhunagar", "Tamil Nadu", 9.449, 77.797),
    ("Ambur", "Tirupathur", "Tamil Nadu", 12.790, 78.717), ("Chennai", "Chennai", "Tamil Nadu", 13.083, 80.270),
    ("Ludhiana", "Ludhiana", "Punjab", 30.901, 75.857), ("Jalandhar", "Jalandhar", "Punjab", 31.326, 75.576),
    ("Batala", "Gurdaspur", "Punjab", 31.818, 75.203), ("Panipat", "Panipat", "Haryana", 29.390, 76.970),
    ("Gurugram", "Gurugram", "Haryana", 28.460, 77.026), ("Ambala", "Ambala", "Haryana", 30.378, 76.776),
    ("Moradabad", "Moradabad", "Uttar Pradesh", 28.839, 78.777),
    ("Kanpur", "Kanpur Nagar", "Uttar Pradesh", 26.450, 80.332),
    ("Agra", "Agra", "Uttar Pradesh", 27.177, 78.008), ("Firozabad", "Firozabad", "Uttar Pradesh", 27.150, 78.395),
    ("Varanasi", "Varanasi", "Uttar Pradesh", 25.318, 82.974), ("Bhadohi", "Bhadohi", "Uttar Pradesh", 25.395, 82.570),
    ("Aligarh", "Aligarh", "Uttar Pradesh", 27.897, 78.088),
    ("Saharanpur", "Saharanpur", "Uttar Pradesh", 29.968, 77.555),
    ("Jaipur", "Jaipur", "Rajasthan", 26.912, 75.787), ("Jodhpur", "Jodhpur", "Rajasthan", 26.239, 73.024),
    ("Bhilwara", "Bhilwara", "Rajasthan", 25.347, 74.636), ("Kishangarh", "Ajmer", "Rajasthan", 26.590, 74.854),
    ("Surat", "Surat", "Gujarat", 21.170, 72.831), ("Morbi", "Morbi", "Gujarat", 22.812, 70.838),
    ("Rajkot", "Rajkot", "Gujarat", 22.304, 70.802), ("Jamnagar", "Jamnagar", "Gujarat", 22.470, 70.058),
    ("Ahmedabad", "Ahmedabad", "Gujarat", 23.023, 72.571), ("Vapi", "Valsad", "Gujarat", 20.372, 72.905),
    ("Pune", "Pune", "Maharashtra", 18.520, 73.857), ("Ichalkaranji", "Kolhapur", "Maharashtra", 16.691, 74.460),
    ("Bhiwandi", "Thane", "Maharashtra", 19.297, 73.063), ("Solapur", "Solapur", "Maharashtra", 17.660, 75.906),
    ("Nagpur", "Nagpur", "Maharashtra", 21.146, 79.088), ("Malegaon", "Nashik", "Maharashtra", 20.550, 74.530),
    ("Indore", "Indore", "Madhya Pradesh", 22.720, 75.858),
    ("Chanderi", "Ashoknagar", "Madhya Pradesh", 24.716, 78.138),
    ("Raipur", "Raipur", "Chhattisgarh", 21.251, 81.630), ("Howrah", "Howrah", "West Bengal", 22.596, 88.264),
    ("Santipur", "Nadia", "West Bengal", 23.248, 88.434), ("Murshidabad", "Murshidabad", "West Bengal", 24.176, 88.280),
    ("Bhagalpur", "Bhagalpur", "Bihar", 25.244, 86.972), ("Ranchi", "Ranchi", "Jharkhand", 23.344, 85.310),
    ("Cuttack", "Cuttack", "Odisha", 20.463, 85.883), ("Sambalpur", "Sambalpur", "Odisha", 21.467, 83.981),
    ("Hyderabad", "Hyderabad", "Telangana", 17.385, 78.487),
    ("Pochampally", "Yadadri Bhuvanagiri", "Telangana", 17.345, 78.812),
    ("Mangalagiri", "Guntur", "Andhra Pradesh", 16.430, 80.550),
    ("Venkatagiri", "Tirupati", "Andhra Pradesh", 13.960, 79.580),
    ("Bengaluru", "Bengaluru Urban", "Karnataka", 12.972, 77.594),
    ("Channapatna", "Ramanagara", "Karnataka", 12.652, 77.206),
    ("Belagavi", "Belagavi", "Karnataka", 15.850, 74.498), ("Kochi", "Ernakulam", "Kerala", 9.932, 76.267),
    ("Kannur", "Kannur", "Kerala", 11.875, 75.370), ("Alappuzha", "Alappuzha", "Kerala", 9.498, 76.339),
    ("Guwahati", "Kamrup Metropolitan", "Assam", 26.145, 91.736), ("Sualkuchi", "Kamrup", "Assam", 26.170, 91.571),
    ("Imphal", "Imphal West", "Manipur", 24.817, 93.937), ("Srinagar", "Srinagar", "Jammu and Kashmir", 34.084, 74.797),
    ("Baddi", "Solan", "Himachal Pradesh", 30.958, 76.791), ("Dehradun", "Dehradun", "Uttarakhand", 30.316, 78.032),
    ("Verna", "South Goa", "Goa", 15.370, 73.930),
  ]

  private static let products: [(name: String, code: String, category: Category, class: String, themes: String)] = [
    (
      "Cotton knitwear", "cotton-knitwear", .industrial, "traditional", "location-disadvantage;socially-not-responsible"
    ),
    ("Power-loom fabrics", "powerloom", .industrial, "traditional", "location-disadvantage;socially-not-responsible"),
    ("Castings and forgings", "castings", .industrial, "traditional", "energy-intensive"),
    ("Auto components", "auto-components", .industrial, "high-tech", ""),
    ("Leather and footwear", "leather", .industrial, "traditional", "pollution-intensive;location-disadvantage"),
    ("Pharmaceuticals", "pharmaceuticals", .industrial, "high-tech", "quality-challenged"),
    ("Brassware", "brassware", .handicraft, "traditional", ""),
    ("Wood carving and toys", "wood-craft", .handicraft, "traditional", ""),
    ("ज़री ज़रदोज़ी embroidery", "zari", .handicraft, "traditional", ""),
    ("Silk saris", "silk-saris", .handloom, "traditional", ""),
    ("பட்டு handloom", "handloom-silk", .handloom, "traditional", ""),
    ("Papad and pickles", "papad", .micro, "micro", "quality-challenged"),
    ("Information technology", "it", .service, "high-tech", ""),
  ]

  /// `count` features, their sites, a few belts and a summary; everything follows from `seed`.
  static func contents(features count: Int = 150, sites: Int = 4000, synthetic: Bool = true) -> MapContents {
    var generator = SeededGenerator(seed: seed)
    var features: [ClusterFeature] = []
    for index in 0..<count {
      let town = towns[index % towns.count]
      let product = products[(index * 7 + index / towns.count * 3) % products.count]
      features.append(feature(index, town, product, &generator))
    }
    var layer = SiteLayer()
    for _ in 0..<sites {
      let town = towns[Int.random(in: 0..<towns.count, using: &generator)]
      let spread = Bool.random(using: &generator) ? 0.25 : 1.6
      guard
        let place = Coordinate(
          latitude: town.lat + normal(&generator) * spread, longitude: town.lon + normal(&generator) * spread)
      else { continue }
      layer.lat.append(place.lat)
      layer.lon.append(place.lon)
      layer.units.append(Int64.random(in: 1...40, using: &generator))
      layer.category.append(UInt8.random(in: 0..<5, using: &generator))
    }
    let belts = [
      belt("belt-powerloom-surat-vapi", "Power-loom fabrics", 4200, 61, 20.8, 72.9, 0.55),
      belt("belt-knitwear-kongu", "Cotton knitwear", 11800, 48, 11.05, 77.4, 0.42),
    ]
    var ledger = Ledger()
    ledger.rowsRead = 61_200
    ledger.located = 52_000
    ledger.inClusters = 31_000
    ledger.inPotential = 4000
    ledger.inUndetermined = 1000
    ledger.unclustered = 16_000
    ledger.uncoded = 4200
    ledger.unlocated = 5000
    let run = RunSummary(
      title: "Industrial clusters of India", synthetic: synthetic, registers: [("example.csv", 61_200)], ledger: ledger,
      settings: [("reach", "8 km"), ("largest radius", "15 km, artisan 25 km"), ("rules", "unido")],
      attributions: ["Places: GeoNames (CC BY 4.0)", "Benchmarks: UNIDO Cluster Development Programme"],
      gazetteer: "starter gazetteer, 812 towns", upperBound: "No register tells which units operate.",
      notes: ["Planned units left out: 214"])
    return MapContents(features: features, belts: belts, sites: layer, run: run)
  }

  /// A ring around a centre: `corners` points at `radius` degrees, closed, counter-clockwise.
  static func ring(_ lat: Double, _ lon: Double, _ radius: Double, corners: Int = 24) -> [Coordinate] {
    var ring: [Coordinate] = []
    for corner in 0..<corners {
      let angle = 360 * Double(corner) / Double(corners)
      let wave = radius * (1 + 0.25 * Trigonometry.sine(degrees: 3 * angle + lat * 100))
      let latitude = lat + wave * Trigonometry.sine(degrees: angle)
      let longitude = lon + wave * Trigonometry.cosine(degrees: angle)
      if let point = Coordinate(latitude: latitude, longitude: longitude) { ring.append(point) }
    }
    if let first = ring.first { ring.append(first) }
    return ring
  }

  static func footprint(_ lat: Double, _ lon: Double, _ radius: Double) -> Footprint {
    Footprint(polygons: [[ring(lat, lon, radius)]], area: radius * radius * 3.14 * 12_300_000_000)
  }

  private static func belt(
    _ id: String, _ product: String, _ units: Int64, _ radius: Int64, _ lat: Double, _ lon: Double, _ size: Double
  ) -> BeltFeature {
    BeltFeature(
      id: id, product: product, units: units, radius: .integer(radius),
      centre: Coordinate(lat: Int32(lat * 1e7), lon: Int32(lon * 1e7)), footprint: footprint(lat, lon, size))
  }

  private static func normal(_ generator: inout SeededGenerator) -> Double {
    (0..<6).reduce(0) { sum, _ in sum + Double.random(in: -1...1, using: &generator) } / 2
  }

  private static func feature(
    _ index: Int, _ town: (name: String, district: String, state: String, lat: Double, lon: Double),
    _ product: (name: String, code: String, category: Category, class: String, themes: String),
    _ generator: inout SeededGenerator
  ) -> ClusterFeature {
    let scale = Double.random(in: 0...1, using: &generator)
    var units = Int64(60 + scale * scale * scale * scale * 5200)
    if index == 0 { units = 9000 }
    let limit: Int64 = product.category == .handicraft ? 50 : product.category == .handloom ? 500 : 100
    let looms = product.category == .handloom ? units * 3 : nil
    let counted = looms ?? units
    let status = counted >= limit ? (index % 17 == 3 ? "undetermined" : "cluster") : "potential"
    let spread = index % 3 == 0 ? 0 : 0.05  // a third stands exactly on its town, as a coarse gazetteer has it
    let lat = town.lat + normal(&generator) * spread
    let lon = town.lon + normal(&generator) * spread
    let id = "\(product.code)-\(town.name.lowercased())-\(index)"
    var properties = ClusterProperties()
    properties[.id] = .text(id)
    properties[.name] = .text("\(product.name) cluster of \(town.name)")
    properties[.status] = .text(status)
    properties[.level] = .text("product")
    properties[.category] = .text(product.category.name)
    properties[.categoryBasis] = .text("product")
    properties[.production] = .text(product.category == .service ? "service" : "industrial")
    properties[.productCode] = .text(product.code)
    properties[.product] = .text(product.name)
    properties[.productClass] = .text(product.class)
    properties[.place] = .text(town.name)
    properties[.district] = .text(town.district)
    properties[.state] = .text(town.state)
    properties[.country] = .text("IN")
    properties[.units] = .integer(units)
    properties[.unitsPlanned] = .integer(units / 40)
    properties[.countedUnits] = .integer(units)
    if let looms { properties[.looms] = .integer(looms) }
    if index % 3 == 0 { properties[.employment] = .integer(units * 9) }
    if index % 5 == 0 { properties[.turnover] = .integer(units * 12_345_678) }
    properties[.benchmark] = .text("unido:\(product.category.name)-\(looms == nil ? "units" : "looms")")
    properties[.benchmarkLimit] = .integer(limit)
    properties[.benchmarkValue] = .integer(counted)
    properties[.shortfall] = .integer(max(0, limit - counted))
    properties[.reach] = .decimal(8000, digits: 3)
    properties[.radius] = .rounded(4.2 + scale * 9, digits: 3)
    properties[.spread] = .text("localised")
    properties[.area] = .rounded(60 + scale * 200, digits: 3)
    properties[.density] = .text(counted >= 5 * limit ? "dense" : "sparse")
    properties[.depth] = .text("unknown")
    properties[.structure] = .text("unknown")
    properties[.origin] = .text("unknown")
    if !product.themes.isEmpty {
      properties[.themes] = .text(product.themes)
      properties[.themeBasis] = .text("product")
    }
    properties[.locatedBy] = .text("pin:0.82;town:0.18")
    properties[.uncertainty] = .rounded(3.3, digits: 1)
    var evidence = [
      Evidence(
        id: id, dimension: "status", value: status, observed: .integer(counted), comparison: ">=",
        limit: .integer(limit),
        unit: looms == nil ? "units" : "looms", configKey: "rules.unido.\(product.category.name).limit", source: "FAQ 7"
      ),
      Evidence(
        id: id, dimension: "spread", value: "localised", observed: properties[.radius], comparison: "<=",
        limit: .integer(15), unit: "km", configKey: "clustering.max_radius", source: "default"),
      Evidence(id: id, dimension: "depth", value: "unknown", missing: "actor_role"),
      Evidence(id: id, dimension: "structure", value: "unknown", missing: "employment"),
      Evidence(id: id, dimension: "origin", value: "unknown", missing: "curated evidence"),
    ]
    if properties[.employment] != .null {
      evidence.append(
        Evidence(
          id: id, dimension: "employment", value: "lower-bound", observed: .integer(units / 2), comparison: "of",
          limit: .integer(units), unit: "units that give it", missing: "employment"))
    }
    if product.category == .handicraft {
      evidence.append(
        Evidence(
          id: id, dimension: "category_alternative", value: "industrial: \(units >= 100 ? "passes" : "does not pass")",
          observed: .integer(units), comparison: units >= 100 ? ">=" : "<", limit: .integer(100), unit: "units",
          configKey: "rules.unido.industrial.at_least", source: "FAQ 7", missing: "household"))
    }
    return ClusterFeature(
      properties: properties, centre: Coordinate(lat: Int32(lat * 1e7), lon: Int32(lon * 1e7)),
      footprint: footprint(lat, lon, 0.03 + scale * 0.06), evidence: evidence)
  }
}
