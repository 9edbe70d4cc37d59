/// A cell key with the site that it belongs to, as it is sorted.
protocol CellEntry: BitwiseCopyable {
  /// An entry from its parts; `siteBits` bits hold any site.
  init(key: UInt64, site: Int, siteBits: Int)
  /// The key.
  func key(siteBits: Int) -> UInt64
  /// The site.
  func site(siteBits: Int) -> Int
}

/// Key and site in one word, for keys and sites of at most 64 bits together.
struct PackedEntry: CellEntry {
  let word: UInt64
  @inline(__always)
  init(key: UInt64, site: Int, siteBits: Int) { word = key << UInt64(siteBits) | UInt64(site) }
  @inline(__always)
  func key(siteBits: Int) -> UInt64 { word >> UInt64(siteBits) }
  @inline(__always)
  func site(siteBits: Int) -> Int { Int(word & (1 << UInt64(siteBits) &- 1)) }
}

/// Key and site in two words.
struct WideEntry: CellEntry {
  let word: UInt64
  let index: UInt32
  @inline(__always)
  init(key: UInt64, site: Int, siteBits: Int) {
    word = key
    index = UInt32(site)
  }
  @inline(__always)
  func key(siteBits: Int) -> UInt64 { word }
  @inline(__always)
  func site(siteBits: Int) -> Int { Int(index) }
}

/// Sorts entries by key, equal keys in their given order: least significant digit first (Knuth, vol. 3, 5.2.5), linear in the
/// number of entries for each 11 bits of the key. Returns the slab that holds the result, the given one or another.
func radixSorted<Entry: CellEntry>(_ entries: Slab<Entry>, keyBits: Int, siteBits: Int) -> Slab<Entry> {
  let digitBits = entries.count < 4_096 ? 8 : 11
  let passes = (keyBits + digitBits - 1) / digitBits
  if passes == 0 || entries.count < 2 { return entries }
  let buckets = 1 << digitBits
  let mask = UInt64(buckets - 1)
  let totals = Slab<Int>(count: buckets * passes, repeating: 0)
  for index in 0..<entries.count {
    var key = entries.base[index].key(siteBits: siteBits)
    for pass in 0..<passes {
      totals.base[pass &* buckets &+ Int(key & mask)] &+= 1
      key >>= UInt64(digitBits)
    }
  }
  var source = entries
  var target = Slab<Entry>(count: entries.count)
  for pass in 0..<passes {
    let next = totals.base + pass * buckets
    var sum = 0
    for bucket in 0..<buckets { (next[bucket], sum) = (sum, sum + next[bucket]) }
    let shift = UInt64(pass * digitBits)
    let from = source.base
    let to = target.base
    for index in 0..<entries.count {
      let entry = from[index]
      let bucket = Int(entry.key(siteBits: siteBits) >> shift & mask)
      to[next[bucket]] = entry
      next[bucket] &+= 1
    }
    (source, target) = (target, source)
  }
  return source
}

/// Sorts links by their levels, none negative, equal ones in their given order: least significant digit first over the bits in which the
/// levels differ at all, linear in the number of links.
func radixAscending(_ links: [Link<Double>]) -> [Link<Double>] {
  let count = links.count
  var differing: UInt64 = 0
  let first = links[0].level.bitPattern
  for link in links { differing |= link.level.bitPattern ^ first }
  if differing == 0 { return links }
  let digit = 11
  var source = Slab<Link<Double>>(count: count)
  var target = Slab<Link<Double>>(count: count)
  links.withUnsafeBufferPointer { if let from = $0.baseAddress { source.base.update(from: from, count: count) } }
  let next = Slab<Int>(count: 1 << digit)
  for shift in stride(from: differing.trailingZeroBitCount, to: 64 - differing.leadingZeroBitCount, by: digit) {
    let mask = UInt64(1 << digit - 1)
    next.base.update(repeating: 0, count: 1 << digit)
    let from = source.base
    let to = target.base
    for index in 0..<count { next.base[Int(from[index].level.bitPattern >> UInt64(shift) & mask)] &+= 1 }
    var sum = 0
    for bucket in 0..<1 << digit { (next.base[bucket], sum) = (sum, sum + next.base[bucket]) }
    for index in 0..<count {
      let bucket = Int(from[index].level.bitPattern >> UInt64(shift) & mask)
      to[next.base[bucket]] = from[index]
      next.base[bucket] &+= 1
    }
    (source, target) = (target, source)
  }
  return Array(UnsafeBufferPointer(start: source.base, count: count))
}
