import Model
import Text

/// Reads ahead what the names of the next rows will be looked up in.
///
/// A name that stands in the gazetteer is found in five steps, and each waits for memory that is in no cache. Taken step by
/// step for many rows the waits overlap. Only reads: no answer depends on it.
final class NameWarming {
  /// Rows that are taken together.
  static let rows = 32

  private let hashes: UnsafeMutablePointer<UInt64>
  private let scopes: UnsafeMutablePointer<UInt32>
  private let first: UnsafeMutablePointer<UInt32>
  private let keys: UnsafeMutablePointer<Int32>
  private let places: UnsafeMutablePointer<UInt32>
  /// Keeps the reads from being left out.
  private(set) var sum: UInt64 = 0

  init() {
    hashes = .allocate(capacity: Self.rows)
    scopes = .allocate(capacity: Self.rows)
    first = .allocate(capacity: Self.rows)
    keys = .allocate(capacity: Self.rows)
    places = .allocate(capacity: Self.rows)
  }

  deinit {
    hashes.deallocate()
    scopes.deallocate()
    first.deallocate()
    keys.deallocate()
    places.deallocate()
  }

  /// Reads what the names of `rows`, at most `Self.rows` of them, lead to. About 150 ns a row.
  func read(
    _ rows: Range<Int>, _ batch: EnterpriseBatch, _ columns: LocatingColumns, core: GeocoderCore, scratch: Scratch
  ) {
    let gazetteer = core.gazetteer
    guard gazetteer.keys.count > 0 else { return }
    let shift = UInt64(64 - gazetteer.keyBits)
    if let pins = columns.pin {
      for (index, row) in rows.enumerated() { places[index] = gazetteer.place(pin: pins[row]) }
      for index in 0..<rows.count where places[index] != GazetteerFormat.noPlace {
        sum &+= UInt64(gazetteer.places[places[index]].uncertainty)
      }
    }
    var count = 0
    for row in rows where batch.rows.rejects[row] == 0 {
      let name = Self.name(columns, row)
      guard !name.isEmpty, scratch.query.prepare(name) else { continue }
      hashes[count] = NameHash.of(scratch.query.whole, scratch.query.wholeCount)
      let area = scratch.pinRows.area(columns, row, core, scratch)
      scopes[count] = area.district == 0 ? Scope.state(area.state) : Scope.district(area.state, area.district)
      count += 1
    }
    for index in 0..<count { first[index] = gazetteer.keyDirectory[Int(hashes[index] >> shift)] }
    for index in 0..<count {
      let end = gazetteer.keyDirectory[Int(hashes[index] >> shift) + 1]
      keys[index] = -1
      for key in first[index]..<end where gazetteer.keys[key].hash == hashes[index] { keys[index] = Int32(key) }
    }
    for index in 0..<count where keys[index] >= 0 {
      sum &+= UInt64(gazetteer.pool[gazetteer.keys[Int(keys[index])].offset])
      let postings = gazetteer.postings(of: Int(keys[index]))
      let at = gazetteer.firstPosting(postings, scopes[index])
      places[index] = at < postings.upperBound ? gazetteer.postings[at].place : 0
    }
    for index in 0..<count where keys[index] >= 0 { sum &+= UInt64(gazetteer.places[places[index]].uncertainty) }
  }

  /// The name that is looked up first.
  private static func name(_ columns: LocatingColumns, _ row: Int) -> UnsafeRawBufferPointer {
    let village = columns.text(columns.village, row)
    if !village.isEmpty { return village }
    let address = columns.text(columns.address, row)
    if LabelledAddress.mayBegin(address) {
      let labelled = LabelledAddress(address).village
      if !labelled.isEmpty { return labelled }
    }
    let locality = columns.text(columns.locality, row)
    return locality.isEmpty ? columns.text(columns.town, row) : locality
  }
}
