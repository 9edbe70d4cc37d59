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

  /// The label of a point: cluster number from 0, −1 for noise, and its role.
  private struct Label: BitwiseCopyable {
    var cluster: Int32
    var role: UInt8
  }

  /// Writes the rows with `cluster` and `role` to `out`, or to standard output.
  public func run(to out: String?) throws(Failure) {
    // Told before the file is read: a wrong number is a fault of the command line.
    _ = try parameters()
    let reader = try TableReader(
      path: path, source: 0, options: ReadOptions(spillDirectory: Environment.temporaryDirectory))
    let table = try PointTable(reader, planar: planar, crs: crs)
    let labels = try labels(of: table)
    let sink = try ByteSink(path: out ?? "-")
    var options = ReadOptions(delimiter: reader.delimiter, name: reader.name)
    options.spillDirectory = nil
    let again = try TableReader(path: reader.spill?.path ?? path, source: 0, options: options)
    try write(again, labels, to: sink)
    try sink.close()
  }

  private func parameters() throws(Failure) -> ClusteringParameters {
    if planar {
      return try ClusteringParameters(reach: reach, coreWeight: core, maxRadius: maxRadius, threads: threads)
    }
    return try ClusteringParameters.geodesic(
      reachMetres: reach, coreWeight: core, maxRadiusMetres: maxRadius, threads: threads)
  }

  /// Clusters each group by itself; numbers run through the groups in ascending order of their names.
  private func labels(of table: PointTable) throws(Failure) -> [Label] {
    var labels = Array(repeating: Label(cluster: -1, role: SiteRole.noise.rawValue), count: table.count)
    let parameters = try parameters()
    var next: Int32 = 0
    for range in table.groupRanges {
      let found: Clustering
      let sites = table.sites(range)
      if planar {
        var points = PlanarPointSet()
        for site in sites {
          points.append(x: table.x[Int(site.first)], y: table.y[Int(site.first)], weight: site.weight)
        }
        found = try Clustering(of: points, with: parameters)
      } else {
        let (x, y, z) = Geocentric.millimetres(sites.map { table.coordinate(Int($0.first)) })
        found = try Clustering(of: PointSet(x: x, y: y, z: z, weight: sites.map(\.weight)), with: parameters)
      }
      for (number, site) in sites.enumerated() {
        let cluster = found.cluster[number]
        let label = Label(cluster: cluster < 0 ? -1 : cluster + next, role: found.role[number].rawValue)
        for position in site.rows { labels[Int(table.order[position])] = label }
      }
      next += Int32(found.clusters.count)
    }
    return labels
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
        let label = labels[row]
        row += 1
        if label.cluster < 0 { writer.empty() } else { writer.field(Int(label.cluster)) }
        writer.field((SiteRole(rawValue: label.role) ?? .noise).name)
        writer.endRow()
      }
      try sink.write(buffer)
      buffer.removeAll()
    }
    try sink.write(buffer)
  }
}
