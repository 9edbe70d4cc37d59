import Model

/// What is known of a unit before its row is written.
struct UnitRow {
  /// Why a unit does not operate.
  enum Idle { case closed, planned }

  var number: Int
  var town: Int
  var product: ProductRecord
  /// Looms, nil for none stated.
  var looms: Int?
  /// Rupees; −1 drawn, −2 none stated.
  var turnover = -1
  var isPlanted = false
  var isExcluded = false
  var isDuplicate = false
  var idle: Idle?

  init(number: Int, town: Int, product: ProductRecord) {
    self.number = number
    self.town = town
    self.product = product
  }
}

extension RowWriter {
  /// Writes a whole row. All draws come from the unit's own number, so that a duplicate says the same in other letters.
  mutating func unit(_ row: UnitRow) {
    var draw = CounterGenerator(seed: seed, row: UInt64(row.number))
    let town = tables.towns[row.town]
    identity(row, &draw)
    address(town.name, &draw)
    out.text(pool, town.name)
    out.comma()
    place(row, town, &draw)
    product(row.product, withoutCode: draw.happens(dirt.withoutCode), &draw)
    if let looms = row.looms { out.number(looms) }
    let isWhole = row.isExcluded || row.idle != nil || row.turnover >= 0
    if draw.happens(dirt.short), !isWhole {
      out.byte(0x0A)
      return
    }
    out.comma()
    amounts(row, &draw)
    date(&draw)
    state(row, &draw)
    out.byte(0x0A)
  }

  /// `record_id,name,`
  private mutating func identity(_ row: UnitRow, _ draw: inout CounterGenerator) {
    out.literal(row.isDuplicate ? "syn/" : "SYN-")
    out.padded(row.number, 9)
    out.literal(row.isDuplicate ? ",SYNTHETIC UNIT " : ",Synthetic Unit ")
    out.padded(row.number, 9)
    if draw.happens(dirt.badText), !row.isPlanted, !row.isDuplicate {
      out.byte(0x20)
      out.byte(0xFF)
    }
    out.comma()
  }

  /// `address,`: quoted, since it holds commas.
  mutating func address(_ town: TextSpan, _ draw: inout CounterGenerator) {
    out.literal(draw.below(3) == 0 ? "\"Shed " : "\"Plot ")
    out.number(1 + draw.below(480))
    out.literal(", Road ")
    out.number(1 + draw.below(40))
    out.literal(", ")
    out.text(pool, town)
    out.literal("\",")
  }

  /// `district,state,pincode,country,lat,lon,`
  private mutating func place(_ row: UnitRow, _ town: TownRecord, _ draw: inout CounterGenerator) {
    let withoutPin = draw.happens(dirt.withoutPin) || town.pinCount == 0
    let other = draw.below(10_000)
    if !withoutPin, other < dirt.otherNames {
      out.text(pool, town.districtOther)
    } else if !withoutPin, other < dirt.otherNames + dirt.misspelt {
      out.text(pool, town.districtMisspelt)
    } else {
      out.text(pool, other & 3 == 0 ? town.districtCapitals : town.district)
    }
    out.comma()
    out.text(pool, other & 31 == 0 ? town.stateOther : town.state)
    out.comma()
    let pick = draw.below(max(Int(town.pinCount), 1))
    let otherPin = draw.happens(dirt.otherPins)
    if !withoutPin {
      let pin = tables.pins[Int(town.firstPin) + pick]
      out.number(Int(otherPin && !row.isPlanted ? unknownPin(near: pin, &draw) : pin))
    }
    out.comma()
    out.text(pool, town.country)
    out.comma()
    if draw.happens(dirt.withCoordinates) || town.isForeign {
      let cell = Int32(draw.below(64))
      out.thousandths(town.lat + ((cell & 7) * 2 - 7) * town.step / 2)
      out.comma()
      out.thousandths(town.lon + ((cell >> 3) * 2 - 7) * town.step / 2)
      out.comma()
    } else {
      out.literal(",,")
    }
  }

  /// A PIN of the same sorting district that the town list does not hold; `pin` itself when the draw hits one that it holds.
  func unknownPin(near pin: UInt32, _ draw: inout CounterGenerator) -> UInt32 {
    let drawn = pin / 1000 * 1000 + UInt32(draw.below(1000))
    var low = 0
    var high = tables.knownPins.count
    while low < high {
      let middle = (low + high) / 2
      if tables.knownPins[middle] < drawn { low = middle + 1 } else { high = middle }
    }
    return low < tables.knownPins.count && tables.knownPins[low] == drawn ? pin : drawn
  }

  /// `nic_code,product,`
  mutating func product(_ product: ProductRecord, withoutCode: Bool, _ draw: inout CounterGenerator) {
    if !withoutCode { out.text(pool, product.code) }
    out.comma()
    out.text(pool, draw.below(6) == 0 ? product.productCapitals : product.product)
    out.comma()
  }

  /// `employment,investment_inr,turnover_inr,exports_inr,`
  private mutating func amounts(_ row: UnitRow, _ draw: inout CounterGenerator) {
    let isGrouped = draw.happens(dirt.grouped)
    let isArtisan = row.product.productionClass == .handicraft || row.product.productionClass == .handloom
    let skew = draw.below(100)
    var employment = isArtisan ? 1 + draw.below(6) : 6 + skew * skew * skew / 8000
    var investment = isArtisan ? 20_000 + draw.below(300) * 1000 : 600_000 + draw.below(400) * 25_000
    if row.isExcluded {
      if row.number & 1 == 0 { employment = 1 + draw.below(5) } else { investment = 50_000 + draw.below(450) * 1000 }
    } else if !row.isPlanted, !isArtisan, draw.below(2) == 0 {
      employment = 1 + draw.below(5)
      investment /= 4
    }
    out.number(employment)
    out.comma()
    rupees(investment, isGrouped)
    out.comma()
    let factor = 1 + draw.below(5)
    let exportShare = draw.below(40)
    if row.turnover >= 0 {
      rupees(row.turnover, isGrouped)
    } else if row.turnover == -1 {
      rupees(investment * factor, isGrouped)
    }
    out.comma()
    if row.turnover == -1, exportShare < 8 { rupees(investment * factor / (2 + exportShare), isGrouped) }
    out.comma()
  }

  @inline(__always)
  private mutating func rupees(_ value: Int, _ isGrouped: Bool) {
    if isGrouped { out.grouped(value) } else { out.number(value) }
  }

  /// `start_date,`: mostly DD/MM/YYYY, sometimes ISO, now and then a day that does not exist.
  private mutating func date(_ draw: inout CounterGenerator) {
    let year = 1975 + draw.below(48)
    let month = 1 + draw.below(12)
    let day = 1 + draw.below(28)
    if draw.happens(dirt.badDates) {
      out.literal("31/02/")
      out.number(year)
    } else if draw.below(5) == 0 {
      out.number(year)
      out.byte(0x2D)
      out.padded(month, 2)
      out.byte(0x2D)
      out.padded(day, 2)
    } else {
      out.padded(day, 2)
      out.byte(0x2F)
      out.padded(month, 2)
      out.byte(0x2F)
      out.number(year)
    }
    out.comma()
  }

  /// `operating,household`
  private mutating func state(_ row: UnitRow, _ draw: inout CounterGenerator) {
    let word = draw.below(20)
    switch row.idle {
    case .closed: out.literal(word < 10 ? "no" : "Closed")
    case .planned: out.literal(word < 10 ? "planned" : "Under construction")
    case nil: out.literal(word < 14 ? "yes" : word < 17 ? "Working" : "")
    }
    out.comma()
    let home = draw.below(20)
    switch row.product.productionClass {
    case .handicraft, .handloom: out.literal(home < 14 ? "yes" : home < 17 ? "no" : "")
    case .industrial, .service: out.literal(home < 13 ? "no" : home < 19 || row.isPlanted ? "" : "yes")
    }
  }
}
