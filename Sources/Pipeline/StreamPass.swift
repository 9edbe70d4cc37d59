import Model
import Synchronization

/// One reading of all registers by several threads, with progress.
struct StreamPass: Sendable {
  let setup: RunSetup
  let reporter: Reporter
  /// What the pass does, for the line of progress.
  let label: String
  let stream: RegisterStream

  /// Each thread makes a part of its own and calls `body` with it until that returns nil; otherwise `body` returns how many
  /// rows it drew from the stream. The parts come in the order of the threads.
  func run<Part: Sendable>(
    _ make: @Sendable () -> Part, _ body: @Sendable (inout Part) throws(Failure) -> Int?
  ) throws(Failure) -> [Part] {
    let start = Reporter.now()
    let total = setup.totalBytes
    let rows = Atomic<Int>(0)
    defer { reporter.finishLine() }
    return try Workers.run(setup.options.threads) { (_) throws(Failure) -> Part in
      var part = make()
      while let count = try body(&part) {
        let sum = rows.wrappingAdd(count, ordering: .relaxed).newValue
        reporter.progress(label, rows: sum, bytes: stream.bytesRead, of: total, since: start)
      }
      return part
    }
  }
}
