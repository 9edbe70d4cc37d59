import Model
import Synchronization
import Testing

@testable import Pipeline

struct WorkersTests {
  @Test(arguments: [1, 2, 5, 64]) func everyIndexIsTakenOnceAndResultsKeepTheirOrder(threads: Int) throws {
    let calls = Mutex<[Int]>([])
    let squares = try Workers.map(200, threads: threads) { (index) throws(Failure) -> Int in
      calls.withLock { $0.append(index) }
      return index * index
    }
    #expect(squares == (0..<200).map { $0 * $0 })
    #expect(calls.withLock { $0.sorted() } == Array(0..<200))
  }

  @Test func noWorkIsNoResult() throws {
    #expect(try Workers.map(0, threads: 3) { (_) throws(Failure) -> Int in throw Failure(.internal, "called") } == [])
  }

  @Test func theFailureOfTheFirstWorkerIsThrownAfterAllHaveStopped() throws {
    let ended = Atomic<Int>(0)
    let failure = #expect(throws: Failure.self) {
      _ = try Workers.run(4) { (worker) throws(Failure) -> Int in
        ended.wrappingAdd(1, ordering: .relaxed)
        if worker >= 2 { throw Failure(.inputOutput, "worker \(worker)") }
        return worker
      }
    }
    #expect(failure == Failure(.inputOutput, "worker 2"))
    #expect(ended.load(ordering: .relaxed) == 4)
  }
}
