/// A failure that ends a command, with its exit code: one sentence that says what, where and what to do.
public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The exit codes of the program.
  public enum Kind: Int32, Sendable {
    /// The command line is wrong.
    case usage = 64
    /// Nothing readable, or too many rejects.
    case data = 65
    /// An input is missing.
    case missingInput = 66
    /// Conservation is broken, or another fault of ours.
    case `internal` = 70
    /// An output cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed, or an input changed during the run.
    case inputOutput = 74
    /// The configuration is wrong.
    case configuration = 78
  }

  /// Which exit code.
  public let kind: Kind
  /// One sentence for people.
  public let message: String

  /// A failure of `kind` described by `message`.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
