// What the clustering step costs apart from reading and writing: `engine FILE planar|geodesic REACH CORE RADIUS|none THREADS`.
//
// FILE holds little-endian numbers without a header: how many points and groups (two Int64), the end of each group (Int64),
// x of all points, y of all points (doubles; degrees of longitude and latitude for `geodesic`), group after group. Each group
// is clustered by itself, as the commands do. Printed as JSON: CPU and wall seconds of the conversion to geocentric points and
// of the clustering, the peak of memory, and a checksum of all answers.
import Clustering
import Glibc
import Model
import Spatial

func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// FNV-1a over whole numbers.
struct Sum {
  var value: UInt64 = 0xCBF2_9CE4_8422_2325
  mutating func add(_ number: UInt64) { value = (value ^ number) &* 0x0000_0100_0000_01B3 }
  mutating func add(_ found: Clustering) {
    for site in found.cluster.indices {
      add(UInt64(bitPattern: Int64(found.cluster[site])))
      let role: UInt64 = found.role[site] == .core ? 0 : found.role[site] == .border ? 1 : 2
      add(role << 1 | (found.tied[site] ? 1 : 0))
    }
    for cluster in found.clusters {
      add(cluster.reach.bitPattern)
      add((cluster.tightest ?? -1).bitPattern)
      add(UInt64(bitPattern: Int64(cluster.belt ?? -1)))
    }
    for belt in found.belts {
      add(belt.radius.bitPattern)
      for site in belt.members { add(UInt64(site)) }
    }
  }
}

func fail(_ sentence: String) -> Never {
  let bytes = Array("\(sentence)\n".utf8)
  _ = write(2, bytes, bytes.count)
  exit(1)
}

let words = CommandLine.arguments
guard words.count == 7, let reach = Double(words[3]), let core = Int64(words[4]), let threads = Int(words[6]) else {
  fail("engine FILE planar|geodesic REACH CORE RADIUS|none THREADS")
}
let planar = words[2] == "planar"
let radius = Double(words[5])
guard let file = fopen(words[1], "rb") else { fail("\(words[1]) cannot be opened") }

func numbers<Number: BitwiseCopyable>(_ count: Int, _: Number.Type) -> [Number] {
  [Number](unsafeUninitializedCapacity: count) { buffer, filled in
    filled = fread(buffer.baseAddress, MemoryLayout<Number>.size, count, file)
  }
}
let head = numbers(2, Int64.self)
guard head.count == 2 else { fail("\(words[1]) is too short") }
let ends = numbers(Int(head[1]), Int64.self)
let x = numbers(Int(head[0]), Double.self)
let y = numbers(Int(head[0]), Double.self)
guard y.count == Int(head[0]) else { fail("\(words[1]) is too short") }
fclose(file)

var sum = Sum()
var (conversion, clustering, wall) = (0.0, 0.0, 0.0)
var (clusters, belts) = (0, 0)
var start = 0
do {
  let parameters =
    planar
    ? try ClusteringParameters(reach: reach, coreWeight: core, maxRadius: radius, threads: threads)
    : try ClusteringParameters.geodesic(
      reachMetres: reach, coreWeight: core, maxRadiusMetres: radius, threads: threads)
  for end in ends.map({ Int($0) }) {
    let before = seconds(CLOCK_PROCESS_CPUTIME_ID)
    let weight = [Int64](repeating: 1, count: end - start)
    let found: Clustering
    var converted = before
    var begun: Double
    if planar {
      let points = PlanarPointSet(x: Array(x[start..<end]), y: Array(y[start..<end]), weight: weight)
      converted = seconds(CLOCK_PROCESS_CPUTIME_ID)
      begun = seconds(CLOCK_MONOTONIC)
      found = try Clustering(of: points, with: parameters)
    } else {
      let places = (start..<end).compactMap { Coordinate(latitude: y[$0], longitude: x[$0]) }
      let (a, b, c) = Geocentric.millimetres(places)
      converted = seconds(CLOCK_PROCESS_CPUTIME_ID)
      begun = seconds(CLOCK_MONOTONIC)
      found = try Clustering(of: PointSet(x: a, y: b, z: c, weight: weight), with: parameters)
    }
    conversion += converted - before
    clustering += seconds(CLOCK_PROCESS_CPUTIME_ID) - converted
    wall += seconds(CLOCK_MONOTONIC) - begun
    clusters += found.clusters.count
    belts += found.belts.count
    sum.add(found)
    start = end
  }
} catch {
  fail("\(error)")
}
var usage = rusage()
getrusage(RUSAGE_SELF.rawValue, &usage)
func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
print(
  """
  {"cpu": \(rounded(clustering)), "wall": \(rounded(wall)), "conversion_cpu": \(rounded(conversion)), \
  "peak_mb": \(usage.ru_maxrss / 1024), "clusters": \(clusters), "belts": \(belts), "checksum": "\(String(sum.value, radix: 16))"}
  """)
