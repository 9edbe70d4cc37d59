import Model

/// A (key, site) pair in 16 bytes.
struct PairEntry: BitwiseCopyable, Equatable {
  var lat: Int32
  var lon: Int32
  var place: UInt32
  /// `TallyKey.packed`.
  var key: UInt32

  @inline(__always)
  init(lat: Int32, lon: Int32, place: UInt32, key: UInt32) {
    self.lat = lat
    self.lon = lon
    self.place = place
    self.key = key
  }

  @inline(__always)
  init(key: TallyKey, site: SiteKey) {
    lat = site.coordinate.lat
    lon = site.coordinate.lon
    place = site.place
    self.key = key.packed
  }

  var site: SiteKey { SiteKey(coordinate: Coordinate(lat: lat, lon: lon), place: place) }
  var tallyKey: TallyKey {
    TallyKey(
      product: UInt16(truncatingIfNeeded: key >> 8),
      productionClass: ProductionClass(rawValue: UInt8(truncatingIfNeeded: key)) ?? .industrial)
  }

  /// Both halves multiplied and folded: equal on every machine, and no two halves cancel.
  @inline(__always)
  var hash: UInt64 {
    let where64 = UInt64(UInt32(bitPattern: lat)) << 32 | UInt64(UInt32(bitPattern: lon))
    let what64 = UInt64(place) << 32 | UInt64(key)
    let product = (where64 ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: what64 ^ 0xD6E8_FEB8_6659_FD93)
    return (product.high ^ product.low ^ where64 &* 0xA076_1D64_78BD_642F) &* 0xE703_7ED1_A0B4_28DB
  }
}

/// Numbers (key, site) pairs from 0 in the order of their first row: open addressing with linear probing over 8-byte slots,
/// at most three quarters full, so 8 × 4/3 … 8 × 8/3 bytes a pair besides its 16.
struct PairTable: ~Copyable {
  /// The pairs, 0..<count.
  private(set) var entries: UnsafeMutablePointer<PairEntry>
  /// Number of pairs.
  private(set) var count = 0
  private var capacity: Int
  /// Upper half of the hash, then the number of the pair + 1; 0 is free.
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask: Int

  init() {
    capacity = 512
    entries = .allocate(capacity: capacity)
    mask = 1023
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
  }

  deinit {
    entries.deallocate()
    slots.deallocate()
  }

  /// Bytes allocated.
  var byteCount: Int { capacity * MemoryLayout<PairEntry>.stride + (mask + 1) * 8 }

  /// The number of a pair, given a new one at its first sight. Constant time on average.
  @inline(__always)
  mutating func number(_ entry: PairEntry) -> Int {
    let hash = entry.hash
    let tag = hash & 0xFFFF_FFFF_0000_0000
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let found = slots[slot]
      if found == 0 { return insert(entry, tag) }
      if found & 0xFFFF_FFFF_0000_0000 == tag {
        let number = Int(found & 0xFFFF_FFFF) &- 1
        if entries[number] == entry { return number }
      }
      slot = (slot &+ 1) & mask
    }
  }

  /// Numbers many pairs at once: `hashes` are those of the entries, `numbers` receives the result. The slots are fetched
  /// for all before the first is looked at, so that the processor waits for many at a time.
  mutating func number(
    _ entries: UnsafePointer<PairEntry>, hashes: UnsafeMutablePointer<UInt64>, count: Int,
    into numbers: UnsafeMutablePointer<UInt32>
  ) {
    for index in 0..<count {
      hashes[index] = entries[index].hash
      let slot = slots[Int(truncatingIfNeeded: hashes[index]) & mask]
      // Number + 1 where the tag fits; entries keep their numbers when the table grows, so this stays true.
      numbers[index] = (slot ^ hashes[index]) >> 32 == 0 ? UInt32(truncatingIfNeeded: slot) : 0
    }
    for index in 0..<count {
      let guess = Int(numbers[index]) &- 1
      let isRight = guess >= 0 && self.entries[guess] == entries[index]
      numbers[index] = UInt32(truncatingIfNeeded: isRight ? guess : number(entries[index]))
    }
  }

  @inline(never)
  private mutating func insert(_ entry: PairEntry, _ tag: UInt64) -> Int {
    if count == capacity {
      let more = UnsafeMutablePointer<PairEntry>.allocate(capacity: capacity * 3 / 2)
      more.moveInitialize(from: entries, count: count)
      entries.deallocate()
      entries = more
      capacity = capacity * 3 / 2
    }
    if (count + 1) * 4 > (mask + 1) * 3 { rehash() }
    entries[count] = entry
    count += 1
    place(entry.hash, count)
    return count - 1
  }

  private mutating func rehash() {
    slots.deallocate()
    mask = mask * 2 + 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    for number in 0..<count { place(entries[number].hash, number + 1) }
  }

  @inline(__always)
  private func place(_ hash: UInt64, _ number: Int) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(number)
  }
}
