import Glibc
import Model

/// Places the rows of registers that say PIN, state and district and nothing else, which is most of what large exports say.
///
/// What such a row answers follows from its PIN and the resolved state and district alone. `RowEvidence` decides it once;
/// equal rows copy its answer. The two tables hold whole keys, never hashes of them, so an answer is never another's.
final class PinRows {
  /// One answer with its key. PIN 0 stands for an empty slot.
  private struct Answer {
    var pin: UInt32 = 0
    var state: UInt16 = 0
    var district: UInt16 = 0
    /// Flags of the resolved names; the top bit, which no flag has, tells that codes were meant.
    var noticed: UInt64 = 0
    var placement = Placement()
  }

  /// What two texts resolved to.
  private struct Names {
    static let capacity = 56
    var area = Administration()
    var stateCount: UInt8 = 0
    var districtCount: UInt8 = 0
    var bytes: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0)
  }

  private static let answerBits: UInt64 = 16
  private static let nameBits: UInt64 = 13
  /// Neighbouring slots that a key may stand in.
  private static let probes = 4
  private static let codesBit: UInt64 = 1 << 63

  private let answers: UnsafeMutablePointer<Answer>
  private let names: UnsafeMutablePointer<Names>

  init() {
    let answerCount = 1 << Int(Self.answerBits) + Self.probes
    answers = .allocate(capacity: answerCount)
    answers.initialize(repeating: Answer(), count: answerCount)
    let nameCount = 1 << Int(Self.nameBits) + Self.probes
    names = .allocate(capacity: nameCount)
    names.initialize(repeating: Names(), count: nameCount)
  }

  deinit {
    answers.deallocate()
    names.deallocate()
  }

  /// Places the rows of a batch for which `columns.onlyPin`. About 20 ns a row whose like was seen before.
  func locate(
    _ batch: EnterpriseBatch, _ columns: LocatingColumns, pins: UnsafePointer<UInt32>, core: GeocoderCore,
    scratch: Scratch, into located: LocatedBatch
  ) {
    let rejects = batch.rows.rejects
    let out = LocatedColumns(located)
    for row in 0..<batch.count where rejects[row] == 0 {
      let pin = pins[row]
      guard pin != 0 else {
        var evidence = RowEvidence(columns: columns, row: row, core: core, scratch: scratch)
        out.write(evidence.placement(nil), row)
        continue
      }
      let area = columns.hasAdministration ? self.area(columns, row, core, scratch) : Administration()
      let noticed = area.byCode ? area.flags | Self.codesBit : area.flags
      let home = answers + Self.slot(UInt64(pin) << 32 | UInt64(area.state) << 16 | UInt64(area.district), Self.answerBits)
      var answer = home
      var left = Self.probes
      while answer.pointee.pin != pin || answer.pointee.district != area.district || answer.pointee.state != area.state
        || answer.pointee.noticed != noticed
      {
        left &-= 1
        if answer.pointee.pin == 0 || left == 0 {
          if left == 0 { answer = home }
          var evidence = RowEvidence(columns: columns, row: row, core: core, scratch: scratch)
          answer.pointee = Answer(
            pin: pin, state: area.state, district: area.district, noticed: noticed, placement: evidence.placement(nil))
          break
        }
        answer += 1
      }
      out.write(answer.pointee.placement, row)
    }
  }

  /// What the state and district of a row resolve to.
  @inline(__always)
  private func area(_ columns: LocatingColumns, _ row: Int, _ core: GeocoderCore, _ scratch: Scratch) -> Administration {
    let state = columns.text(columns.state, row)
    let district = columns.text(columns.district, row)
    guard columns.lgdState == nil, columns.lgdDistrict == nil, state.count + district.count <= Names.capacity else {
      return RowEvidence(columns: columns, row: row, core: core, scratch: scratch).administration() ?? Administration()
    }
    let home = names + Self.slot(Self.edges(state) &* 31 &+ Self.edges(district), Self.nameBits)
    var slot = home
    for _ in 0..<Self.probes {
      if Self.holds(slot, state, district) { return slot.pointee.area }
      if slot.pointee.stateCount == 0, slot.pointee.districtCount == 0 { break }
      slot += 1
    }
    if slot == home + Self.probes { slot = home }
    let area = RowEvidence(columns: columns, row: row, core: core, scratch: scratch).administration() ?? Administration()
    var known = Names(area: area, stateCount: UInt8(state.count), districtCount: UInt8(district.count))
    withUnsafeMutableBytes(of: &known.bytes) { bytes in
      for index in 0..<state.count { bytes[index] = state[index] }
      for index in 0..<district.count { bytes[state.count + index] = district[index] }
    }
    slot.pointee = known
    return area
  }

  @inline(__always)
  private static func holds(
    _ slot: UnsafeMutablePointer<Names>, _ state: UnsafeRawBufferPointer, _ district: UnsafeRawBufferPointer
  ) -> Bool {
    guard Int(slot.pointee.stateCount) == state.count, Int(slot.pointee.districtCount) == district.count else {
      return false
    }
    guard let offset = MemoryLayout<Names>.offset(of: \.bytes) else { return false }
    let bytes = UnsafeRawPointer(slot) + offset
    if let base = state.baseAddress, memcmp(bytes, base, state.count) != 0 { return false }
    if let base = district.baseAddress, memcmp(bytes + state.count, base, district.count) != 0 { return false }
    return true
  }

  /// The first and last bytes of a text with its length: enough to tell most names apart.
  @inline(__always)
  private static func edges(_ text: UnsafeRawBufferPointer) -> UInt64 {
    guard let base = text.baseAddress else { return 0 }
    if text.count >= 8 {
      let first = base.loadUnaligned(as: UInt64.self)
      let last = base.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self)
      return (first &* 0x9E37_79B9_7F4A_7C15) ^ (last &* 0xC2B2_AE3D_27D4_EB4F) &+ UInt64(text.count)
    }
    var value: UInt64 = 0
    for byte in text { value = value << 8 | UInt64(byte) }
    return value &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(text.count)
  }

  @inline(__always)
  private static func slot(_ key: UInt64, _ bits: UInt64) -> Int {
    let mixed = (key ^ key >> 29) &* 0xBF58_476D_1CE4_E5B9
    let spread = (mixed ^ mixed >> 32) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: spread >> (64 &- bits))
  }
}

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
