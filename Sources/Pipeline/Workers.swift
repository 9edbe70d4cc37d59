import Dispatch
import Glibc
import Model
import Synchronization

/// Runs the same work on several threads; the first failure, by the number of its worker, is thrown after all have stopped.
enum Workers {
  /// Cores of this machine.
  static var available: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Calls `body(worker)` for workers 0..<count at the same time, and returns what they return, in that order.
  static func run<Result: Sendable>(
    _ count: Int, _ body: @Sendable (Int) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    let results = Mutex<[Swift.Result<Result, Failure>?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { worker in
      let outcome: Swift.Result<Result, Failure>
      do throws(Failure) { outcome = .success(try body(worker)) } catch { outcome = .failure(error) }
      results.withLock { $0[worker] = outcome }
    }
    var values: [Result] = []
    for outcome in results.withLock({ $0 }) {
      switch outcome {
      case .success(let value): values.append(value)
      case .failure(let failure): throw failure
      case nil: throw Failure(.internal, "A worker ended without a result; please report this.")
      }
    }
    return values
  }

  /// Calls `body(index)` for 0..<count on at most `threads` threads; each index is taken once, in ascending order.
  static func forEach(_ count: Int, threads: Int, _ body: @Sendable (Int) throws(Failure) -> Void) throws(Failure) {
    let next = Atomic<Int>(0)
    _ = try run(max(1, min(threads, count))) { (_) throws(Failure) -> Bool in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { return true }
        try body(index)
      }
    }
  }

  /// What `body(index)` returns for 0..<count, in that order, computed on at most `threads` threads.
  static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
    try forEach(count, threads: threads) { (index) throws(Failure) in
      let value = try body(index)
      results.withLock { $0[index] = value }
    }
    return results.withLock { $0 }.compactMap { $0 }
  }
}
