/// What a row may tell of an enterprise in one of a few words: sums of such words are shares of a cluster.
///
/// The raw value is the position of the trait's bit in `EnterpriseBatch.traits`.
public enum EnterpriseTrait: Int, CaseIterable, Sendable {
  case sizeMicro
  case sizeSmall
  case sizeMedium
  case sizeLarge
  case womenOwned
  case notWomenOwned
  case scheduledCaste
  case scheduledTribe
  case otherBackwardClass
  case generalCategory
  case rural
  case urban
  case consentRed
  case consentOrange
  case consentGreen
  case consentWhite
  case fuelCoal
  case fuelOil
  case fuelBiomass
  case fuelOther
  case fuelGas
  case fuelElectricity

  /// Number of traits, as a number that costs nothing to read.
  public static let count = 22

  /// The bit of the trait.
  @inline(__always)
  public var bit: UInt32 { 1 << UInt32(rawValue) }

  /// The word in `Config/registers/`, in the tally file behind the name of its field, and in the evidence.
  public var word: String {
    switch self {
    case .sizeMicro: "micro"
    case .sizeSmall: "small"
    case .sizeMedium: "medium"
    case .sizeLarge: "large"
    case .womenOwned, .rural: "yes"
    case .notWomenOwned, .urban: "no"
    case .scheduledCaste: "sc"
    case .scheduledTribe: "st"
    case .otherBackwardClass: "obc"
    case .generalCategory: "general"
    case .consentRed: "red"
    case .consentOrange: "orange"
    case .consentGreen: "green"
    case .consentWhite: "white"
    case .fuelCoal: "coal"
    case .fuelOil: "oil"
    case .fuelBiomass: "biomass"
    case .fuelOther: "other"
    case .fuelGas: "gas"
    case .fuelElectricity: "electricity"
    }
  }

  /// The column of the register that tells it.
  public var field: TraitField { TraitField.allCases.first { $0.traits.contains(self) } ?? .fuel }
}

/// A column of a register whose words are traits.
public enum TraitField: Int, CaseIterable, Sendable {
  case sizeClass
  case womenOwned
  case socialGroup
  case rural
  case consentCategory
  case fuel

  /// The canonical column name in the generic register.
  public var name: String {
    switch self {
    case .sizeClass: "size_class"
    case .womenOwned: "women_owned"
    case .socialGroup: "social_group"
    case .rural: "rural"
    case .consentCategory: "consent_category"
    case .fuel: "fuel"
    }
  }

  /// What the column may tell: one of these a row. Of several fuels that a row names, the first in this order counts.
  public var traits: [EnterpriseTrait] {
    switch self {
    case .sizeClass: [.sizeMicro, .sizeSmall, .sizeMedium, .sizeLarge]
    case .womenOwned: [.womenOwned, .notWomenOwned]
    case .socialGroup: [.scheduledCaste, .scheduledTribe, .otherBackwardClass, .generalCategory]
    case .rural: [.rural, .urban]
    case .consentCategory: [.consentRed, .consentOrange, .consentGreen, .consentWhite]
    case .fuel: [.fuelCoal, .fuelOil, .fuelBiomass, .fuelOther, .fuelGas, .fuelElectricity]
    }
  }

  /// Whether a row may name several.
  public var allowsSeveral: Bool { self == .fuel }
}
