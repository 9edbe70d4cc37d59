import Model
import Synchronization
import Tables

/// Puts the output of batches that several threads made back into the order of the input.
///
/// A batch is written as soon as all earlier ones are; until then it waits. Threads draw batches in order, so that few wait:
/// those that were drawn and finished while one thread still works on an earlier batch.
final class OrderedOutput: Sendable {
  private struct State: @unchecked Sendable {
    var sinks: [ByteSink]
    var waiting: [Position: [ByteBuffer]] = [:]
    var next = Position(source: 0, sequence: 0)
    /// What writing failed with: every later call fails alike, and nothing waits any more.
    var failure: Failure?
  }

  /// Which batch: the input, and its number within.
  private struct Position: Hashable {
    var source: Int
    var sequence: Int
  }

  private let state: Mutex<State>
  private let stream: RegisterStream

  /// An output to `sinks` of what the batches of `stream` become; each batch brings one buffer for each sink.
  init(sinks: sending [ByteSink], of stream: RegisterStream) {
    state = Mutex(State(sinks: sinks))
    self.stream = stream
  }

  /// Hands over what a batch became.
  func put(_ buffers: [ByteBuffer], for rows: RowBatch) throws(Failure) {
    try state.withLock { (state) throws(Failure) in
      if let failure = state.failure { throw failure }
      state.waiting[Position(source: rows.source, sequence: rows.sequence)] = buffers
      do throws(Failure) {
        try drain(&state)
      } catch {
        state.failure = error
        state.waiting = [:]
        throw error
      }
    }
  }

  /// Writes what is left and closes the sinks.
  func close() throws(Failure) {
    try state.withLock { (state) throws(Failure) in
      if let failure = state.failure { throw failure }
      try drain(&state)
      guard state.waiting.isEmpty else {
        throw Failure(.internal, "A batch of rows was written out of its order; please report this.")
      }
      for sink in state.sinks { try sink.close() }
    }
  }

  private func drain(_ state: inout State) throws(Failure) {
    while !state.waiting.isEmpty {
      if let buffers = state.waiting.removeValue(forKey: state.next) {
        for (sink, buffer) in zip(state.sinks, buffers) { try sink.write(buffer) }
        state.next.sequence += 1
      } else if stream.batchCount(of: state.next.source) == state.next.sequence {
        state.next = Position(source: state.next.source + 1, sequence: 0)
      } else {
        return
      }
    }
  }
}
