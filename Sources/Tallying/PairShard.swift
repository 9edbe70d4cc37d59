import Glibc
import Model

/// The sums of the identities of one shard: a hash table with linear probing over records.
///
/// A record is an identity (16 bytes), then the sums in use, each of the least width that holds it in every record: 2, 4 or 8
/// bytes, and 16 for squares beyond 64 bits. Memory a record: 16 bytes, 2 or more for each sum in use, and 4 × 4/3 … 4 × 8/3 for
/// finding it.
struct PairShard: ~Copyable {
  private(set) var count = 0
  private var records: UnsafeMutableRawPointer?
  private var capacity = 0
  /// Bytes of a record.
  private var stride = 16
  /// Eight bits of the hash above the number of the record + 1; 0 is free.
  private var slots: UnsafeMutablePointer<UInt32>
  private var mask: Int
  /// Offset of each sum in a record, in bytes, 0 while it is not in use; then its width in bytes.
  private let layout: UnsafeMutablePointer<UInt16>
  /// The sums in use, a bit each by `SumField.rawValue`.
  private(set) var used: UInt128 = 0

  /// Records that a shard can number.
  static let limit = 1 << 24 - 2

  init() {
    mask = 15
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    layout = .allocate(capacity: 2 * SumField.count)
    layout.initialize(repeating: 0, count: 2 * SumField.count)
  }

  deinit {
    free(records)
    slots.deallocate()
    layout.deallocate()
  }

  /// Bytes allocated.
  var byteCount: Int { capacity * stride + (mask + 1) * 4 }

  @inline(__always)
  func identity(_ number: Int) -> PairIdentity {
    guard let records else { return PairIdentity(position: 0, rest: 0) }
    return records.loadUnaligned(fromByteOffset: number &* stride, as: PairIdentity.self)
  }

  // MARK: Finding

  /// The number of each identity, new ones included, into `numbers`. Finds what is there in passes over the whole list, so
  /// that the processor fetches many records at a time.
  @inline(__always)
  mutating func find(
    _ identities: UnsafePointer<PairIdentity>, _ hashes: UnsafePointer<UInt64>, _ range: Range<Int>,
    into numbers: UnsafeMutablePointer<UInt32>
  ) {
    for index in range {
      let slot = slots[Int(truncatingIfNeeded: hashes[index]) & mask]
      numbers[index] = (slot ^ Self.tag(hashes[index])) >> 24 == 0 ? slot & 0xFF_FFFF : 0
    }
    for index in range {
      let guess = Int(numbers[index]) &- 1
      let isRight = guess >= 0 && identity(guess) == identities[index]
      numbers[index] = UInt32(truncatingIfNeeded: isRight ? guess : search(identities[index], hashes[index]))
    }
  }

  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 24) & 0xFF00_0000 }

  private mutating func search(_ identity: PairIdentity, _ hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if (slots[slot] ^ Self.tag(hash)) >> 24 == 0 {
        let number = Int(slots[slot] & 0xFF_FFFF) &- 1
        if self.identity(number) == identity { return number }
      }
      slot = (slot &+ 1) & mask
    }
    return insert(identity, hash)
  }

  private mutating func insert(_ identity: PairIdentity, _ hash: UInt64) -> Int {
    if count == capacity { reserve(capacity + max(16, capacity / 8), stride: stride) }
    if (count + 1) * 4 > (mask + 1) * 3 { rehash() }
    guard let records else { return 0 }
    let record = records + count &* stride
    memset(record, 0, stride)
    record.storeBytes(of: identity, as: PairIdentity.self)
    count += 1
    place(hash, count)
    return count - 1
  }

  private mutating func rehash() {
    slots.deallocate()
    mask = mask * 2 + 1
    slots = .allocate(capacity: mask + 1)
    LargeMemory.advise(slots, byteCount: 4 * (mask + 1))
    slots.initialize(repeating: 0, count: mask + 1)
    for number in 0..<count { place(identity(number).hash, number + 1) }
  }

  @inline(__always)
  private func place(_ hash: UInt64, _ number: Int) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = Self.tag(hash) | UInt32(truncatingIfNeeded: number)
  }

  // MARK: Sums

  /// Adds `value(i)` to a sum of the record `numbers[i]`, for every i of `range`.
  @inline(__always)
  mutating func add(
    _ field: SumField, _ numbers: UnsafePointer<UInt32>, _ range: Range<Int>, _ value: (Int) -> Int64
  ) {
    var offset = Int(layout[2 &* field.rawValue])
    var width = layout[2 &* field.rawValue &+ 1]
    for index in range {
      let value = value(index)
      if value == 0 { continue }
      let number = Int(numbers[index])
      if let records {
        let address = records + (number &* stride &+ offset)
        if width == 2 {
          if let sum = Int16(exactly: Int64(address.load(as: Int16.self)) &+ value) {
            address.storeBytes(of: sum, as: Int16.self)
            continue
          }
        } else if width == 4 {
          if let sum = Int32(exactly: Int64(address.loadUnaligned(as: Int32.self)) &+ value) {
            address.storeBytes(of: sum, as: Int32.self)
            continue
          }
        }
      }
      addWide(field, number, Int128(value))
      offset = Int(layout[2 &* field.rawValue])
      width = layout[2 &* field.rawValue &+ 1]
    }
  }

  /// Adds to one sum, making room for it where it has none or too little. Sums of 64 bits wrap; those of squares do not.
  mutating func addWide(_ field: SumField, _ number: Int, _ value: Int128) {
    let sum = view(number).value(field) &+ value
    let width = layout[2 * field.rawValue + 1]
    let needed: UInt16 =
      Int16(exactly: sum) != nil
      ? 2 : Int32(exactly: sum) != nil ? 4 : Int64(exactly: sum) != nil || !field.isSquares ? 8 : 16
    if needed > width { widen(field, to: needed) }
    guard let records else { return }
    let address = records + number * stride + Int(layout[2 * field.rawValue])
    switch layout[2 * field.rawValue + 1] {
    case 2: address.storeBytes(of: Int16(truncatingIfNeeded: sum), as: Int16.self)
    case 4: address.storeBytes(of: Int32(truncatingIfNeeded: sum), as: Int32.self)
    case 8: address.storeBytes(of: Int64(truncatingIfNeeded: sum), as: Int64.self)
    default: address.storeBytes(of: sum, as: Int128.self)
    }
  }

  /// A record, to read until the shard changes.
  @inline(__always)
  func view(_ number: Int) -> RecordView {
    // Without records nothing is in use, and nothing is read.
    RecordView(
      records.map { UnsafeRawPointer($0 + number &* stride) } ?? UnsafeRawPointer(layout), layout, stride: stride,
      used: used)
  }

  /// Gives a sum `width` bytes: what it had stays where it is unused, or the records are written anew behind one another.
  private mutating func widen(_ field: SumField, to width: UInt16) {
    let wider = RecordLayout { $0 == field.rawValue ? width : layout[2 * $0 + 1] }
    let new = malloc(max(capacity, 16) * wider.stride)
    guard let new else { preconditionFailure("out of memory for \(count) pairs") }
    LargeMemory.advise(new, byteCount: max(capacity, 16) * wider.stride)
    for number in 0..<count { wider.write(view(number), to: new + number * wider.stride) }
    free(records)
    records = new
    capacity = max(capacity, 16)
    (used, stride) = (wider.used, wider.stride)
    layout.update(from: wider.places.base, count: 2 * SumField.count)
  }

  private mutating func reserve(_ more: Int, stride: Int) {
    precondition(more <= Self.limit * 9 / 8, "more than sixteen million pairs in one of 256 shards")
    guard let moved = realloc(records, more * stride) else { preconditionFailure("out of memory for \(more) pairs") }
    LargeMemory.advise(moved, byteCount: more * stride)
    records = moved
    capacity = more
  }

  /// Width of a sum in bytes, 0 while it is not in use.
  func width(_ field: Int) -> UInt16 { layout[2 * field + 1] }

  /// Frees what only finding and growing need; nothing may be added afterwards.
  mutating func seal() {
    if count > 0, count < capacity, let smaller = realloc(records, count * stride) {
      (records, capacity) = (smaller, count)
    }
    slots.deallocate()
    mask = 0
    slots = .allocate(capacity: 1)
    slots.initialize(to: 0)
  }
}
