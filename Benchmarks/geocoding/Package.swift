// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "geocoding-benchmark",
  dependencies: [.package(name: "karkhana", path: "../..")],
  targets: [
    .executableTarget(
      name: "speed", dependencies: [.product(name: "Geocoding", package: "karkhana")],
      swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6])
