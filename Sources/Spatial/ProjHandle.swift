import CProj
import Model
import Synchronization

/// A PROJ transformation with a context of its own, for one thread at a time.
struct ProjHandle: ~Copyable {
  let context: OpaquePointer
  let transformation: OpaquePointer

  /// Takes over a context and a transformation that was made in it.
  private init(context: OpaquePointer, transformation: OpaquePointer) {
    self.context = context
    self.transformation = transformation
  }

  deinit {
    proj_destroy(transformation)
    Self.contexts.give(context)
  }

  /// Contexts that are not in use. A new one reads the settings of PROJ from disk, which takes longer than a projection.
  private final class Contexts: Sendable {
    private struct Context: @unchecked Sendable { let pointer: OpaquePointer }
    private let free = Mutex<[Context]>([])
    private static let limit = 16

    func take() -> OpaquePointer? { free.withLock { $0.popLast() }?.pointer }

    func give(_ context: OpaquePointer) {
      let returned = Context(pointer: context)
      let isKept = free.withLock { contexts -> Bool in
        guard contexts.count < Self.limit else { return false }
        contexts.append(returned)
        return true
      }
      if !isKept { proj_context_destroy(context) }
    }
  }

  private static let contexts = Contexts()

  /// A silent context that never uses a network.
  private static func makeContext() throws(Failure) -> OpaquePointer {
    if let context = contexts.take() { return context }
    guard let context = proj_context_create() else {
      throw Failure(.internal, "PROJ could not create a context, probably for want of memory")
    }
    proj_log_level(context, PJ_LOG_NONE)
    proj_context_set_enable_network(context, 0)
    return context
  }

  /// The operation that a PROJ string spells out, such as a projection.
  static func operation(_ definition: String) throws(Failure) -> ProjHandle {
    let context = try makeContext()
    guard let transformation = proj_create(context, definition) else {
      let reason = message(context)
      proj_context_destroy(context)
      throw Failure(.internal, "PROJ refuses the operation \"\(definition)\": \(reason)")
    }
    return ProjHandle(context: context, transformation: transformation)
  }

  /// The transformation from a coordinate reference system to WGS 84, x (easting or longitude) before y both ways.
  ///
  /// A shift between unknown datums ("ballpark") is taken only where PROJ knows no better; `approximate` tells.
  static func transformation(
    from definition: String, approximate: inout Bool
  ) throws(Failure) -> ProjHandle {
    let context = try makeContext()
    var failure: Failure?
    var result: OpaquePointer?
    if let source = proj_create(context, definition), let target = proj_create(context, "EPSG:4326") {
      approximate = false
      var raw = strict(context, source, target)
      if raw == nil {
        approximate = true
        raw = proj_create_crs_to_crs_from_pj(context, source, target, nil, nil)
      }
      if let raw {
        result = proj_normalize_for_visualization(context, raw)
        proj_destroy(raw)
      }
      proj_destroy(source)
      proj_destroy(target)
    }
    if result == nil {
      failure = Failure(
        .configuration,
        "the coordinate reference system \"\(definition)\" cannot be used (\(message(context))); "
          + "give an authority code such as EPSG:32643 or a PROJ string")
    }
    guard let result else {
      proj_context_destroy(context)
      throw failure ?? Failure(.internal, "PROJ failed without a reason")
    }
    return ProjHandle(context: context, transformation: result)
  }

  /// A transformation without ballpark steps, or nil.
  private static func strict(
    _ context: OpaquePointer, _ source: OpaquePointer, _ target: OpaquePointer
  ) -> OpaquePointer? {
    "ALLOW_BALLPARK=NO".withCString { option in
      let options: [UnsafePointer<CChar>?] = [option, nil]
      return options.withUnsafeBufferPointer {
        proj_create_crs_to_crs_from_pj(context, source, target, nil, $0.baseAddress)
      }
    }
  }

  private static func message(_ context: OpaquePointer) -> String {
    let code = proj_context_errno(context)
    guard code != 0, let text = proj_context_errno_string(context, code) else { return "it is not known to PROJ" }
    return String(cString: text)
  }

  /// Transforms points in place. Points that cannot be transformed, and any that were not finite, become NaN.
  /// `x` and `y` have `count` elements.
  func transform(
    _ direction: PJ_DIRECTION, x: UnsafeMutablePointer<Double>, y: UnsafeMutablePointer<Double>, count: Int
  ) {
    let stride = MemoryLayout<Double>.stride
    proj_errno_reset(transformation)
    _ = proj_trans_generic(transformation, direction, x, stride, count, y, stride, count, nil, 0, 0, nil, 0, 0)
    for index in 0..<count where !x[index].isFinite || !y[index].isFinite {
      x[index] = .nan
      y[index] = .nan
    }
  }
}
