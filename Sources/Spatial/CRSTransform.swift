import CProj
import Model
import Synchronization

/// Transformation of points from any coordinate reference system that PROJ knows to WGS 84 degrees.
///
/// One value serves any number of threads: each call takes a PROJ handle of its own from a pool, which grows to the number
/// of threads that call at once.
public struct CRSTransform: Sendable {
  /// The definition as it was given.
  public let definition: String
  /// Whether PROJ knows no exact datum shift and takes the datums as equal, which may be off by hundreds of metres.
  public let isApproximate: Bool
  private let pool: ProjPool

  /// The transformation from `definition`, an authority code such as `EPSG:32643` or a PROJ string.
  ///
  /// Fails with `.configuration` for a definition that PROJ refuses. Costs milliseconds.
  public init(from definition: String) throws(Failure) {
    self.definition = definition
    pool = ProjPool(definition)
    var approximate = false
    pool.put(PooledHandle(try ProjHandle.transformation(from: definition, approximate: &approximate)))
    isApproximate = approximate
  }

  /// Transforms points in place: on input x is the easting or longitude and y the northing or latitude in the units of the
  /// system, whatever axis order its authority gives; on output longitude and latitude in degrees. Points that cannot be
  /// transformed become NaN in both. The arrays have equal length. About 0.1 µs a point for a projection.
  public func toWGS84(x: inout [Double], y: inout [Double]) {
    let count = min(x.count, y.count)
    guard count > 0 else { return }
    guard let handle = pool.take() else {
      for index in 0..<count { (x[index], y[index]) = (.nan, .nan) }
      return
    }
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        guard let xs = x.baseAddress, let ys = y.baseAddress else { return }
        handle.handle.transform(PJ_FWD, x: xs, y: ys, count: count)
      }
    }
    pool.put(handle)
  }
}

/// A handle that can lie in an array. Whoever holds it is alone with it, so it may go from thread to thread.
private final class PooledHandle: @unchecked Sendable {
  let handle: ProjHandle
  init(_ handle: consuming ProjHandle) { self.handle = handle }
}

/// Idle handles of one transformation.
private final class ProjPool: Sendable {
  private let definition: String
  private let idle = Mutex<[PooledHandle]>([])

  init(_ definition: String) { self.definition = definition }

  /// An idle handle or a new one; nil only when PROJ has run out of memory.
  func take() -> PooledHandle? {
    if let handle = idle.withLock({ $0.popLast() }) { return handle }
    var approximate = false
    guard let handle = try? ProjHandle.transformation(from: definition, approximate: &approximate) else { return nil }
    return PooledHandle(handle)
  }

  func put(_ handle: PooledHandle) { idle.withLock { $0.append(handle) } }
}
