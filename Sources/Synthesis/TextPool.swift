import Model

/// Texts that rows are made of, laid end to end so that a row copies bytes and never touches a `String`.
struct TextPool {
  private(set) var bytes: [UInt8] = []

  /// Adds `text` ready for a CSV field: quoted when it holds a comma or a quote.
  mutating func add(_ text: String) -> TextSpan {
    let start = bytes.count
    if text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 }) {
      bytes.append(0x22)
      for byte in text.utf8 {
        if byte == 0x22 { bytes.append(0x22) }
        bytes.append(byte)
      }
      bytes.append(0x22)
    } else {
      bytes.append(contentsOf: text.utf8)
    }
    return TextSpan(start: UInt32(start), count: UInt32(bytes.count - start))
  }
}

/// The texts and numbers of a town, as rows need them.
struct TownRecord: BitwiseCopyable {
  var name: TextSpan
  var district: TextSpan
  var districtCapitals: TextSpan
  var districtOther: TextSpan
  var districtMisspelt: TextSpan
  var state: TextSpan
  var stateOther: TextSpan
  var country: TextSpan
  var isForeign: Bool
  var firstPin: UInt32
  var pinCount: UInt32
  /// Latitude and longitude in thousandths of a degree.
  var lat: Int32
  var lon: Int32
  /// Distance between the points that units of the town stand on, in thousandths of a degree.
  var step: Int32
}

/// The texts of a product.
struct ProductRecord: BitwiseCopyable {
  var product: TextSpan
  var productCapitals: TextSpan
  var code: TextSpan
  var productionClass: ProductionClass
}

/// A planted cluster, scaled.
struct ClusterRecord: BitwiseCopyable {
  var product: ProductRecord
  var firstPlace: UInt32
  var placeCount: UInt32
  var units: Int
  var excluded: Int
  var looms: Int
  var silentLooms: Int
  /// Rupees of all units; −1 drawn for each, −2 nobody says.
  var turnover: Int
}
