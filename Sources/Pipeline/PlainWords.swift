import Model

/// The stable words of rows and evidence, as a sentence for people says them. The files keep the words themselves.
enum PlainWords {
  /// What a reject code, a reason or a flag means; empty for a word that needs no explanation.
  static func meaning(_ word: String) -> String { meanings[word] ?? "" }

  private static let meanings = [
    // Rejects
    "too-many-fields": "more fields than the header has",
    "too-few-fields": "too few fields for a product and a place",
    "bad-quotes": "a quote that never closes, or text after a closing quote",
    "row-too-long": "longer than the largest row that is read",
    "invalid-text": "bytes that are no text",
    "empty-row": "every field is empty",
    // Without a product
    "no-product": "neither an industry code nor any text",
    "unknown-code": "the industry code does not exist in its edition, and no text helps",
    "contradicted-code": "the row's own sector contradicts the industry code, and no text helps",
    "unknown-text": "no known product word in the text; add it to Config/product-words.csv",
    "outside-groups": "agriculture, mining or another activity that has no product group",
    // Not located
    "no-place": "no field that could place it",
    "unknown-place": "the gazetteer knows none of the places",
    "too-coarse": "only a district, a state or the first digits of a PIN place it",
    "ambiguous": "several places far apart answer to the name",
    // Flags
    "short-row": "fewer fields than the header; the missing ones are read as empty",
    "bad-number": "a number that cannot be read; read as empty",
    "negative-number": "a negative amount; read as empty",
    "absurd-number": "an amount beyond belief; capped",
    "bad-date": "a date that cannot be read; read as empty",
    "bad-pin": "a PIN of the wrong form; read as empty",
    "bad-product-code": "an industry code of the wrong form; read as empty",
    "bad-choice": "a word that its column does not allow; read as unknown",
    "bad-activities": "a list of activities that cannot be read; read as empty",
    "repaired-text": "bytes that are no text were replaced",
    "code-not-in-version": "the industry code does not exist in its edition",
    "code-contradicted": "the row's own sector contradicts the industry code",
    "text-against-code": "text and industry code name different products; the code decided",
    "ambiguous-product": "two products matched equally well",
    "bad-coordinate": "coordinates that cannot be read or cannot be right",
    "swapped-coordinate": "latitude and longitude were exchanged; put right",
    "zero-coordinate": "coordinates at zero; not used",
    "out-of-country": "coordinates outside the row's country; not used",
    "coordinate-against-pin": "coordinates far from the row's own PIN",
    "coordinate-against-district": "coordinates far from the row's own district",
    "pin-against-district": "the PIN lies outside the row's own district",
    "unknown-pin": "a PIN that the gazetteer does not know",
    "ambiguous-place": "several places answer to the name",
    "unknown-district": "a district that the gazetteer does not know",
    "unknown-state": "a state that the gazetteer does not know",
    "pin-prefix-only": "only the first three digits of the PIN are known",
    "name-against-pin": "the place of that name lies far from the row's own PIN",
    "unsupported-name": "only the name of a village speaks; a namesake may be meant",
    "district-against-state": "the district lies in another state than the row names",
  ]

  /// A rule set of benchmarks by the name that people know it by.
  static func rules(_ name: String) -> String {
    switch name {
    case "unido": "UNIDO"
    case "unido-2005-list": "UNIDO (list of 2005)"
    case "cluster-observatory": "India Cluster Observatory"
    default: name
    }
  }

  /// What a column that is missing, in whole or in part, would tell.
  static func missing(_ column: String) -> String {
    switch column {
    case "looms": "the looms of every unit"
    case "employment": "the employment of every unit"
    case "turnover_inr": "the turnover of every unit"
    case "exports_inr": "the exports of every unit"
    case "investment_inr": "the investment of every unit"
    case "connected_load_kw": "the connected load of every unit"
    case "energy_toe": "the energy of every unit"
    case "water_kld": "the water of every unit"
    case "effluent_kld": "the effluent of every unit"
    case "registered": "whether each unit is registered"
    case "household": "whether each unit is a household"
    case "operating": "whether each unit is operating"
    case "lat;lon": "own coordinates of most units"
    case "reference register": "a register of all industries to compare with"
    case "chain of the product": "a value chain of the product in Config/chains.csv"
    case "chain of the family": "a cluster of one product, for a family has no single value chain"
    case "products.csv:product_class": "a class of the product in Config/products.csv"
    case "one class of all its products": "a cluster of one product, for a family has no single product class"
    case "actor_role": "the role of every unit"
    case "address": "the address of every unit"
    case "size_class": "the size class of most units"
    case "rural": "whether most units stand in villages"
    case "women_owned": "whether women own most units"
    case "social_group": "the social group of most owners"
    case "consent_category": "the consent of most units"
    case "a single product": "a cluster of one product, for families differ in their mix"
    case "turnover_inr;employment": "the turnover and employment of every unit"
    case "employment;turnover_inr": "the employment or turnover of most units"
    case "energy_toe;effluent_kld;consent_category": "the energy, the effluent or the consent of most units"
    case "curated evidence": "evidence that no register holds"
    case "a second run": "a later register to compare with"
    case "draws within stability.most_points": "a test that moves the units within their uncertainty"
    default: column.replacing("_", with: " ")
    }
  }

  /// Why units are left out of the count that a benchmark reads.
  static func exclusion(_ word: String) -> String {
    switch word {
    case "household": "household units"
    case "few-persons": "with few persons"
    case "little-capital": "with little capital"
    case "unregistered": "not registered"
    default: word.replacing("-", with: " ")
    }
  }

  /// A share per match level, such as `pin:0.82;town:0.18`, the largest first: "PIN (82 %), town (18 %)".
  static func levels(_ text: String) -> String {
    let parts = text.split(separator: ";").map { part -> (share: Double, name: String) in
      let fields = part.split(separator: ":")
      let name = String(fields.first ?? "")
      let word = name == "pin" ? "PIN" : name == "coordinate" ? "own coordinates" : name
      return (Double(fields.last ?? "") ?? 0, word)
    }
    return parts.sorted { $0.share != $1.share ? $0.share > $1.share : $0.name < $1.name }
      .map { "\($0.name) (\($0.share < 0.01 ? "below 1" : String(Int(($0.share * 100).rounded()))) %)" }
      .joined(separator: ", ")
  }

  /// Kilometres no finer than they can be known: whole from 10, one decimal below.
  static func kilometres(_ text: String) -> String {
    guard let value = Double(text) else { return text }
    return short(value, wholeFrom: 10) + " km"
  }

  /// Rupees in crore or lakh where they are that large.
  static func rupees(_ text: String) -> String {
    guard let value = Double(text) else { return text }
    if value >= 1e7 { return "Rs \(short(value / 1e7, wholeFrom: 100)) crore" }
    if value >= 1e5 { return "Rs \(short(value / 1e5, wholeFrom: 100)) lakh" }
    return "Rs \(short(value, wholeFrom: 0))"
  }

  /// A number with one decimal below `wholeFrom`, and none from there.
  private static func short(_ value: Double, wholeFrom: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "" }
    return value >= wholeFrom
      ? Reporter.grouped(Int(value.rounded())) : PropertyValue.rounded(value, digits: 1).plain
  }

  /// A value in words; the theme of social responsibility by the name that the maps use.
  static func value(_ word: String) -> String {
    word == "socially-not-responsible" ? "CSR need" : word.replacing("-", with: " ")
  }

  /// The name of a dimension in words.
  static func dimension(_ name: String) -> String {
    switch name {
    case "turnover_inr": "turnover a year"
    case "exports_inr": "exports a year"
    case "uncertainty_km": "exactness of places, km"
    case "turnover_counted": "turnover that counts"
    case "turnover_counted_units": "units whose turnover counts"
    case "absurd_numbers": "figures beyond belief"
    case "site_kind": "what stands at the addresses"
    case "units_per_km2": "units per square kilometre"
    case "members_kept": "units that stay together"
    case "stability_model": "errors of places"
    case "reach_km": "linking distance, km"
    case "parent_id": "wider group"
    case "at_register_edge": "at the edge of the registers"
    case "units_with_related": "units with related industries"
    case "family": "part of the family cluster"
    case "lq": "location quotient of the district"
    case "lq_low", "lq_high": name == "lq_low" ? "least location quotient" : "greatest location quotient"
    case "share_in_estates": "share in industrial estates"
    case "productivity_vs_peers": "productivity beside others"
    case "share_micro": "share of micro units"
    case "share_rural": "share in villages"
    case "share_women_owned": "share owned by women"
    case "share_sc_st": "share owned by scheduled castes and tribes"
    case "consent_category": "consents"
    case "fuel": "fuels"
    case "depth_share": "share of the chain"
    case "connected_load_kw", "connected_load_kw_total": "connected load"
    case "energy_toe", "energy_toe_total": "energy"
    case "water_kld", "water_kld_total": "water"
    case "effluent_kld", "effluent_kld_total": "effluent"
    case "theme_measured": "measured theme"
    case "pollution_category": "pollution category of the sector"
    case "surroundings_units": "other units around it"
    default: name.replacing("_", with: " ")
    }
  }

  /// `text` broken at blanks into lines of at most `width` characters, the further ones moved in by `indent`.
  static func wrapped(_ text: String, width: Int, indent: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width - indent {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty { lines.append(line) }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
