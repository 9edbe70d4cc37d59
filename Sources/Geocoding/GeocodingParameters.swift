/// The numbers of locating. All lengths are metres. Defaults of ours; `Config/geocoding.toml` states them with their source.
public struct GeocodingParameters: Sendable, Equatable {
  /// Least uncertainty of a row's own coordinates.
  public var coordinateUncertainty: Double = 100
  /// Least uncertainty of a village.
  public var villageUncertainty: Double = 3_000
  /// Uncertainty of a locality, estate or post office without a better figure.
  public var localityUncertainty: Double = 3_000
  /// Least uncertainty of a PIN, and that of one on which sources agree without a spread.
  public var pinUncertainty: Double = 5_000
  /// Uncertainty of a PIN that only the post-office directory places.
  public var pinOfficesOnly: Double = 25_000
  /// Uncertainty of a PIN that only GeoNames places.
  public var pinGeonamesOnly: Double = 60_000
  /// Uncertainty of a town without a better figure.
  public var townUncertainty: Double = 7_000
  /// Uncertainty of a subdistrict without a better figure.
  public var subdistrictUncertainty: Double = 15_000
  /// Uncertainty of a PIN area without a better figure.
  public var pinAreaUncertainty: Double = 80_000
  /// Uncertainty of a district without a better figure.
  public var districtUncertainty: Double = 50_000
  /// Uncertainty of a state without a better figure.
  public var stateUncertainty: Double = 300_000

  /// Letters of a name's light key from which one edit is allowed.
  public var oneEditFrom = 4
  /// Letters from which two edits are allowed.
  public var twoEditsFrom = 8
  /// Letters from which a village may differ by one edit that changes how it sounds.
  public var villageEditFrom = 7

  /// Beyond the radii of both, how far a PIN may lie from its row's district before they contradict.
  public var pinDistrictMargin: Double = 15_000
  /// Beyond their uncertainties, how far two points of one row may lie apart before they contradict.
  public var pointMargin: Double = 10_000
  /// How far beyond the middle of a PIN a radius around a distant point reaches to hold the PIN, as a share of the PIN's
  /// uncertainty.
  public var pinFarSide = 0.6
  /// Uncertainty of a village that the row's PIN serves, where both contradict the row's district, as a share of its own.
  public var villageOfPinShare = 1.1
  /// Namesakes within this distance are one place.
  public var namesakeDistance: Double = 8_000
  /// How far a similarly spelt village may lie from its row's subdistrict or PIN.
  public var fuzzyDistance: Double = 40_000

  /// Least uncertainty of a village that its PIN tells from namesakes, as a share of the PIN's.
  public var samePinShare = 0.97
  /// The same for a village that its subdistrict tells from namesakes.
  public var subdistrictShare = 0.5
  /// Least uncertainty of a name that nothing but its district supports, as a share of the district's.
  public var districtShare = 0.9

  /// Distance within which two sources agree about a PIN.
  public var agreement: Double = 10_000
  /// Distance within which two sources agree so closely that they alone make the centre of a PIN.
  public var closeAgreement: Double = 5_000
  /// A post office nearer than this to a GeoNames point of its PIN was copied from there, or the reverse.
  public var copiedPoint: Double = 20
  /// Offices of different PINs that share a point from which the point is a placeholder.
  public var placeholderOffices = 20
  /// How far a post office may lie from the middle of its three-digit PIN area, at least.
  public var prefixReach: Double = 120_000
  /// Bytes of an address that are read, from its end.
  public var addressBytes = 4_096

  /// The defaults.
  public init() {}
}
