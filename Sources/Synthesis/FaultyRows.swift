import Model

/// Rows that end among the exceptions: without a usable place, without a usable product, or unreadable.
extension RowWriter {
  /// A row with a product that at best a district or the first digits of a PIN place.
  mutating func unlocated(_ number: Int) {
    var draw = CounterGenerator(seed: seed, row: UInt64(number))
    let town = tables.towns[tables.areas.towns[draw.below(tables.areas.towns.count)]]
    start(number)
    out.literal(",,")
    switch number % 4 {
    case 0: out.literal(",,,,,,")
    case 1:
      out.comma()
      out.text(pool, town.state)
      out.literal(",,IN,,,")
    case 2:
      out.text(pool, town.district)
      out.comma()
      out.text(pool, town.state)
      out.literal(",,IN,,,")
    default:
      out.literal(",,")
      out.number(unplacedPin(&draw))
      out.literal(",IN,,,")
    }
    let product = tables.products[draw.below(tables.products.count)]
    self.product(product, withoutCode: false, &draw)
    out.literal(",12,,,,,yes,\n")
  }

  /// A PIN that only its first three digits place.
  private func unplacedPin(_ draw: inout CounterGenerator) -> Int {
    guard !tables.pinPrefixes.isEmpty else { return 100_000 }
    let pin = tables.pinPrefixes[draw.below(tables.pinPrefixes.count)] * 1000 + 900
    for _ in 0..<8 {
      let drawn = unknownPin(near: pin, &draw)
      if drawn != pin { return Int(drawn) }
    }
    return Int(pin)
  }

  /// A row in a town whose product nobody could code.
  mutating func uncoded(_ number: Int) {
    var draw = CounterGenerator(seed: seed, row: UInt64(number))
    let town = tables.towns[tables.areas.towns[draw.below(tables.areas.towns.count)]]
    start(number)
    address(town.name, &draw)
    out.text(pool, town.name)
    out.comma()
    out.text(pool, town.district)
    out.comma()
    out.text(pool, town.state)
    out.comma()
    if town.pinCount > 0 { out.number(Int(tables.pins[Int(town.firstPin)])) }
    out.literal(",IN,,,")
    switch number % 4 {
    case 0: out.literal(",")
    case 1: out.literal("99999,Not stated")
    case 2: out.literal(",As per list attached")
    default: out.literal("99999,")
    }
    out.literal(",,9,,,,,yes,\n")
  }

  /// A row that no reader should take: too many fields, too few, nothing but commas, a zero byte, text behind a quote.
  mutating func reject(_ number: Int) {
    switch number % 5 {
    case 0:
      start(number)
      for _ in 2..<RegisterSynthesizer.columnCount { out.comma() }
      out.literal("yes,one,too,many")
    case 1:
      out.literal("SYN-")
      out.padded(number, 9)
    case 2:
      for _ in 1..<RegisterSynthesizer.columnCount { out.comma() }
    case 3:
      start(number)
      out.byte(0)
      for _ in 3..<RegisterSynthesizer.columnCount { out.comma() }
    default:
      out.literal("SYN-")
      out.padded(number, 9)
      out.literal(",\"Synthetic\" Unit")
      for _ in 2..<RegisterSynthesizer.columnCount { out.comma() }
    }
    out.byte(0x0A)
  }

  /// `record_id,name,`
  private mutating func start(_ number: Int) {
    out.literal("SYN-")
    out.padded(number, 9)
    out.literal(",Synthetic Unit ")
    out.padded(number, 9)
    out.comma()
  }
}
