import Text

/// A name being looked for: its folded forms in memory of its own. One instance serves one thread.
final class NameQuery {
  /// Bytes of input that are folded; a name never needs more.
  static let maximumInput = 160

  private let words: UnsafeMutablePointer<UInt8>
  /// The compact key, whole.
  let whole: UnsafeMutablePointer<UInt8>
  private(set) var wholeCount = 0
  /// The compact key without generic words.
  let core: UnsafeMutablePointer<UInt8>
  private(set) var coreCount = 0
  /// The gazetteer's keys of the two forms, once they were looked up; nil when it has none.
  var wholeKey: Int?
  var coreKey: Int?
  var keysReady = false
  /// The light key of the core.
  let light: UnsafeMutablePointer<UInt8>
  private(set) var lightCount = 0
  private let bones: UnsafeMutablePointer<UInt8>
  private(set) var skeleton: UInt64 = 0
  private(set) var letters = NameLetters(bits: 0)
  private var distance = EditDistance()
  private var soundReady = false

  init() {
    let capacity = Folding.capacity(for: Self.maximumInput) * 2
    words = .allocate(capacity: capacity)
    whole = .allocate(capacity: capacity)
    core = .allocate(capacity: capacity)
    light = .allocate(capacity: capacity * 2)
    bones = .allocate(capacity: capacity * 2)
  }

  deinit {
    words.deallocate()
    whole.deallocate()
    core.deallocate()
    light.deallocate()
    bones.deallocate()
  }

  /// Takes `text` as the name; false when nothing of it can be a name (blanks, `-`, `0`, `NA`).
  func prepare(_ text: UnsafeRawBufferPointer) -> Bool {
    let clipped = UnsafeRawBufferPointer(rebasing: text.prefix(Self.maximumInput))
    let count = Folding.words(clipped, into: words, capacity: Folding.capacity(for: Self.maximumInput))
    return prepare(words: words, count)
  }

  /// Takes folded words as the name.
  func prepare(words text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let count = min(count, Folding.capacity(for: Self.maximumInput))
    wholeCount = min(Folding.compact(text, count, into: whole), NameForms.maximumLength)
    coreCount = min(GenericWords.stripped(text, count, into: core), NameForms.maximumLength)
    soundReady = false
    keysReady = false
    guard wholeCount >= 2, !Self.isBlank(whole, wholeCount) else { return false }
    for index in 0..<wholeCount where whole[index] >= 0x61 { return true }
    return false
  }

  /// Whether the two keys are the same, as those of a name without generic words are.
  var coreIsWhole: Bool {
    guard coreCount == wholeCount else { return false }
    for index in 0..<coreCount where core[index] != whole[index] { return false }
    return true
  }

  /// Computes the sound of the core and readies the edit distance; cheap when it was done before.
  func prepareSound() {
    guard !soundReady else { return }
    lightCount = IndianSound.light(core, coreCount, into: light)
    letters = NameLetters(light, min(lightCount, EditDistance.maximumPattern))
    skeleton = NameHash.of(bones, IndianSound.skeleton(light, lightCount, into: bones))
    distance.prepare(light, lightCount)
    soundReady = true
  }

  /// Edits between the light key of the core and another light key, or `limit` + 1.
  @inline(__always)
  func edits(to other: UnsafePointer<UInt8>, _ count: Int, limit: Int) -> Int {
    distance.distance(to: other, count, limit: limit)
  }

  /// Whether a light key has the skeleton of the query.
  func soundsLike(_ other: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + 1) { buffer in
      guard let out = buffer.baseAddress else { return false }
      return NameHash.of(out, IndianSound.skeleton(other, count, into: out)) == skeleton
    }
  }

  /// Words that registers write where there is nothing to write.
  private static func isBlank(_ key: UnsafePointer<UInt8>, _ count: Int) -> Bool { blanks.contains(key, count) }

  private static let blanks = WordSet("na nil null none nan notapplicab notavailable unknown others other xx xxx")
}
