/// What `karkhana explain` says about one belt: a group too wide for one cluster, and the parts that it was cut into.
struct BeltPage: PlainPage {
  var text = ""
  private let belt: Belt
  private let parts: [[String: String]]

  /// The properties of a feature of `belts.geojson` that the page tells.
  struct Belt: Decodable {
    var id: String
    var name: String
    var product: String
    var units: Int
    var radius: Double
    var district: String?
    var state: String?

    enum CodingKeys: String, CodingKey {
      case id, name, product, units, district, state
      case radius = "radius_km"
    }
  }

  /// A page from a belt and the rows of `clusters.csv` that name it as their parent.
  init(belt: Belt, parts: [[String: String]]) {
    self.belt = belt
    self.parts = parts
  }

  /// The page as text.
  mutating func write() -> String {
    title(belt.name)
    paragraph([belt.district ?? "", belt.state ?? "", "belt"].filter { !$0.isEmpty }.joined(separator: ", "))
    heading("What it is")
    paragraph(
      "\(Reporter.grouped(belt.units)) units of \(belt.product) stand in one chain of short distances here and meet a benchmark "
        + "together. Nine tenths of them reach \(PlainWords.kilometres("\(belt.radius)")) from their centre, too far for one cluster: "
        + "the group was cut, and no benchmark judges the belt itself.")
    heading("Its parts")
    if parts.isEmpty { paragraph("None of them is published.") }
    for part in parts.sorted(by: precedes) {
      func value(_ name: String) -> String { part[name] ?? "" }
      let status = value("status") == "potential" ? "potential cluster" : value("status")
      entry("\(value("name")): \(status), \(Int(value("units")).map(Reporter.grouped) ?? "") units (\(value("id")))")
    }
    let rest = belt.units - parts.reduce(0) { $0 + (Int($1["units"] ?? "") ?? 0) }
    if rest > 0, !parts.isEmpty {
      paragraph("The other \(Reporter.grouped(rest)) units stand in parts below every limit, or between the parts.")
    }
    return text
  }

  /// The largest part first, equal ones by id.
  private func precedes(_ a: [String: String], _ b: [String: String]) -> Bool {
    let (x, y) = (Int(a["units"] ?? "") ?? 0, Int(b["units"] ?? "") ?? 0)
    return x != y ? x > y : a["id"] ?? "" < b["id"] ?? ""
  }
}
