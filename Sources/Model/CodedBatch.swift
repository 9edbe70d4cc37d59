/// Why a row has no product. The words are stable: they stand in `uncoded.csv`.
public enum UncodedReason: UInt8, CaseIterable, Sendable {
  /// The row has a product.
  case none
  /// Neither a code nor any text.
  case noProduct
  /// A code that its edition does not have, and no text that helps.
  case unknownCode
  /// A code that the row's own sector contradicts, and no text that helps.
  case contradictedCode
  /// Text in which no product was recognised.
  case unknownText
  /// A code of agriculture, mining or another part that no product group covers.
  case outsideGroups

  /// The stable word; empty for `none`.
  public var name: String {
    switch self {
    case .none: ""
    case .noProduct: "no-product"
    case .unknownCode: "unknown-code"
    case .contradictedCode: "contradicted-code"
    case .unknownText: "unknown-text"
    case .outsideGroups: "outside-groups"
    }
  }
}

/// The products of a batch, one entry for each row of its `EnterpriseBatch`.
public final class CodedBatch: @unchecked Sendable {
  /// No product group.
  public static let noProduct = UInt16.max

  /// Index of the product group in the catalogue, or `noProduct`.
  public let group: Column<UInt16>
  /// Index in the catalogue's key list of the product at the chosen level (see `ProductKeys`); for `group` level the
  /// same as `group`.
  public let key: Column<UInt16>
  /// `ProductionClass` raw value.
  public let productionClass: Column<UInt8>
  /// `UncodedReason` raw value.
  public let reason: Column<UInt8>
  /// Flags that coding raised, raw bits of `RowFlags`.
  public let flags: Column<UInt64>

  /// A batch of `count` rows without a product.
  public init(count: Int) {
    group = Column(count: count, initial: Self.noProduct)
    key = Column(count: count, initial: Self.noProduct)
    productionClass = Column(count: count, initial: 0)
    reason = Column(count: count, initial: UncodedReason.noProduct.rawValue)
    flags = Column(count: count, initial: 0)
  }
}

/// The products that keys can name: product groups first, then the industry codes of every width, in configuration order.
public struct ProductKeys: Sendable {
  /// Code as it stands in outputs, by key index.
  public let codes: [String]
  /// Words for people, by key index.
  public let names: [String]
  /// Index of the product group that a key belongs to (itself for a group), by key index.
  public let groups: [UInt16]

  /// Keys from parallel arrays of equal length.
  public init(codes: [String], names: [String], groups: [UInt16]) {
    self.codes = codes
    self.names = names
    self.groups = groups
  }
}
