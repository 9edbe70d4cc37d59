import Model
import Tables
import Tallying

/// The files that rows go to, each row to exactly one.
enum RowFile: Int {
  case members, uncoded, unlocated, rejects
}

/// Formats the rows of a batch for the files of rows. Free to share between threads.
struct RowWriter: Sendable {
  private let sources: WordBytes
  private let sourceNames: [String]
  private let counted: CountingPass.Counted
  private let featureOfPair: [Int32]
  private let roleOfPair: [SiteRole]
  private let ids: WordBytes
  private let codes: WordBytes
  private let lookup: PairLookup
  private let withPlanned: Bool

  private static let levels = WordBytes(MatchLevel.allCases.map(\.name))
  private static let uncodedReasons = WordBytes(UncodedReason.allCases.map(\.name))
  private static let unlocatedReasons = WordBytes(UnlocatedReason.allCases.map(\.name))
  private static let rejectCodes = WordBytes(RejectCode.allCases.map(\.name))
  private static let roles = WordBytes([SiteRole.core, .border, .noise].map(\.name))

  init(setup: RunSetup, counted: CountingPass.Counted, published: DescribeStage.Published) {
    sourceNames = setup.inputs.map(\.name)
    sources = WordBytes(sourceNames)
    self.counted = counted
    featureOfPair = published.featureOfPair
    roleOfPair = published.roleOfPair
    ids = WordBytes(published.features.map(\.id))
    codes = WordBytes(setup.keys.codes)
    lookup = PairLookup(counted.tally)
    withPlanned = setup.options.withPlanned
  }

  /// Appends every row of `batch` to one of `buffers`, and counts it in `counts`; both stand in the order of `RowFile`.
  func write(_ batch: ProcessedBatch, to buffers: [ByteBuffer], counts: inout [Int]) {
    let lines = Lines(batch, self, buffers)
    let duplicates = counted.duplicates.rows(in: batch.enterprises.rows)
    var nextDuplicate = 0
    for row in 0..<batch.enterprises.count {
      let isDuplicate = nextDuplicate < duplicates.count && duplicates[nextDuplicate] == row
      if isDuplicate { nextDuplicate += 1 }
      counts[lines.write(row, isDuplicate: isDuplicate).rawValue] += 1
    }
  }

  /// The lines of one batch.
  private struct Lines {
    let batch: EnterpriseBatch
    let rows: RowBatch
    let coded: CodedBatch
    let located: LocatedBatch
    let operating: Column<UInt8>?
    let words: RowWriter
    let buffers: [ByteBuffer]

    init(_ batch: ProcessedBatch, _ words: RowWriter, _ buffers: [ByteBuffer]) {
      self.batch = batch.enterprises
      rows = batch.enterprises.rows
      coded = batch.coded
      located = batch.located
      operating = batch.enterprises.operating
      self.words = words
      self.buffers = buffers
    }

    /// Writes a row, and says to which file.
    func write(_ row: Int, isDuplicate: Bool) -> RowFile {
      if rows.rejects[row] != 0 {
        reject(row)
        return .rejects
      }
      let operates = operates(row)
      if isDuplicate || !operates {
        leftOut(row, isDuplicate: isDuplicate)
        return .members
      }
      if coded.group[row] == CodedBatch.noProduct {
        uncoded(row)
        return .uncoded
      }
      if located.reason[row] != UnlocatedReason.none.rawValue {
        unlocated(row)
        return .unlocated
      }
      member(row)
      return .members
    }

    private func operates(_ row: Int) -> Bool {
      guard let operating else { return true }
      if operating[row] == OperatingState.planned.rawValue { return words.withPlanned }
      return operating[row] != OperatingState.no.rawValue
    }

    private func start(_ file: RowFile, _ row: Int) -> DelimitedWriter {
      var writer = DelimitedWriter(into: buffers[file.rawValue])
      writer.field(words.sources[rows.source])
      writer.field(rows.lines[row])
      writer.field(batch.span(.recordID, row), of: rows)
      writer.field(batch.span(.name, row), of: rows)
      return writer
    }

    private func end(_ writer: inout DelimitedWriter, _ row: Int) {
      writer.field(flags: batch.flags[row] | coded.flags[row] | located.flags[row])
      writer.endRow()
    }

    private func product(_ writer: inout DelimitedWriter, _ row: Int) {
      let key = coded.key[row]
      if key == CodedBatch.noProduct { writer.empty() } else { writer.field(words.codes[Int(key)]) }
    }

    private func position(_ writer: inout DelimitedWriter, _ row: Int) {
      let level = located.level[row]
      if level == MatchLevel.none.rawValue {
        for _ in 0..<4 { writer.empty() }
      } else {
        writer.field(coordinateE7: located.lon[row])
        writer.field(coordinateE7: located.lat[row])
        writer.field(RowWriter.levels[Int(level)])
        writer.field(Int(located.uncertainty[row]))
      }
    }

    private func member(_ row: Int) {
      var writer = start(.members, row)
      product(&writer, row)
      position(&writer, row)
      var role = SiteRole.noise
      if let pair = words.lookup.pair(coded, located, row: row), words.featureOfPair[pair] >= 0 {
        writer.field(words.ids[Int(words.featureOfPair[pair])])
        role = words.roleOfPair[pair]
      } else {
        writer.empty()
      }
      writer.field(RowWriter.roles[Int(role.rawValue)])
      writer.empty()
      end(&writer, row)
    }

    /// A duplicate, or a unit that does not operate: in no cluster, and listed all the same.
    private func leftOut(_ row: Int, isDuplicate: Bool) {
      var writer = start(.members, row)
      product(&writer, row)
      position(&writer, row)
      writer.empty()
      if isDuplicate {
        writer.field("duplicate" as StaticString)
        let survivor = words.counted.duplicates.survivor(source: rows.source, line: rows.lines[row])
        writer.field(survivor.map { "\(words.sourceNames[$0.source]):\($0.line)" } ?? "")
      } else {
        writer.field("not-operating" as StaticString)
        writer.empty()
      }
      end(&writer, row)
    }

    private func uncoded(_ row: Int) {
      var writer = start(.uncoded, row)
      writer.field(RowWriter.uncodedReasons[Int(coded.reason[row])])
      let product = batch.span(.product, row)
      writer.field(product.isEmpty ? batch.span(.sector, row) : product, of: rows)
      let code = batch.industryCode?[row] ?? .none
      if code == .none { writer.empty() } else { writer.field(code.text) }
      end(&writer, row)
    }

    private func unlocated(_ row: Int) {
      var writer = start(.unlocated, row)
      product(&writer, row)
      writer.field(RowWriter.unlocatedReasons[Int(located.reason[row])])
      position(&writer, row)
      for field in [TextField.village, .district, .state] { writer.field(batch.span(field, row), of: rows) }
      let pin = batch.pin?[row] ?? 0
      if pin == 0 { writer.empty() } else { writer.field(Int(pin)) }
      end(&writer, row)
    }

    private func reject(_ row: Int) {
      var writer = DelimitedWriter(into: buffers[RowFile.rejects.rawValue])
      writer.field(words.sources[rows.source])
      writer.field(rows.lines[row])
      writer.field(rows.offsets[row])
      writer.field(RowWriter.rejectCodes[Int(rows.rejects[row])])
      writer.empty()
      writer.field(rows.string(rows.raw[row]))
      writer.endRow()
    }
  }
}
