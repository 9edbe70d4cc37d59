import Model
import Text

/// Places the rows of enterprise batches: all evidence of a row is weighed together, and what contradicts is flagged.
///
/// Order of trust: the row's own coordinates; a village or locality whose name is known in the row's district; a PIN that
/// agrees with that district; a town; a subdistrict. What only a district, a state or three PIN digits can place keeps its
/// point but is not located. Results follow from the row and the gazetteer alone.
public struct Geocoder: Sendable {
  /// Transforms eastings or longitudes (first) and northings or latitudes (second), in place, to WGS 84 degrees; what
  /// cannot be transformed becomes infinite.
  public typealias CoordinateTransform = @Sendable (inout [Double], inout [Double]) -> Void

  /// The gazetteer that answers.
  public let gazetteer: Gazetteer
  /// The numbers that decide.
  public let parameters: GeocodingParameters
  let transforms: [String: CoordinateTransform]
  let boxes: CountryBoxes
  let core: GeocoderCore
  let grids: PlaceGrids
  let pool = ScratchPool()

  /// A geocoder over `gazetteer`; `transforms` by the reference system that a register's layout names.
  public init(
    gazetteer: Gazetteer, parameters: GeocodingParameters = GeocodingParameters(),
    transforms: [String: CoordinateTransform] = [:]
  ) {
    self.gazetteer = gazetteer
    self.parameters = parameters
    self.transforms = transforms
    boxes = CountryBoxes(gazetteer)
    grids = PlaceGrids(gazetteer)
    core = GeocoderCore(gazetteer: gazetteer, parameters: parameters)
  }

  /// Whether only the starter gazetteer answers.
  public var isStarter: Bool { gazetteer.isStarter }

  /// One line for each source of the gazetteer, then the attributions that outputs must carry.
  public var describe: [String] { gazetteer.notes }

  /// Places every row of `batch`. Rows that were rejected stay unplaced. Safe to call from several threads.
  public func locate(_ batch: EnterpriseBatch) -> LocatedBatch { locate(batch, separately: false) }

  /// Places every row; `separately` weighs the evidence of each row for itself even where equal rows could share it.
  func locate(_ batch: EnterpriseBatch, separately: Bool) -> LocatedBatch {
    let located = LocatedBatch(count: batch.count)
    let columns = LocatingColumns(batch)
    let coordinates = RowCoordinates.read(
      batch, boxes: boxes, transform: batch.coordinateSystem.flatMap { transforms[$0] })
    pool.use(addressBytes: parameters.addressBytes) { scratch in
      if columns.onlyPin, coordinates == nil, !separately, let pins = columns.pin {
        return scratch.pinRows.locate(batch, columns, pins: pins, core: core, scratch: scratch, into: located)
      }
      let out = LocatedColumns(located)
      let warms = (columns.hasNames || columns.address != nil) && !separately
      let standsAlone = columns.onlyCoordinates && !separately
      for row in 0..<batch.count {
        if warms, row % NameWarming.rows == 0 {
          scratch.warming.read(
            row..<min(row + NameWarming.rows, batch.count), batch, columns, core: core, scratch: scratch)
        }
        guard batch.rows.rejects[row] == 0 else { continue }
        if standsAlone,
          coordinates?.place(row, uncertainty: parameters.coordinateUncertainty, into: out) == true
        {
          continue
        }
        var evidence = RowEvidence(columns: columns, row: row, core: core, scratch: scratch)
        out.write(evidence.placement(coordinates), row)
      }
    }
    // The rows were read through plain pointers.
    withExtendedLifetime((batch, columns, core, located)) {}
    return located
  }
}

/// The parts of a geocoder behind one reference.
final class GeocoderCore: Sendable {
  let gazetteer: Gazetteer
  let parameters: GeocodingParameters
  let search: NameSearch
  let resolver: AdministrationResolver
  let finder: NamedPlaceFinder
  let addresses: AddressSearch

  init(gazetteer: Gazetteer, parameters: GeocodingParameters) {
    self.gazetteer = gazetteer
    self.parameters = parameters
    search = NameSearch(gazetteer: gazetteer, parameters: parameters)
    resolver = AdministrationResolver(search: search)
    finder = NamedPlaceFinder(search: search)
    addresses = AddressSearch(finder: finder)
  }
}
