import Model

/// `products.csv`: how each product of the register is spread over districts and plants, ascending by code, then by the way it is made.
public struct ProductTable: Sendable {
  /// One product, made in one way.
  public struct Row: Sendable {
    /// Code of the product.
    public var code: String
    /// Words of the field.
    public var name: String
    /// How it is made.
    public var made: ProductionClass
    /// Operating units.
    public var units: Int64
    /// Districts that hold some.
    public var districts: Int
    /// Persons.
    public var employment: Int64
    /// Units that give their persons.
    public var employmentOf: Int64
    /// Herfindahl index of employment over plants; null where too few units give it in rows of their own.
    public var plantHerfindahl = PropertyValue.null
    /// Herfindahl index of employment over the districts of the register; null without employment.
    public var districtHerfindahl = PropertyValue.null
    /// Gini coefficient of the same over its greatest value; null without employment, and for one district.
    public var gini = PropertyValue.null
    /// Index of Ellison and Glaeser; null where the register cannot stand for the economy, or tells too little employment.
    public var ellisonGlaeser = PropertyValue.null

    /// A row without measures.
    public init(
      code: String, name: String, made: ProductionClass, units: Int64, districts: Int, employment: Int64,
      employmentOf: Int64
    ) {
      (self.code, self.name, self.made) = (code, name, made)
      (self.units, self.districts) = (units, districts)
      (self.employment, self.employmentOf) = (employment, employmentOf)
    }
  }

  private let rows: [Row]

  /// The table of `rows`, in any order.
  public init(_ rows: [Row]) {
    self.rows = rows.sorted { $0.code != $1.code ? precedes($0.code, $1.code) : $0.made.rawValue < $1.made.rawValue }
  }

  /// Writes the file at `path`; throws `cannotCreate` or `inputOutput`.
  public func write(to path: String) throws { try OutputFile.write(path) { write(into: &$0) } }

  func write(into out: inout OutputFile) {
    out.csv([
      "product_code", "product", "made_as", "units", "districts", "employment", "employment_of", "plant_hhi",
      "district_hhi", "district_gini", "ellison_glaeser",
    ])
    for row in rows {
      out.csv([
        row.code, row.name, row.made.name, String(row.units), String(row.districts),
        row.employmentOf == 0 ? "" : String(row.employment), String(row.employmentOf), row.plantHerfindahl.plain,
        row.districtHerfindahl.plain, row.gini.plain, row.ellisonGlaeser.plain,
      ])
    }
  }
}
