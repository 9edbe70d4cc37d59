// swift-tools-version: 6.2
import PackageDescription

// Needs a built checkout above; `swift build -c release` here.
let package = Package(
  name: "clustering-speed",
  dependencies: [.package(name: "karkhana", path: "../..")],
  targets: [
    .executableTarget(name: "engine", dependencies: [.product(name: "Clustering", package: "karkhana")])
  ],
  swiftLanguageModes: [.v6]
)
