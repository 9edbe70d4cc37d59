import Model
import Synchronization
import Tables

/// Puts the output of batches that several threads made back into the order of the input.
///
/// A batch is written as soon as all earlier ones are; the rest wait. At most one batch a thread is ahead of the slowest, so
/// that little waits.
final class OrderedOutput: Sendable {
  private struct State: @unchecked Sendable {
    var sinks: [ByteSink]
    var waiting: [Position: [ByteBuffer]] = [:]
    var next: Position
    var lengths: [Int: Int] = [:]
  }

  /// Which batch: the input, and its number within.
  struct Position: Hashable, Sendable {
    var source: Int
    var sequence: Int
  }

  private let state: Mutex<State>

  /// An output to `sinks`; each batch brings one buffer for each.
  init(sinks: sending [ByteSink]) {
    state = Mutex(State(sinks: sinks, next: Position(source: 0, sequence: 0)))
  }

  /// Hands over what a batch became.
  func put(_ buffers: [ByteBuffer], at position: Position) throws(Failure) {
    try state.withLock { (state) throws(Failure) in
      state.waiting[position] = buffers
      try Self.drain(&state)
    }
  }

  /// Says that input `source` had `count` batches, so that the next input can follow.
  func end(source: Int, count: Int) throws(Failure) {
    try state.withLock { (state) throws(Failure) in
      state.lengths[source] = count
      try Self.drain(&state)
    }
  }

  /// Writes what is left and closes the sinks.
  func close() throws(Failure) {
    try state.withLock { (state) throws(Failure) in
      guard state.waiting.isEmpty else {
        throw Failure(.internal, "A batch of rows was written out of its order; please report this.")
      }
      for sink in state.sinks { try sink.close() }
    }
  }

  private static func drain(_ state: inout State) throws(Failure) {
    while true {
      if let buffers = state.waiting.removeValue(forKey: state.next) {
        for (sink, buffer) in zip(state.sinks, buffers) { try sink.write(buffer) }
        state.next.sequence += 1
      } else if state.lengths[state.next.source] == state.next.sequence {
        state.next = Position(source: state.next.source + 1, sequence: 0)
      } else {
        return
      }
    }
  }
}
