import Glibc
import Model
import Synchronization

/// Says on standard error what a long run is doing: a line with rate and time left on a terminal, or JSON lines.
final class Reporter: Sendable {
  private struct State {
    var shownAt = 0.0
    var isLineOpen = false
  }

  private let quiet: Bool
  private let jsonLog: Bool
  private let isTerminal: Bool
  private let started: Double
  private let state = Mutex(State())

  init(quiet: Bool, jsonLog: Bool) {
    self.quiet = quiet
    self.jsonLog = jsonLog
    isTerminal = isatty(2) == 1
    started = Self.now()
  }

  /// Seconds on a clock that only runs forward.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Seconds since the run began.
  var elapsed: Double { Self.now() - started }

  /// A sentence that the user should see.
  func note(_ sentence: String) {
    if quiet { return }
    finishLine()
    write(jsonLog ? "{\"event\":\"note\",\"message\":\(JSONWriter.quoted(sentence))}\n" : "\(sentence)\n")
  }

  /// The start of a stage.
  func stage(_ name: String) {
    guard jsonLog, !quiet else { return }
    write("{\"event\":\"stage\",\"name\":\(JSONWriter.quoted(name)),\"seconds\":\(Self.tenths(elapsed))}\n")
  }

  /// How far a pass has come. Shown at most five times a second; free when nothing is shown.
  func progress(_ label: String, rows: Int, bytes: UInt64, of total: UInt64?, since start: Double) {
    guard !quiet, isTerminal || jsonLog else { return }
    let now = Self.now()
    let due = state.withLock { state -> Bool in
      guard now - state.shownAt >= (jsonLog ? 1 : 0.2) else { return false }
      state.shownAt = now
      state.isLineOpen = !jsonLog
      return true
    }
    guard due else { return }
    let seconds = max(now - start, 0.001)
    let rate = Int(Double(rows) / seconds)
    if jsonLog {
      write(
        "{\"event\":\"progress\",\"stage\":\(JSONWriter.quoted(label)),\"rows\":\(rows),\"rows_per_second\":\(rate)}\n")
      return
    }
    var line = "\r\u{1B}[K\(label): \(Self.grouped(rows)) rows, \(Self.grouped(rate)) a second"
    if let total, total > 0, bytes > 0 {
      let share = min(1, Double(bytes) / Double(total))
      let left = Int((seconds / share * (1 - share)).rounded(.up))
      line += ", \(Int(share * 100)) %, \(left) s left"
    }
    write(line)
  }

  /// Ends a progress line, so that what follows stands on its own line.
  func finishLine() {
    let open = state.withLock { state -> Bool in
      defer { state.isLineOpen = false }
      return state.isLineOpen
    }
    if open { write("\r\u{1B}[K") }
  }

  /// A whole number with thin groups of three, for people.
  static func grouped(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  private static func tenths(_ seconds: Double) -> String { PropertyValue.rounded(seconds, digits: 1).plain }

  private func write(_ text: String) {
    var bytes = Array(text.utf8)
    _ = Glibc.write(2, &bytes, bytes.count)
  }
}
