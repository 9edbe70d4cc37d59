import Model

/// What places of the gazetteer a point is near: to hold while very many points are described.
public struct NearbyPlaces: Sendable {
  let gazetteer: Gazetteer
  let all: PlaceGrid
  let towns: PlaceGrid

  /// How far a town may lie from what is called after it, metres.
  private static let townReach = 20_000.0
  /// How far a place may lie from what lies in its region, metres.
  private static let regionReach = 50_000.0

  /// The places that `Geocoder.info(at:)` takes names from. O(places nearby).
  public func surroundings(of point: Coordinate) -> Geocoder.Surroundings {
    let nearest = nearest(to: point)
    guard nearest != GazetteerFormat.noPlace else {
      return Geocoder.Surroundings(nearest: GazetteerFormat.noPlace, town: GazetteerFormat.noPlace)
    }
    let district = gazetteer.record(nearest).district
    let town = town(of: point, district: district)
    return Geocoder.Surroundings(nearest: nearest, town: town ?? GazetteerFormat.noPlace)
  }

  /// The nearest place within 50 km that tells the region of a point, `LocatedBatch.noPlace` for none. O(places nearby).
  private func nearest(to point: Coordinate) -> UInt32 {
    var best = (place: GazetteerFormat.noPlace, distance: Double.infinity)
    // A small circle usually holds one; a wider one is only looked at where it does not.
    var metres = Self.regionReach / 27
    while best.place == GazetteerFormat.noPlace, metres <= Self.regionReach {
      all.forEach(near: point, metres: metres) { place, distance in
        if distance < best.distance || (distance == best.distance && place < best.place),
          gazetteer.record(place).state != 0 || gazetteer.record(place).country != GazetteerFormat.india
        {
          best = (place, distance)
        }
      }
      metres *= 3
    }
    return best.place
  }

  /// The town that a point of `district` is called after: within the district where it has one in reach. O(places nearby).
  func town(of point: Coordinate, district: UInt16) -> UInt32? {
    nearestTown(point, district: district) ?? nearestTown(point)
  }

  /// The town that a point is called after: the nearest in `district` (0: in any), where a town of many persons counts as
  /// nearer (each factor of ten in population as 4 km).
  private func nearestTown(_ point: Coordinate, district: UInt16 = 0) -> UInt32? {
    var best: (place: UInt32, rank: Double)?
    towns.forEach(near: point, metres: Self.townReach) { place, distance in
      let record = gazetteer.record(place)
      guard district == 0 || record.district == district else { return }
      var rank = distance
      var persons = record.population
      while persons >= 100_000 {
        rank -= 4_000
        persons /= 10
      }
      if let known = best, known.rank < rank || (known.rank == rank && known.place < place) { return }
      best = (place, rank)
    }
    return best?.place
  }
}
