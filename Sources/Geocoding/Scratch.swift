import CXXHash
import Model
import Synchronization
import Text

/// The memory that locating one batch needs: buffers and caches. One instance serves one thread at a time.
///
/// What a cache holds follows from its key alone, so results never depend on which instance a batch was given.
final class Scratch {
  /// Slots of each cache, a power of two.
  static let slots = 8_192

  let query = NameQuery()
  let matches = NameMatches()
  /// Made when the first batch that it can serve arrives.
  private(set) lazy var pinRows = PinRows()
  let warming = NameWarming()
  /// Folded address of the current row.
  let address: UnsafeMutablePointer<UInt8>
  let addressCapacity: Int
  private let administrations: UnsafeMutablePointer<(key: Fingerprint, value: Administration)>
  private let names: UnsafeMutablePointer<(key: Fingerprint, value: NamedPlace)>

  init(addressBytes: Int) {
    addressCapacity = Folding.capacity(for: addressBytes)
    address = .allocate(capacity: addressCapacity)
    administrations = .allocate(capacity: Self.slots)
    administrations.initialize(repeating: (.none, Administration()), count: Self.slots)
    names = .allocate(capacity: Self.slots)
    names.initialize(repeating: (.none, NamedPlace()), count: Self.slots)
  }

  deinit {
    address.deallocate()
    administrations.deallocate()
    names.deallocate()
  }

  /// Where the administration of `key` is kept, if its key stands there.
  @inline(__always)
  func administration(_ key: Fingerprint) -> UnsafeMutablePointer<(key: Fingerprint, value: Administration)> {
    administrations + Int(truncatingIfNeeded: key.low & UInt64(Self.slots - 1))
  }

  /// Where the place of `key` is kept, if its key stands there.
  @inline(__always)
  func named(_ key: Fingerprint) -> UnsafeMutablePointer<(key: Fingerprint, value: NamedPlace)> {
    names + Int(truncatingIfNeeded: key.low & UInt64(Self.slots - 1))
  }
}

/// Instances of `Scratch` that wait for a batch.
final class ScratchPool: Sendable {
  private let idle = Mutex<[UncheckedBox]>([])

  private struct UncheckedBox: @unchecked Sendable { let scratch: Scratch }

  /// Runs `body` with an instance that nobody else uses meanwhile.
  func use<Result>(addressBytes: Int, _ body: (Scratch) -> Result) -> Result {
    let box = idle.withLock { $0.popLast() } ?? UncheckedBox(scratch: Scratch(addressBytes: addressBytes))
    let result = body(box.scratch)
    idle.withLock { $0.append(box) }
    return result
  }
}

/// A 128-bit key over several fields, made step by step.
struct FieldHash {
  private var high: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var low: UInt64 = 1

  @inline(__always)
  mutating func add(_ text: UnsafeRawBufferPointer) {
    let hash = text.baseAddress.map { XXH3_128bits($0, text.count) } ?? XXH128_hash_t(low64: 0, high64: 0)
    low = (low ^ hash.low64) &* 0x9FB2_1C65_1E98_DF25
    low ^= low >> 32
    high = (high ^ hash.high64) &* 0xC2B2_AE3D_27D4_EB4F
    high ^= high >> 29
  }

  @inline(__always)
  mutating func add(_ value: UInt64) {
    low = (low ^ value) &* 0x9FB2_1C65_1E98_DF25
    low ^= low >> 32
    high = (high &+ value) &* 0xC2B2_AE3D_27D4_EB4F
    high ^= high >> 29
  }

  var fingerprint: Fingerprint { Fingerprint(high: high | 1, low: low) }
}
