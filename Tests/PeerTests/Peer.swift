import Foundation
import TestSupport
import Testing

/// The Python of the checkout, with scikit-learn and GDAL, in which peers run: `.build-peers/venv`.
enum Peer {
  /// Its path, or nil, said in one line; with KARKHANA_REQUIRE_PEERS=1 (as in continuous integration) absence is a failure.
  static func python() -> URL? {
    let path = SharedData.checkout.appending(path: ".build-peers/venv/bin/python")
    if FileManager.default.isExecutableFile(atPath: path.path) { return path }
    let line =
      "absent, so not compared with: scikit-learn and GDAL in .build-peers/venv (Scripts/install-peers)"
    if ProcessInfo.processInfo.environment["KARKHANA_REQUIRE_PEERS"] == "1" {
      Issue.record("\(line)")
    } else {
      print(line)
    }
    return nil
  }

  /// What scikit-learn says about sets of points, in the order of `sets`; nil when Python is absent.
  static func dbscan(_ sets: [PeerSet]) throws -> [PeerAnswer]? {
    guard python() != nil else { return nil }
    let directory = FileManager.default.temporaryDirectory.appending(path: "peer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    func file(_ index: Int, _ ending: String) -> URL {
      directory.appending(path: "set-\(10_000 + index).\(ending)")
    }
    for (index, set) in sets.enumerated() { try set.bytes.write(to: file(index, "in")) }
    _ = try run("dbscan_peer.py", [directory.path])
    return try sets.indices.map { PeerAnswer(try Data(contentsOf: file($0, "out")), count: sets[$0].weights.count) }
  }

  /// What a script that stands beside this file prints; nil when Python is absent.
  static func run(_ script: String, _ arguments: [String]) throws -> String? {
    guard let python = python() else { return nil }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = python
    process.arguments =
      [URL(filePath: #filePath).deletingLastPathComponent().appending(path: script).path] + arguments
    process.standardOutput = pipe
    try process.run()
    let printed = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(script) failed")
    return printed
  }
}

/// A set as the peer reads it.
struct PeerSet {
  /// Coordinates, point by point.
  var rows: [[Double]]
  var weights: [Double]
  var reach: Double
  var coreWeight: Double
  /// Latitude and longitude in radians, and the reach an angle.
  var isHaversine = false

  var bytes: Data {
    var data = Data()
    func add<Value>(_ values: [Value]) { values.withUnsafeBytes { data.append(contentsOf: $0) } }
    add([Int64(rows.count), Int64(rows.first?.count ?? 2), isHaversine ? 1 : 0])
    add([reach, coreWeight])
    add(rows.flatMap { $0 })
    add(weights)
    return data
  }
}

/// What the peer says.
struct PeerAnswer {
  var labels: [Int]
  var isCore: [Bool]

  init(_ data: Data, count: Int) {
    labels = data.prefix(8 * count).withUnsafeBytes { bytes in
      (0..<count).map { Int(bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self)) }
    }
    isCore = data.suffix(count).map { $0 == 1 }
  }
}
