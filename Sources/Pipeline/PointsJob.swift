import Clustering
import Model
import Spatial
import Tables

/// `karkhana cluster`: density clustering of plain points, each with its cluster and role added in input order.
public struct PointsJob: Sendable {
  private let path: String
  private let reach: Double
  private let core: Int64
  /// Largest radius of a cluster, in the unit of the reach; nil is plain DBSCAN.
  public var maxRadius: Double?
  /// Whether points are x,y in a plane.
  public var planar = false
  /// Reference system of the points; nil is WGS 84 degrees.
  public var crs: String?
  /// Worker threads.
  public var threads = Workers.available

  /// Clusters the points in `path` with a linking distance of `reach` and core weight `core`.
  public init(path: String, reach: Double, core: Int64) {
    self.path = path
    self.reach = reach
    self.core = core
  }

  /// What became of a point: −1 for noise, else twice the number of its cluster, from 0, and one more for a border point.
  private typealias Label = Int32

  /// Writes the rows with `cluster` and `role` to `out`, or to standard output.
  public func run(to out: String?) throws(Failure) {
    if planar, crs != nil {
      throw Failure(
        .usage, "--crs has no meaning with --planar: points of a plane are taken as they are; leave one out")
    }
    // Told before the file is read: a wrong number is a fault of the command line.
    let parameters = try parameters()
    let stamp = path == "-" ? nil : try FileStamp.of(path)
    let reader = try TableReader(
      path: path, source: 0, options: ReadOptions(spillDirectory: TemporaryDirectory.path))
    let labels = try labels(of: try PointTable(reader, planar: planar, crs: crs), parameters)
    let again = try TableReader(
      path: reader.spill?.path ?? path, source: 0,
      options: ReadOptions(delimiter: reader.delimiter, name: reader.name))
    if let stamp, reader.totalBytes != nil, try FileStamp.of(path) != stamp {
      throw changed
    }
    try InputGuard.check(output: out, isNoneOf: [path])
    let sink = try ByteSink(path: out ?? "-")
    try write(again, labels, to: sink)
    try sink.close()
  }

  private var changed: Failure { Failure(.inputOutput, "\(path) changed while it was read; run again.") }

  private func parameters() throws(Failure) -> ClusteringParameters {
    if planar {
      return try ClusteringParameters(reach: reach, coreWeight: core, maxRadius: maxRadius, threads: threads)
    }
    return try ClusteringParameters.geodesic(
      reachMetres: reach, coreWeight: core, maxRadiusMetres: maxRadius, threads: threads)
  }

  /// Clusters each group by itself; numbers run through the groups in ascending order of their names.
  private func labels(of table: PointTable, _ parameters: ClusteringParameters) throws(Failure) -> [Label] {
    var labels = [Label](repeating: -1, count: table.count)
    var next: Int32 = 0
    for range in table.groupRanges {
      let sites = table.sites(range)
      let found = try cluster(sites, of: table, parameters)
      for site in 0..<sites.count where found.cluster[site] >= 0 {
        let label = (found.cluster[site] + next) * 2 + (found.role[site] == .border ? 1 : 0)
        for position in sites.rows(site) { labels[Int(table.order[position])] = label }
      }
      next += Int32(found.clusters.count)
    }
    return labels
  }

  private func cluster(
    _ sites: PointTable.Sites, of table: PointTable, _ parameters: ClusteringParameters
  ) throws(Failure) -> Clustering {
    if planar {
      var points = PlanarPointSet()
      for site in 0..<sites.count {
        let (x, y) = table.planarPosition(sites, site)
        points.append(x: x, y: y, weight: sites.weight[site])
      }
      return try Clustering(of: points, with: parameters)
    }
    let (x, y, z) = Geocentric.millimetres(table.coordinates(sites))
    return try Clustering(of: PointSet(x: x, y: y, z: z, weight: sites.weight), with: parameters)
  }

  private func write(_ reader: TableReader, _ labels: [Label], to sink: ByteSink) throws(Failure) {
    let names = ["cluster", "role"]
    let buffer = ByteBuffer()
    var writer = DelimitedWriter(into: buffer)
    for name in reader.header { writer.field(names.contains(name) ? "input_\(name)" : name) }
    for name in names { writer.field(name) }
    writer.endRow()
    var row = 0
    let columns = Array(reader.header.indices)
    while let batch = try reader.nextBatch(projection: columns) {
      for index in 0..<batch.count {
        for column in columns { writer.field(batch.span(column, index), of: batch) }
        guard row < labels.count else { throw changed }
        let label = labels[row]
        row += 1
        if label < 0 {
          writer.empty()
          writer.field("noise" as StaticString)
        } else {
          writer.field(Int(label / 2))
          writer.field(label % 2 == 0 ? "core" as StaticString : "border")
        }
        writer.endRow()
      }
      try sink.write(buffer)
      buffer.removeAll()
    }
    try sink.write(buffer)
  }
}
