// What locating costs per row, in CPU time of one thread, over a gazetteer file: `speed FILE [SEED [CASE]]`; CASE is a part
// of the names of the cases to run.
//
// The rows are made from the gazetteer's own places by a seeded generator and lie in memory as the reader leaves them, so
// what is timed is `Geocoder.locate` alone: what a row costs over reading it.
import Geocoding
import Glibc
import Model

/// SplitMix64.
struct Generator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

/// Rows of texts by field, and PINs.
struct Rows {
  var fields: [TextField]
  var texts: [[String]]
  var pins: [UInt32]?

  /// The rows as the batches that the reader makes of 1 MB of text.
  func batches(of size: Int) -> [EnterpriseBatch] {
    stride(from: 0, to: texts.count, by: size).map { batch($0..<min($0 + size, texts.count)) }
  }

  private func batch(_ range: Range<Int>) -> EnterpriseBatch {
    var bytes: [UInt8] = []
    let count = range.count
    var spans = [TextSpan](repeating: TextSpan(start: 0, count: 0), count: count * fields.count)
    for (row, index) in range.enumerated() {
      for (slot, text) in texts[index].enumerated() {
        spans[slot * count + row] = TextSpan(start: UInt32(bytes.count), count: UInt32(text.utf8.count))
        bytes += Array(text.utf8)
      }
    }
    let batch = RowBatch(byteCapacity: bytes.count, capacity: count, slotCount: fields.count)
    bytes.withUnsafeBytes { if let base = $0.baseAddress { batch.bytes.copyMemory(from: base, byteCount: $0.count) } }
    for (index, span) in spans.enumerated() { batch.spans[index] = span }
    batch.count = count
    for row in 0..<count {
      batch.lines[row] = UInt64(row)
      batch.offsets[row] = 0
      batch.raw[row] = .empty
      batch.rejects[row] = 0
      batch.flags[row] = 0
    }
    var slots = Array(repeating: -1, count: TextField.allCases.count)
    for (slot, field) in fields.enumerated() { slots[field.rawValue] = slot }
    let result = EnterpriseBatch(
      rows: batch, slots: slots, nicVersion: .nic2008, defaultCountry: "IN", coordinateSystem: nil)
    if let pins {
      let column = Column<UInt32>(count: count, initial: 0)
      for (row, index) in range.enumerated() { column[row] = pins[index] }
      result.pin = column
    }
    return result
  }
}

func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// A checksum over every answer of a batch: programs that answer alike print the same.
func checksum(_ result: LocatedBatch, _ count: Int, into hash: inout UInt64) {
  func add(_ value: UInt64) { hash = (hash ^ value) &* 0x9E37_79B9_7F4A_7C15 ^ hash >> 29 }
  for row in 0..<count {
    add(UInt64(UInt32(bitPattern: result.lat[row])) << 32 | UInt64(UInt32(bitPattern: result.lon[row])))
    add(UInt64(result.place[row]) << 32 | UInt64(result.uncertainty[row]))
    add(UInt64(result.lgdState[row]) << 16 | UInt64(result.lgdDistrict[row]))
    add(UInt64(result.level[row]) << 24 | UInt64(result.matchedBy[row]) << 16)
    add(UInt64(result.reason[row]) << 8 | UInt64(result.confidence[row]))
    add(result.flags[row])
  }
}

/// Times one case: the best of several passes over all rows, each pass over other memory than the processor's caches hold.
func time(_ name: String, _ rows: Rows, _ geocoder: Geocoder) {
  guard arguments.count < 4 || name.contains(arguments[3]) else { return }
  let batches = rows.batches(of: 8192)
  var best = Double.infinity
  var located = 0
  for _ in 0..<5 {
    let start = seconds()
    located = 0
    for batch in batches {
      let result = geocoder.locate(batch)
      located += Int(result.level[batch.count - 1] != MatchLevel.none.rawValue ? 1 : 0)
    }
    best = min(best, seconds() - start)
  }
  var fine = 0
  var hash: UInt64 = 0
  for batch in batches {
    let result = geocoder.locate(batch)
    checksum(result, batch.count, into: &hash)
    for row in 0..<batch.count where MatchLevel(rawValue: result.level[row])?.isLocated == true { fine += 1 }
  }
  let nanoseconds = best / Double(rows.texts.count) * 1e9
  let padded = name + String(repeating: " ", count: max(0, 58 - name.count))
  print(
    "\(padded) \(Int(nanoseconds.rounded())) ns per row, \(Int(1e9 / nanoseconds / 1000)) thousand rows per CPU second, "
      + "\(fine * 100 / rows.texts.count) % located, answers \(String(hash, radix: 16))")
}

let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
  print("speed GAZETTEER [SEED [CASE]]")
  exit(64)
}
let gazetteer = try Gazetteer(path: arguments[1])
let geocoder = Geocoder(gazetteer: gazetteer)
var random = Generator(state: arguments.count > 2 ? UInt64(arguments[2]) ?? 7 : 7)
let count = 400_000

/// Places of a kind with their district, state and name.
var pins: [(pin: UInt32, state: String, district: String)] = []
var villages: [(name: String, pin: UInt32, state: String, district: String)] = []
var districts: [UInt16: String] = [:]
var states: [UInt16: String] = [:]
for index in 0..<UInt32(gazetteer.placeCount) {
  let record = gazetteer.record(index)
  switch record.kind {
  case .state: states[record.state] = gazetteer.name(index)
  case .district: districts[record.district] = gazetteer.name(index)
  case .pin where record.district != 0:
    pins.append((record.pin, states[record.state] ?? "", districts[record.district] ?? ""))
  case .village where record.district != 0 && record.pin != 0:
    villages.append((gazetteer.name(index), record.pin, states[record.state] ?? "", districts[record.district] ?? ""))
  default: break
  }
}
print("\(gazetteer.placeCount) places, \(count) rows a case, seed \(arguments.count > 2 ? arguments[2] : "7")")
print(
  "ns per row: CPU time of one thread in locating alone, which is what a row costs over reading it; best of five passes"
)
print(
  "wanted: PINs 40 ns; names whose spelling is known 1,000 ns; misspelt names 5,000 ns; 'answers' is a checksum of them"
)

let draws = (0..<count).map { _ in pins[Int.random(in: 0..<pins.count, using: &random)] }
time("PIN alone", Rows(fields: [], texts: draws.map { _ in [] }, pins: draws.map(\.pin)), geocoder)
time(
  "PIN, state, district; any order",
  Rows(fields: [.state, .district], texts: draws.map { [$0.state, $0.district] }, pins: draws.map(\.pin)), geocoder)
let sorted = draws.sorted { ($0.state, $0.district) < ($1.state, $1.district) }
time(
  "PIN, state, district; by district",
  Rows(fields: [.state, .district], texts: sorted.map { [$0.state, $0.district] }, pins: sorted.map(\.pin)), geocoder)

@MainActor
func slip(_ name: String) -> String {
  var bytes = Array(name.utf8)
  guard bytes.count > 4 else { return name }
  let at = Int.random(in: 1..<bytes.count - 1, using: &random)
  if Bool.random(using: &random) { bytes.remove(at: at) } else { bytes.swapAt(at, at + 1) }
  return String(decoding: bytes, as: UTF8.self)
}

let homes = (0..<count).map { _ in villages[Int.random(in: 0..<villages.count, using: &random)] }
let named: [TextField] = [.state, .district, .village]
time(
  "village known, state, district", Rows(fields: named, texts: homes.map { [$0.state, $0.district, $0.name] }), geocoder
)
time(
  "village known, PIN",
  Rows(fields: named, texts: homes.map { [$0.state, $0.district, $0.name] }, pins: homes.map(\.pin)),
  geocoder)
time(
  "village misspelt, state, district",
  Rows(fields: named, texts: homes.map { [$0.state, $0.district, slip($0.name)] }), geocoder)
time(
  "village misspelt, PIN",
  Rows(fields: named, texts: homes.map { [$0.state, $0.district, slip($0.name)] }, pins: homes.map(\.pin)), geocoder)
time(
  "labelled address, PIN",
  Rows(
    fields: [.state, .district, .address],
    texts: homes.map {
      [
        $0.state, $0.district,
        "Flat No:- 45, Building:- -, Road/Street:- 0, Village/Town:- \($0.name), Block:- ., City:- \($0.district)",
      ]
    }, pins: homes.map(\.pin)), geocoder)
time(
  "free text ending in the PIN",
  Rows(
    fields: [.address], texts: homes.map { ["Plot 4, Main Road, \($0.name), \($0.district), \($0.state)-\($0.pin)"] }),
  geocoder)
time(
  "free text without a PIN",
  Rows(
    fields: [.state, .district, .address],
    texts: homes.map { [$0.state, $0.district, "Shree Mills, Plot 4, Main Road, village \($0.name), \($0.district)"] }),
  geocoder)
