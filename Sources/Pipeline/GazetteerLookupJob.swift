import Geocoding
import Model
import Settings

/// `karkhana gazetteer lookup`: what the gazetteer knows of a name, a PIN or a point, best first.
public struct GazetteerLookupJob: Sendable {
  private let gazetteer: String?
  private let config: String?

  /// Asks the gazetteer file `gazetteer`; nil is the installed one, else the starter gazetteer.
  public init(gazetteer: String?, config: String?) {
    self.gazetteer = gazetteer
    self.config = config
  }

  /// The candidates for a name, optionally followed by `, district` and `, state`.
  public func run(text: String) throws(Failure) -> String {
    page(try geocoder().lookup(text: text), "\"\(text)\"")
  }

  /// The place of a PIN. Fails with 64 for what is no PIN.
  public func run(pin: String) throws(Failure) -> String {
    let digits = pin.filter { $0 != " " }
    guard (3...9).contains(digits.utf8.count), let number = UInt32(digits) else {
      throw Failure(.usage, "--pin must be a PIN or postcode of digits, found \"\(pin)\".")
    }
    return page(try geocoder().lookup(pin: number), "the PIN \(digits)")
  }

  /// The places nearest to a point given as `LON,LAT`. Fails with 64 for what is no position.
  public func run(point: String) throws(Failure) -> String {
    let parts = point.split(separator: ",").compactMap { Double(String($0).filter { $0 != " " }) }
    guard parts.count == 2, let coordinate = Coordinate(latitude: parts[1], longitude: parts[0]) else {
      throw Failure(.usage, "--point must be LON,LAT in degrees such as 77.34,11.11, found \"\(point)\".")
    }
    return page(try geocoder().lookup(point: coordinate), "the point \(point)")
  }

  private func geocoder() throws(Failure) -> Geocoder {
    let configuration = try Configuration.load(config)
    return Geocoder(
      gazetteer: try GazetteerChoice(gazetteer).open(configuration), parameters: configuration.geocoding)
  }

  private func page(_ candidates: [PlaceCandidate], _ question: String) -> String {
    guard !candidates.isEmpty else { return "The gazetteer knows nothing of \(question).\n" }
    var text = "score  kind         name, district, state                                     lon,lat  within km\n"
    for candidate in candidates {
      let place = [candidate.name, candidate.district, candidate.state].filter { !$0.isEmpty }.joined(separator: ", ")
      let position =
        PropertyValue.rounded(candidate.coordinate.longitude, digits: 4).plain + ","
        + PropertyValue.rounded(candidate.coordinate.latitude, digits: 4).plain
      let radius = PropertyValue.rounded(Double(candidate.uncertainty) / 1000, digits: 1).plain
      text += String(candidate.score).leftPadded(to: 5) + "  " + candidate.kind.name.padded(to: 11) + "  "
      text += place.padded(to: 44) + position.leftPadded(to: 18) + radius.leftPadded(to: 11) + "\n"
      text += "       \(candidate.reason)" + (candidate.sources.isEmpty ? "" : " (\(candidate.sources))") + "\n"
    }
    return text
  }
}
