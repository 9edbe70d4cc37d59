import Classification
import Model
import Spatial

/// The layers that say what a place has and lacks: facilities, lines such as rivers, areas with special limits,
/// institutions.
struct EnvironmentLayers: Sendable {
  /// Nil when none were given.
  let facilities: FacilityLayer?
  let lines: LineSet?
  let protected: AreaLayer?
  let institutions: InstitutionLayer?

  /// Reads the files that `options` names. Throws `missingInput` and `data`, naming file and option.
  init(_ options: RunOptions) throws(Failure) {
    facilities = try options.facilities.map { path throws(Failure) in
      let found = try LayerFile.read(path, option: "--facilities").flatMap { feature in
        feature.points.map { FacilityLayer.Facility(name: feature.name, place: $0) }
      }
      guard !found.isEmpty else { throw Self.empty(path, "--facilities", "point") }
      return FacilityLayer(facilities: found)
    }
    lines = try options.lines.map { path throws(Failure) in
      // The outline of a polygon, such as a river drawn as a surface, is a line too.
      let lines = LineSet(try LayerFile.read(path, option: "--lines").flatMap { $0.lines + $0.rings })
      guard !lines.isEmpty else { throw Self.empty(path, "--lines", "line") }
      return lines
    }
    institutions = try options.institutions.map { path throws(Failure) in try InstitutionLayer(path) }
    protected = try options.protected.map { path throws(Failure) in
      let areas = try LayerFile.read(path, option: "--protected").filter { !$0.rings.isEmpty }.map {
        AreaLayer.Named(name: $0.name, area: Area(rings: $0.rings))
      }
      guard !areas.isEmpty else { throw Self.empty(path, "--protected", "polygon") }
      return AreaLayer(areas: areas)
    }
  }

  private static func empty(_ path: String, _ option: String, _ kind: String) -> Failure {
    Failure(.data, "\(path), given with \(option), holds no \(kind).")
  }
}

/// Treatment plants and the like.
struct FacilityLayer: Sendable {
  struct Facility: Sendable {
    var name: String
    var place: Coordinate
  }

  let facilities: [Facility]

  /// The nearest facility, with whole metres of the geodesic; ties go to the smaller name, then place, so that the order of the file
  /// does not matter. Linear in the facilities.
  func nearest(to place: Coordinate) -> (name: String, metres: Int64)? {
    let geodesic = Geodesic()
    let best = facilities.map { (metres: geodesic.distance(place, $0.place), facility: $0) }.min { a, b in
      if a.metres != b.metres { return a.metres < b.metres }
      if a.facility.name != b.facility.name { return a.facility.name < b.facility.name }
      return a.facility.place < b.facility.place
    }
    return best.map { ($0.facility.name, Int64($0.metres.rounded())) }
  }
}

/// Areas with names.
struct AreaLayer: Sendable {
  struct Named: Sendable {
    var name: String
    var area: Area
  }

  let areas: [Named]

  /// The nearest area, with whole metres, 0 inside; ties go to the smaller name. Linear in the vertices.
  func nearest(to place: Coordinate) -> AreaDistance? {
    var best: AreaDistance?
    for named in areas {
      guard let distance = named.area.distance(from: place) else { continue }
      // At least a metre outside: 0 stands for inside.
      let metres = distance == 0 && named.area.contains(place) ? 0 : max(1, Int64(distance.rounded()))
      if let known = best, (known.metres, known.name) <= (metres, named.name) { continue }
      best = AreaDistance(name: named.name, metres: metres)
    }
    return best
  }

  /// Whether some area holds `place`.
  func contains(_ place: Coordinate) -> Bool { areas.contains { $0.area.contains(place) } }
}
