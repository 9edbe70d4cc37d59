/// How a table is read.
public struct ReadOptions: Sendable {
  /// The byte between fields; nil: comma, semicolon, tab or bar, whichever the head of the file agrees with.
  public var delimiter: UInt8?
  /// Longest row in bytes, line end not counted; a longer one is one reject. Taken into 1,024…268,435,456.
  public var maxRowBytes: Int
  /// Bytes that one batch is made from, more where a single row is longer. Taken into 1…268,435,456. No result depends on it.
  public var chunkBytes: Int
  /// Directory in which standard input or a pipe is kept, compressed, for a second pass (see `TableReader.spill`); nil: not kept.
  public var spillDirectory: String?
  /// Name for messages and listings in place of the path.
  public var name: String?

  /// Options from their values; each default is a default of ours.
  public init(
    delimiter: UInt8? = nil, maxRowBytes: Int = 16 << 20, chunkBytes: Int = 1 << 20, spillDirectory: String? = nil,
    name: String? = nil
  ) {
    self.delimiter = delimiter
    self.maxRowBytes = min(max(maxRowBytes, 1024), 256 << 20)
    self.chunkBytes = min(max(chunkBytes, 1), 256 << 20)
    self.spillDirectory = spillDirectory
    self.name = name
  }
}
