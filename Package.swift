// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors in every target of ours.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// A target of the pipeline with the modules it may import; nothing else is visible to it.
func stage(_ name: String, _ uses: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: uses, swiftSettings: strict)
}

/// The tests of one target, under the target's own name.
func tests(_ name: String, _ uses: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + uses,
    path: "Tests/\(name)Tests", swiftSettings: strict)
}

/// A system library: its module map, its pkg-config name and the Debian package that brings it.
func system(_ name: String, _ pkgConfig: String?, _ package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
  name: "karkhana",
  products: [
    .executable(name: "karkhana", targets: ["karkhana"]),
    // For Benchmarks/geocoding.
    .library(name: "Geocoding", targets: ["Geocoding", "Model"]),
    // For Benchmarks/clustering.
    .library(name: "Clustering", targets: ["Clustering", "Spatial", "Model"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    system("CProj", "proj", "libproj-dev"),
    system("CGeos", nil, "libgeos-dev"),
    system("CCairo", "cairo", "libcairo2-dev"),
    system("CPango", "pangocairo", "libpango1.0-dev"),
    system("CZlib", "zlib", "zlib1g-dev"),
    system("CZstd", "libzstd", "libzstd-dev"),
    system("CXXHash", "libxxhash", "libxxhash-dev"),
    system("CMd", "libmd", "libmd-dev"),
    .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),
    .target(name: "CScan"),

    stage("Model", []),

    stage("Tables", ["Model", "CScan", "CZlib", "CZstd", "CXXHash"]),
    stage("Text", ["Model"]),
    stage("Spatial", ["Model", "CProj", "CGeos"]),
    stage("Storage", ["Model", "CZstd", "CXXHash"]),

    stage("Registers", ["Model", "Tables", "Text", "CXXHash"]),
    stage("Taxonomy", ["Model", "Text"]),
    stage("Geocoding", ["Model", "Tables", "Text", "Spatial", "Storage", "CZlib", "CXXHash"]),
    stage("Tallying", ["Model", "Storage"]),
    stage("Clustering", ["Model"]),
    stage("Classification", ["Model"]),
    stage("Publishing", ["Model", "Tables", "Text", "Spatial", "CCairo", "CPango"]),
    stage("Synthesis", ["Model", "Tables"]),

    stage(
      "Settings",
      [
        "Model", "Tables", "Spatial", "Registers", "Taxonomy", "Geocoding", "Tallying", "Clustering",
        "Classification", "Publishing", "Synthesis", .product(name: "TOMLKit", package: "TOMLKit"),
      ]),
    stage(
      "Pipeline",
      [
        "Model", "Tables", "Text", "Spatial", "Storage", "Registers", "Taxonomy", "Geocoding",
        "Tallying", "Clustering", "Classification", "Publishing", "Synthesis", "Settings", "CMd",
      ]),
    .executableTarget(
      name: "karkhana",
      dependencies: [
        "CMalloc", "Pipeline", "Settings", "Model",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Model"], path: "Tests/TestSupport",
      swiftSettings: strict),
    tests("Model"),
    tests("Tables"),
    tests("Text"),
    tests("Spatial"),
    tests("Storage"),
    tests("Registers", ["Tables", "Settings"]),
    tests("Taxonomy", ["Settings", "Tables"]),
    tests("Geocoding", ["Tables", "Settings", "Spatial"]),
    tests("Tallying"),
    tests("Clustering", ["Spatial"]),
    tests("Classification", ["Settings", "Tables"]),
    tests("Publishing"),
    tests("Synthesis", ["Settings"]),
    tests("Settings"),
    tests("Pipeline", ["Settings", "Tables"]),
    .testTarget(
      name: "CommandTests", dependencies: ["TestSupport", "Model", "Storage", "karkhana"], path: "Tests/CommandTests",
      exclude: ["GazetteerServer.py"], swiftSettings: strict),
    .testTarget(
      name: "PeerTests", dependencies: ["TestSupport", "Clustering", "Spatial", "karkhana"],
      path: "Tests/PeerTests", exclude: ["dbscan_peer.py", "geojson_peer.py"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
