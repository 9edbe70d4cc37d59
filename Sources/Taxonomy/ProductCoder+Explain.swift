import Model

extension ProductCoder {
  /// What a code, a text and a sector could mean, best first: for people who ask by words, and for those who edit `products.csv`.
  ///
  /// The code's candidate, read as NIC-2008, stands first when there is one; then the groups that the text names, by score.
  public func explain(code: String, text: String, sector: String) -> [ProductCandidate] {
    var candidates: [ProductCandidate] = []
    if let industry = IndustryCode(code) {
      let reading = reader.read(industry, .nic2008, sector: nil)
      if reading.group != CodedBatch.noProduct {
        let prefix = industry.prefix(UInt32(reading.specificity)).text
        candidates.append(
          ProductCandidate(
            group: reading.group, score: 0, matched: [prefix],
            reason: "NIC-2008 \(code) begins with \(prefix), which \(catalogue.groups[Int(reading.group)].code) claims."
          ))
      }
    }
    for source in [text, sector] where !source.isEmpty {
      let found = phrases(in: source)
      candidates += found.filter { candidate in !candidates.contains { $0.group == candidate.group } }
      if !found.isEmpty { break }
    }
    return candidates
  }

  private func phrases(in text: String) -> [ProductCandidate] {
    var found: [UInt16: ProductCandidate] = [:]
    let utf8 = Array(text.utf8)
    var scratch = TextMatcher.Scratch()
    let words = scratch.words
    scratch.trace = { first, count, group, score in
      let phrase = String(decoding: utf8[Int(words.starts[first])..<Int(words.ends[first + count - 1])], as: UTF8.self)
        .split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
      var candidate =
        found[group] ?? ProductCandidate(group: group, score: 0, matched: [], reason: "The text names it.")
      candidate.score += Int(score)
      candidate.matched.append(phrase)
      found[group] = candidate
    }
    let match = utf8.withUnsafeBytes { matcher.match($0, scratch) }
    guard match.group != CodedBatch.noProduct else { return [] }
    // What coding takes the text for stands first, whatever the single phrases weigh.
    return found.values.sorted {
      if ($0.group == match.group) != ($1.group == match.group) { return $0.group == match.group }
      return $0.score != $1.score ? $0.score > $1.score : $0.group < $1.group
    }
  }
}
