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
    /// A state that the row names and that its district does not lie in, else 0.
    var contradictedState: UInt16 = 0
    /// Flags of the resolved names; the top bit, which no flag has, tells that codes were meant.
    var noticed: UInt64 = 0
    var placement = Placement()
  }

  /// What two texts resolved to.
  private struct Names {
    var area = Administration()
    var state = ShortText()
    var district = ShortText()
  }

  private static let answerBits: UInt64 = 16
  private static let nameBits: UInt64 = 13
  /// Neighbouring slots that a key may stand in.
  private static let probes = 4
  /// Rows that are taken together.
  private static let together = 64
  private static let codesBit: UInt64 = 1 << 63

  private let answers: UnsafeMutablePointer<Answer>
  private let names: UnsafeMutablePointer<Names>
  private let areas: UnsafeMutablePointer<Administration>
  private let homes: UnsafeMutablePointer<Int>
  /// Keeps reads ahead from being left out.
  private(set) var sum: UInt32 = 0

  init() {
    let answerCount = 1 << Int(Self.answerBits) + Self.probes
    // One answer, one line of the processor's cache.
    answers = UnsafeMutableRawPointer.allocate(byteCount: answerCount * MemoryLayout<Answer>.stride, alignment: 64)
      .bindMemory(to: Answer.self, capacity: answerCount)
    answers.initialize(repeating: Answer(), count: answerCount)
    let nameCount = 1 << Int(Self.nameBits) + Self.probes
    names = .allocate(capacity: nameCount)
    names.initialize(repeating: Names(), count: nameCount)
    areas = .allocate(capacity: Self.together)
    homes = .allocate(capacity: Self.together)
    homes.initialize(repeating: 0, count: Self.together)
  }

  deinit {
    answers.deallocate()
    names.deallocate()
    areas.deallocate()
    homes.deallocate()
  }

  /// Places the rows of a batch for which `columns.onlyPin`. About 20 ns a row whose like was seen before.
  func locate(
    _ batch: EnterpriseBatch, _ columns: LocatingColumns, pins: UnsafePointer<UInt32>, core: GeocoderCore,
    scratch: Scratch, into located: LocatedBatch
  ) {
    let rejects = batch.rows.rejects
    let out = LocatedColumns(located)
    var start = 0
    while start < batch.count {
      let end = min(start + Self.together, batch.count)
      // First where the answers of some rows stand, then the answers: so that looking for one does not wait for the other.
      for row in start..<end where rejects[row] == 0 {
        let area = columns.hasAdministration ? self.area(columns, row, core, scratch) : Administration()
        areas[row &- start] = area
        homes[row &- start] = Self.home(pins[row], area)
      }
      var sum: UInt32 = 0
      for index in 0..<end &- start { sum &+= answers[homes[index]].pin }
      self.sum &+= sum
      for row in start..<end where rejects[row] == 0 {
        if pins[row] == 0 {
          var evidence = RowEvidence(columns: columns, row: row, core: core, scratch: scratch)
          out.write(evidence.placement(nil), row)
        } else {
          let area = areas[row &- start]
          let answer = self.answer(answers + homes[row &- start], pins[row], area) {
            var evidence = RowEvidence(columns: columns, row: row, core: core, scratch: scratch)
            return evidence.placement(nil)
          }
          out.write(answer.pointee.placement, row)
        }
      }
      start = end
    }
  }

  @inline(__always)
  private static func home(_ pin: UInt32, _ area: Administration) -> Int {
    slot(UInt64(pin) << 32 | UInt64(area.state) << 16 | UInt64(area.district), answerBits)
  }

  /// The answer of a PIN in an area, made by `decide` if its like was not seen before.
  @inline(__always)
  private func answer(
    _ home: UnsafeMutablePointer<Answer>, _ pin: UInt32, _ area: Administration, _ decide: () -> Placement
  ) -> UnsafeMutablePointer<Answer> {
    let noticed = area.byCode ? area.flags | Self.codesBit : area.flags
    var answer = home
    for _ in 0..<Self.probes {
      if answer.pointee.pin == pin, answer.pointee.district == area.district, answer.pointee.state == area.state,
        answer.pointee.noticed == noticed, answer.pointee.contradictedState == area.contradictedState
      {
        return answer
      }
      if answer.pointee.pin == 0 { break }
      answer += 1
    }
    if answer == home + Self.probes { answer = home }
    answer.pointee = Answer(
      pin: pin, state: area.state, district: area.district, contradictedState: area.contradictedState, noticed: noticed,
      placement: decide())
    return answer
  }

  /// What the state and district of a row resolve to.
  @inline(__always)
  func area(_ columns: LocatingColumns, _ row: Int, _ core: GeocoderCore, _ scratch: Scratch) -> Administration {
    guard columns.lgdState == nil, columns.lgdDistrict == nil, let state = columns.shortText(columns.state, row),
      let district = columns.shortText(columns.district, row)
    else {
      return RowEvidence(columns: columns, row: row, core: core, scratch: scratch).administration() ?? Administration()
    }
    let home = names + Self.slot(state.mixed &* 31 &+ district.mixed, Self.nameBits)
    var slot = home
    for _ in 0..<Self.probes {
      if slot.pointee.district == district, slot.pointee.state == state { return slot.pointee.area }
      if slot.pointee.state.count == 0, slot.pointee.district.count == 0 { break }
      slot += 1
    }
    if slot == home + Self.probes { slot = home }
    let evidence = RowEvidence(columns: columns, row: row, core: core, scratch: scratch)
    let area = evidence.administration() ?? Administration()
    slot.pointee = Names(area: area, state: state, district: district)
    return area
  }

  @inline(__always)
  private static func slot(_ key: UInt64, _ bits: UInt64) -> Int {
    let mixed = (key ^ key >> 29) &* 0xBF58_476D_1CE4_E5B9
    let spread = (mixed ^ mixed >> 32) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: spread >> (64 &- bits))
  }
}
