import Text

/// Words that say what sort of place a name belongs to, and tell nothing about which.
enum GenericWords {
  /// Writes the compact key of folded words without generic ones and without parts in brackets, and returns its length; when
  /// nothing remains, the key of the first part.
  static func stripped(
    _ words: UnsafePointer<UInt8>, _ count: Int, into out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    // The first part is the name; what follows a bracket, a slash or a comma explains it.
    var end = 0
    while end < count, words[end] != Folding.partBreak { end += 1 }
    var written = 0
    var start = 0
    while start < end {
      var stop = start
      while stop < end, words[stop] != Folding.wordBreak { stop += 1 }
      if !isGeneric(words + start, stop - start) {
        for index in start..<stop {
          out[written] = words[index]
          written &+= 1
        }
      }
      start = stop + 1
    }
    return written >= 2 ? written : Folding.compact(words, end, into: out)
  }

  /// Whether a folded word is generic in the name of a place.
  @inline(__always)
  static func isGeneric(_ word: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    return placeWords.contains(word, count)
  }

  /// Whether a folded word is so common in addresses and firm names that it is no place by itself.
  @inline(__always)
  static func isCommon(_ word: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    return placeWords.contains(word, count) || addressWords.contains(word, count)
  }

  private static let placeWords = WordSet(
    """
    district dist distt zilla zila jilla mandal mandalam taluk taluka talluka tehsil tahsil block subdivision circle \
    village vill vlg gram grama panchayat gp town city municipality municipal corporation cantonment cantt mun rural urban \
    part ct cb np mc ulb tmc og u r m bo so ho po sub division state ut the st hq area
    """)

  private static let addressWords = WordSet(
    """
    road rd street lane marg plot no number unit shop floor house flat door building bldg tower complex sector phase block \
    near opp opposite behind beside post office estate industrial industries industry indl ind area zone park market bazar \
    bazaar chowk cross main nagar colony layout ward survey sy khasra gat old new east west north south central india \
    private limited ltd pvt company co and sons enterprises traders works mills mill factory exports export international \
    global products foods textiles fashion fashions apparels sri shri shree ms the at via km stone highway nh gate
    """)
}

/// A small fixed set of folded words, looked up without allocation.
struct WordSet: Sendable {
  private static let slots = 1024
  private let table: [UInt64]

  /// The words of `text`, separated by spaces; each at most twelve letters or digits.
  init(_ text: String) {
    var table = [UInt64](repeating: 0, count: Self.slots)
    for word in text.split(separator: " ") {
      let packed = Array(word.utf8).withUnsafeBufferPointer { bytes -> UInt64 in
        guard let base = bytes.baseAddress else { return 0 }
        return Self.packed(base, bytes.count)
      }
      var slot = Self.slot(packed)
      while table[slot] != 0, table[slot] != packed { slot = (slot + 1) & (Self.slots - 1) }
      table[slot] = packed
    }
    self.table = table
  }

  /// Whether a folded word is in the set.
  @inline(__always)
  func contains(_ word: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard count > 0, count <= 12 else { return false }
    let packed = Self.packed(word, count)
    var slot = Self.slot(packed)
    while table[slot] != 0 {
      if table[slot] == packed { return true }
      slot = (slot + 1) & (Self.slots - 1)
    }
    return false
  }

  /// Up to twelve letters and digits in one integer, none of them zero.
  @inline(__always)
  private static func packed(_ word: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<count {
      let byte = UInt64(word[index])
      value = value &* 37 &+ (byte >= 0x60 ? byte &- 0x60 : byte &- 0x30 &+ 27)
    }
    return value
  }

  @inline(__always)
  private static func slot(_ packed: UInt64) -> Int {
    Int(truncatingIfNeeded: (packed &* 0x9E37_79B9_7F4A_7C15) >> 54)
  }
}
