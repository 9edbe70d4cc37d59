import Model

/// What rows are summed by: a (key, site) pair, and the facts of a row that seldom differ within a pair (state, match level,
/// role). Sixteen bytes whose first half orders as sites do.
struct PairIdentity: BitwiseCopyable, Equatable {
  /// Latitude above longitude, both moved to be unsigned.
  var position: UInt64
  /// Gazetteer place (32 bits), product (16), class (2), unused (5), facts (9); in a histogram a class of turnover per worker
  /// stands in the last fourteen.
  var rest: UInt64

  /// The bits of facts, or of a class of turnover per worker.
  static let factBits: UInt64 = 0x3FFF

  /// The facts in nine bits.
  @inline(__always)
  static func facts(_ state: OperatingState, level: UInt8, role: UInt8) -> UInt64 {
    UInt64(state.rawValue) << 7 | UInt64(level) << 4 | UInt64(role)
  }

  @inline(__always)
  init(lat: Int32, lon: Int32, place: UInt32, product: UInt16, productionClass: UInt8, facts: UInt64) {
    position = UInt64(UInt32(bitPattern: lat) ^ 1 << 31) << 32 | UInt64(UInt32(bitPattern: lon) ^ 1 << 31)
    rest = UInt64(place) << 32 | UInt64(product) << 16 | UInt64(productionClass) << 14 | facts
  }

  /// A pair without facts.
  @inline(__always)
  init(key: TallyKey, site: SiteKey) {
    self.init(
      lat: site.coordinate.lat, lon: site.coordinate.lon, place: site.place, product: key.product,
      productionClass: key.productionClass.rawValue, facts: 0)
  }

  @inline(__always)
  init(position: UInt64, rest: UInt64) {
    self.position = position
    self.rest = rest
  }

  /// Gazetteer place.
  @inline(__always) var place: UInt32 { UInt32(truncatingIfNeeded: rest >> 32) }
  /// Product and class in 18 bits, ordered as keys are.
  @inline(__always) var key: Int { Int(truncatingIfNeeded: rest >> 14) & 0x3_FFFF }
  @inline(__always)
  var state: OperatingState { OperatingState(rawValue: UInt8(truncatingIfNeeded: rest >> 7) & 3) ?? .unknown }
  @inline(__always) var level: Int { Int(truncatingIfNeeded: rest >> 4) & 7 }
  @inline(__always) var role: Int { Int(truncatingIfNeeded: rest) & 15 }

  /// The class of turnover per worker, in a histogram.
  @inline(__always) var bin: UInt16 { UInt16(truncatingIfNeeded: rest & Self.factBits) }

  /// Whether the sites of both are the same.
  @inline(__always)
  func isSameSite(as other: PairIdentity) -> Bool { position == other.position && (rest ^ other.rest) >> 32 == 0 }

  /// Whether they differ in facts at most.
  @inline(__always)
  func isSamePair(as other: PairIdentity) -> Bool { position == other.position && (rest ^ other.rest) >> 14 == 0 }

  /// By site, key, facts.
  @inline(__always)
  static func < (a: PairIdentity, b: PairIdentity) -> Bool {
    a.position != b.position ? a.position < b.position : a.rest < b.rest
  }

  @inline(__always)
  var site: SiteKey {
    SiteKey(
      coordinate: Coordinate(
        lat: Int32(bitPattern: UInt32(truncatingIfNeeded: position >> 32) ^ 1 << 31),
        lon: Int32(bitPattern: UInt32(truncatingIfNeeded: position) ^ 1 << 31)),
      place: place)
  }

  /// The number that `key` is for a key of the tally.
  static func number(of key: TallyKey) -> Int { Int(key.product) << 2 | Int(key.productionClass.rawValue) }

  static func tallyKey(_ key: Int) -> TallyKey {
    TallyKey(
      product: UInt16(truncatingIfNeeded: key >> 2),
      productionClass: ProductionClass(rawValue: UInt8(truncatingIfNeeded: key & 3)) ?? .industrial)
  }

  /// Both halves multiplied and folded: equal on every machine, and no two halves cancel.
  @inline(__always)
  var hash: UInt64 {
    let product = (position ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: rest ^ 0xD6E8_FEB8_6659_FD93)
    return (product.high ^ product.low ^ position &* 0xA076_1D64_78BD_642F) &* 0xE703_7ED1_A0B4_28DB
  }
}
