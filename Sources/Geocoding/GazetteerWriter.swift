import CXXHash
import Model
import Text

/// Lays a draft out as one gazetteer image. The same draft gives the same bytes.
struct GazetteerWriter {
  private var draft: GazetteerDraft
  private var pool: [UInt8] = []
  private var districtList: [UInt16] = []
  private var keys: [NameKey] = []
  private var entries: [ScopedEntry] = []
  private var postings: [NamePosting] = []
  private var sounds: [SoundKey] = []
  private var scopes: [ScopeRecord] = []

  /// The image of `draft`. O(n log n) in the number of names.
  static func image(of draft: GazetteerDraft) -> [UInt8] {
    var writer = GazetteerWriter(draft: draft)
    writer.layPlaces()
    writer.layKeys()
    writer.layEntries()
    return writer.assemble()
  }

  /// An entry and its area.
  private struct ScopedEntry {
    var scope: UInt32 = 0
    var entry = NameEntry()
  }

  /// What the light key of each key says about its letters and its sound.
  private var letters: [NameLetters] = []
  private var skeletons: [UInt16] = []

  private init(draft: GazetteerDraft) { self.draft = draft }

  private mutating func layPlaces() {
    var poolIndex: [String: UInt32] = [:]
    for index in draft.places.indices {
      let name = draft.names[index]
      let bytes = Array(name.utf8.prefix(Int(UInt16.max)))
      if let known = poolIndex[name] {
        draft.places[index].name = known
      } else {
        draft.places[index].name = UInt32(pool.count)
        poolIndex[name] = UInt32(pool.count)
        pool += bytes
      }
      draft.places[index].nameLength = UInt16(bytes.count)
      if let list = draft.lists[UInt32(index)], !list.isEmpty {
        draft.places[index].listStart = UInt32(districtList.count)
        draft.places[index].listCount = UInt32(list.count)
        districtList += list
      }
    }
  }

  /// Gives every distinct compact key a number, by hash and then bytes, and notes it in `entries`.
  private mutating func layKeys() {
    entries.reserveCapacity(draft.keys.count)
    var order: [(hash: UInt64, source: Int32)] = []
    order.reserveCapacity(draft.keys.count)
    for (index, item) in draft.keys.enumerated() {
      let hash = item.key.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { NameHash.of($0, bytes.count) } ?? 0
      }
      order.append((hash, Int32(index)))
    }
    let items = draft.keys
    order.sort { a, b in
      if a.hash != b.hash { return a.hash < b.hash }
      let first = items[Int(a.source)]
      let second = items[Int(b.source)]
      if first.key != second.key { return first.key.lexicographicallyPrecedes(second.key) }
      return a.source < b.source
    }
    entries = Array(repeating: ScopedEntry(), count: items.count)
    var last: ArraySlice<UInt8>?
    for (hash, source) in order {
      let item = items[Int(source)]
      if last != item.key {
        appendKey(item.key, hash)
        last = item.key
      }
      entries[Int(source)] = ScopedEntry(
        scope: item.scope, entry: NameEntry(key: UInt32(keys.count - 1), place: item.place))
    }
  }

  private mutating func appendKey(_ key: ArraySlice<UInt8>, _ hash: UInt64) {
    var light = [UInt8](repeating: 0, count: IndianSound.capacity(for: key.count))
    var skeleton = light
    let (lightCount, skeletonHash) = key.withUnsafeBufferPointer { bytes in
      light.withUnsafeMutableBufferPointer { out in
        skeleton.withUnsafeMutableBufferPointer { bones -> (Int, UInt64) in
          guard let text = bytes.baseAddress, let out = out.baseAddress, let bones = bones.baseAddress else {
            return (0, 0)
          }
          let count = IndianSound.light(text, bytes.count, into: out)
          letters.append(NameLetters(out, count))
          let boneCount = IndianSound.skeleton(out, count, into: bones)
          return (count, NameHash.of(bones, boneCount))
        }
      }
    }
    keys.append(
      NameKey(
        hash: hash, offset: UInt32(pool.count), length: UInt16(key.count), lightLength: UInt16(lightCount),
        postings: 0, spare: 0))
    skeletons.append(UInt16(truncatingIfNeeded: skeletonHash))
    sounds.append(SoundKey(hash: skeletonHash, key: UInt32(keys.count - 1)))
    pool += key
    pool += light[..<lightCount]
  }

  /// Sorts the entries by area, free-text names first, and builds the postings of every key.
  private mutating func layEntries() {
    let places = draft.places
    func rank(_ item: ScopedEntry) -> Int { places[Int(item.entry.place)].kind.isProminent ? 0 : 1 }
    entries.sort { a, b in
      if a.scope != b.scope { return a.scope < b.scope }
      if rank(a) != rank(b) { return rank(a) < rank(b) }
      if a.entry.key != b.entry.key { return a.entry.key < b.entry.key }
      return a.entry.place < b.entry.place
    }
    var unique: [ScopedEntry] = []
    unique.reserveCapacity(entries.count)
    for entry in entries {
      if let last = unique.last, last.scope == entry.scope, last.entry.key == entry.entry.key,
        last.entry.place == entry.entry.place
      {
        continue
      }
      unique.append(entry)
    }
    entries = unique
    var counts = [UInt32](repeating: 0, count: keys.count + 1)
    for item in entries { counts[Int(item.entry.key) + 1] += 1 }
    for index in keys.indices {
      counts[index + 1] += counts[index]
      keys[index].postings = counts[index]
    }
    postings = Array(repeating: NamePosting(), count: entries.count)
    for item in entries {
      postings[Int(counts[Int(item.entry.key)])] = NamePosting(scope: item.scope, place: item.entry.place)
      counts[Int(item.entry.key)] += 1
    }
    for (index, entry) in entries.enumerated() {
      if scopes.last?.scope != entry.scope {
        scopes.append(
          ScopeRecord(scope: entry.scope, start: UInt32(index), prominentEnd: UInt32(index), end: UInt32(index)))
      }
      scopes[scopes.count - 1].end = UInt32(index + 1)
      if rank(entry) == 0 { scopes[scopes.count - 1].prominentEnd = UInt32(index + 1) }
    }
    sounds.sort { ($0.hash, $0.key) < ($1.hash, $1.key) }
  }

  /// First index of every value of the leading bits of sorted hashes: a lookup looks at one or two elements.
  private static func directory(_ hashes: [UInt64]) -> [UInt32] {
    let bits = GazetteerWriter.directoryBits(hashes.count)
    var starts = [UInt32](repeating: 0, count: 1 << bits + 1)
    for hash in hashes { starts[Int(hash >> UInt64(64 - bits)) + 1] += 1 }
    for index in 1..<starts.count { starts[index] += starts[index - 1] }
    return starts
  }

  /// Leading bits that a directory over `count` hashes distinguishes.
  static func directoryBits(_ count: Int) -> Int {
    var bits = 4
    while bits < 24, 1 << bits < count { bits += 1 }
    return bits
  }

  /// Leading hash bits that the filter of keys distinguishes: at least eight bits for a key, so that it fits a processor's
  /// cache and answers nearly nine of ten questions about what is no key.
  static func filterBits(_ count: Int) -> Int { directoryBits(count) + 3 }

  /// One bit for each value of the leading bits, set where a hash has it.
  private static func filter(_ hashes: [UInt64]) -> [UInt32] {
    let bits = filterBits(hashes.count)
    var words = [UInt32](repeating: 0, count: 1 << (bits - 5))
    for hash in hashes {
      let bit = Int(hash >> UInt64(64 - bits))
      words[bit >> 5] |= 1 << UInt32(bit & 31)
    }
    return words
  }

  private func denseTables() -> (pins: [UInt32], prefixes: [UInt32]) {
    var pins = [UInt32](repeating: GazetteerFormat.noPlace, count: GazetteerFormat.pinCount)
    for (pin, place) in draft.pins where pin >= GazetteerFormat.firstPin && pin < 1_000_000 {
      pins[Int(pin - GazetteerFormat.firstPin)] = place
    }
    var prefixes = [UInt32](repeating: GazetteerFormat.noPlace, count: 1000)
    for (prefix, place) in draft.prefixes where prefix < 1000 { prefixes[Int(prefix)] = place }
    return (pins, prefixes)
  }

  private func byLatitude() -> [UInt32] {
    let naming = draft.places.indices.filter { index in
      switch draft.places[index].kind {
      case .city, .town, .locality, .estate, .pin: draft.places[index].hasPosition
      default: false
      }
    }
    return naming.map(UInt32.init).sorted { a, b in
      let first = draft.places[Int(a)].coordinate
      let second = draft.places[Int(b)].coordinate
      return first != second ? first < second : a < b
    }
  }

  private func assemble() -> [UInt8] {
    let (pins, prefixes) = denseTables()
    var sections: [[UInt8]] = []
    func section<Element>(_ elements: [Element]) { sections.append(elements.withUnsafeBytes { Array($0) }) }
    section(draft.places)
    section(entries.map(\.entry))
    section(entries.map { letters[Int($0.entry.key)] })
    section(entries.map { skeletons[Int($0.entry.key)] })
    section(keys)
    section(Self.directory(keys.map(\.hash)))
    section(Self.filter(keys.map(\.hash)))
    section(postings)
    section(scopes)
    section(sounds)
    section(Self.directory(sounds.map(\.hash)))
    section(pins)
    section(prefixes)
    section(districtList)
    section(byLatitude())
    sections.append(pool)
    sections.append(Array(draft.notes.joined(separator: "\n").utf8))

    var offset = GazetteerFormat.aligned(GazetteerFormat.headerBytes)
    var table: [UInt64] = []
    for (kind, bytes) in zip(GazetteerSection.allCases, sections) {
      table += [UInt64(offset), UInt64(bytes.count / kind.stride)]
      offset += GazetteerFormat.aligned(bytes.count)
    }
    var image = [UInt8](repeating: 0, count: offset)
    for (index, bytes) in sections.enumerated() {
      let start = Int(table[index * 2])
      image.replaceSubrange(start..<start + bytes.count, with: bytes)
    }
    image.withUnsafeMutableBytes { raw in
      raw.storeBytes(of: GazetteerFormat.magic.littleEndian, toByteOffset: 0, as: UInt32.self)
      raw.storeBytes(of: GazetteerFormat.version.littleEndian, toByteOffset: 4, as: UInt32.self)
      raw.storeBytes(of: UInt64(raw.count).littleEndian, toByteOffset: 8, as: UInt64.self)
      for (index, value) in table.enumerated() {
        raw.storeBytes(of: value.littleEndian, toByteOffset: 24 + index * 8, as: UInt64.self)
      }
      if let base = raw.baseAddress {
        let checksum = XXH3_64bits(base + 24, raw.count - 24)
        raw.storeBytes(of: checksum.littleEndian, toByteOffset: 16, as: UInt64.self)
      }
    }
    return image
  }
}
