import Model

/// `regions.csv`: how each product stands in each fixed region, a district or a state. States first, each with its regions ascending by
/// state and name, then by product code and the way it is made.
public struct RegionTable: Sendable {
  /// One product, made in one way, in one region.
  public struct Row: Sendable {
    /// `state` or `district`.
    public var level: String
    /// Names and codes of the region; a state has no district.
    public var place: PlaceInfo
    /// Code of the product.
    public var code: String
    /// Words of the field.
    public var name: String
    /// How it is made.
    public var made: ProductionClass
    /// Operating units of the product, and of all products, in the region.
    public var units: (product: Int64, all: Int64)
    /// Persons of the product in the region; a lower bound.
    public var employment: Int64
    /// Location quotient by units with both ends of its interval; null without a reference.
    public var byUnits: (value: PropertyValue, low: PropertyValue, high: PropertyValue) = (.null, .null, .null)
    /// Location quotient by employment; null without a reference, or where too few units give their employment.
    public var byEmployment = PropertyValue.null
    /// Share of the product's units in the whole reference.
    public var share = PropertyValue.null
    /// `very-strong`, `strong` or `not-strong`; null where employment does not tell.
    public var strength = PropertyValue.null
    /// Stars for size, specialisation and focus; null where employment does not tell.
    public var stars: (size: PropertyValue, specialisation: PropertyValue, focus: PropertyValue) = (.null, .null, .null)

    /// A row without measures.
    public init(
      level: String, place: PlaceInfo, code: String, name: String, made: ProductionClass,
      units: (product: Int64, all: Int64), employment: Int64
    ) {
      (self.level, self.place, self.code, self.name, self.made) = (level, place, code, name, made)
      (self.units, self.employment) = (units, employment)
    }
  }

  private let rows: [Row]
  private let reference: String

  /// The table of `rows`, in any order, which are reckoned in the register called `reference`.
  public init(_ rows: [Row], reference: String) {
    self.reference = reference
    self.rows = rows.sorted { a, b in
      if a.level != b.level { return a.level == "state" }
      if a.place.state != b.place.state { return precedes(a.place.state, b.place.state) }
      if a.place.district != b.place.district { return precedes(a.place.district, b.place.district) }
      return a.code != b.code ? precedes(a.code, b.code) : a.made.rawValue < b.made.rawValue
    }
  }

  /// Writes the file at `path`; throws `cannotCreate` or `inputOutput`.
  public func write(to path: String) throws { try OutputFile.write(path) { write(into: &$0) } }

  func write(into out: inout OutputFile) {
    out.csv([
      "level", "state", "district", "lgd_state", "lgd_district", "product_code", "product", "made_as", "units",
      "units_of_region", "lq", "lq_low", "lq_high", "employment", "lq_employment", "share_of_units", "strength",
      "star_size", "star_specialisation", "star_focus", "reference",
    ])
    for row in rows {
      let place = row.place
      out.csv(
        [
          row.level, place.state, place.district, place.lgdState > 0 ? String(place.lgdState) : "",
          place.lgdDistrict > 0 ? String(place.lgdDistrict) : "", row.code, row.name, row.made.name,
          String(row.units.product), String(row.units.all), row.byUnits.value.plain, row.byUnits.low.plain,
          row.byUnits.high.plain, row.employment == 0 ? "" : String(row.employment), row.byEmployment.plain,
          row.share.plain, row.strength.plain, row.stars.size.plain, row.stars.specialisation.plain,
          row.stars.focus.plain, reference,
        ])
    }
  }
}
