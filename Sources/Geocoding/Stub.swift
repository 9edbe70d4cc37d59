import Model
extension Geocoder {
  public typealias Transform = CoordinateTransform
  public func info(place: UInt32) -> PlaceInfo { let r = gazetteer.record(place); return PlaceInfo(name: gazetteer.name(place), town: gazetteer.name(place), lgdDistrict: Int(r.district), lgdState: Int(r.state)) }
  public func info(at: Coordinate) -> PlaceInfo { PlaceInfo() }
  public var attributions: [String] { gazetteer.notes }
  public func identifier(place: UInt32) -> String { "\(place)" }
  public init(gazetteer: Gazetteer, parameters: GeocodingParameters, transforms: [String: Transform]) { self.init(gazetteer: gazetteer, parameters: parameters) }
}
