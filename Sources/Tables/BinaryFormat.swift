/// Tells content that is no text from text that has a few bad bytes.
enum BinaryFormat {
  /// Beginnings of formats that people take for tables, with what to do.
  private static let magics: [(bytes: [UInt8], advice: String)] = [
    ([0x50, 0x4B, 0x03, 0x04], "this is a ZIP archive or a spreadsheet (XLSX, ODS); save the table as CSV"),
    ([0xD0, 0xCF, 0x11, 0xE0], "this is an old Office file (XLS); save the table as CSV"),
    ([0x25, 0x50, 0x44, 0x46], "this is a PDF; a table of text is needed, such as CSV"),
    (Array("PAR1".utf8), "this is a Parquet file; export it as CSV"),
    (Array("SQLite format 3".utf8), "this is an SQLite database; export the table as CSV"),
    ([0x42, 0x5A, 0x68], "this is compressed by bzip2; unpack it, or use gzip or zstd"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "this is compressed by xz; unpack it, or use gzip or zstd"),
  ]

  /// What `head` is instead of text, with advice; nil for text.
  ///
  /// Text may have stray control bytes in rows, which then are rejects; but not in its first line, and not more than 3 % of
  /// control bytes where there are more than 8.
  static func recognised(_ head: Slice<UnsafeRawBufferPointer>) -> String? {
    for magic in magics where head.starts(with: magic.bytes) { return magic.advice }
    let isControl: (UInt8) -> Bool = { $0 < 0x20 && !($0 >= 0x09 && $0 <= 0x0D) && $0 != 0x1A && $0 != 0x1B }
    let firstLine = head.prefix { $0 != 0x0A && $0 != 0x0D }
    let controls = head.count(where: isControl)
    let nulls = head.count { $0 == 0 }
    guard firstLine.contains(where: isControl) || (controls > 8 && controls * 100 > head.count * 3) else { return nil }
    if nulls * 5 > head.count * 2, nulls * 5 < head.count * 3 {
      return "this seems to be UTF-16 without a byte order mark; save it as UTF-8"
    }
    return "this is binary data, not text; a table of text is needed, such as CSV"
  }
}
