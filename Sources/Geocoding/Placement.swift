import Model

/// Where one row stands, before it is written into the batch.
struct Placement {
  var point = Coordinate(lat: 0, lon: 0)
  var place = LocatedBatch.noPlace
  /// Metres.
  var uncertainty: UInt32 = 0
  var level = MatchLevel.none
  var by = MatchedBy.nothing
  var reason = UnlocatedReason.noPlace
  var state: UInt16 = 0
  var district: UInt16 = 0
  /// Percent.
  var confidence = 0
  var flags: UInt64 = 0

  @inline(__always)
  mutating func raise(_ flag: RowFlags) { flags |= flag.rawValue }

  /// Stands at a row's own coordinates.
  @inline(__always)
  mutating func stand(at point: Coordinate, uncertainty: Double, confidence: Int) {
    self.point = point
    level = .coordinate
    self.uncertainty = UInt32(min(uncertainty, 4e9))
    by = .coordinates
    reason = .none
    self.confidence = confidence
  }

  /// Takes the position of place `index`.
  @inline(__always)
  mutating func stand(
    at index: UInt32, _ record: PlaceRecord, uncertainty: UInt32, by: MatchedBy, confidence: Int
  ) {
    point = record.coordinate
    place = index
    level = record.kind.level
    self.uncertainty = uncertainty
    self.by = by
    self.confidence = confidence
    if district == 0 { district = record.district }
    if state == 0 { state = record.state }
    reason = level.isLocated ? .none : .tooCoarse
  }
}

/// How sure each kind of evidence is, percent: defaults of ours, ordered by what can go wrong, not measured frequencies.
enum Confidence {
  static let coordinates = 95
  static let supportedName = 92
  static let name = 85
  static let pinAgrees = 88
  static let pinAlone = 75
  static let addressName = 75
  static let district = 85
  static let pinArea = 60
  static let state = 80
  static let contradiction = 40
  /// Taken off for each edit step of a similar spelling and for a choice among namesakes.
  static let perEdit = 6
  static let namesake = 15
}
