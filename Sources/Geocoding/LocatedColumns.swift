import Model

/// The columns of a located batch as plain pointers. Valid while the batch is held.
struct LocatedColumns {
  private let lat: UnsafeMutablePointer<Int32>
  private let lon: UnsafeMutablePointer<Int32>
  private let place: UnsafeMutablePointer<UInt32>
  private let level: UnsafeMutablePointer<UInt8>
  private let uncertainty: UnsafeMutablePointer<UInt32>
  private let matchedBy: UnsafeMutablePointer<UInt8>
  private let reason: UnsafeMutablePointer<UInt8>
  private let confidence: UnsafeMutablePointer<UInt8>
  private let lgdState: UnsafeMutablePointer<UInt16>
  private let lgdDistrict: UnsafeMutablePointer<UInt16>
  private let flags: UnsafeMutablePointer<UInt64>

  init(_ batch: LocatedBatch) {
    lat = batch.lat.base
    lon = batch.lon.base
    place = batch.place.base
    level = batch.level.base
    uncertainty = batch.uncertainty.base
    matchedBy = batch.matchedBy.base
    reason = batch.reason.base
    confidence = batch.confidence.base
    lgdState = batch.lgdState.base
    lgdDistrict = batch.lgdDistrict.base
    flags = batch.flags.base
  }

  /// Writes a placement into row `row`.
  @inline(__always)
  func write(_ placement: Placement, _ row: Int) {
    lat[row] = placement.point.lat
    lon[row] = placement.point.lon
    place[row] = placement.place
    level[row] = placement.level.rawValue
    uncertainty[row] = placement.uncertainty
    matchedBy[row] = placement.by.rawValue
    reason[row] = placement.reason.rawValue
    confidence[row] = UInt8(clamping: max(0, min(100, placement.confidence)))
    lgdState[row] = placement.state
    lgdDistrict[row] = placement.district
    flags[row] = placement.flags
  }
}
