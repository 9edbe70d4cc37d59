import Foundation
import TestSupport
import Testing

@testable import Publishing

/// All files of one run, as the pipeline writes them. With `KARKHANA_LOOK=DIR` they stay there to be looked at.
@Suite struct WritingTests {
  @Test func everyFileIsWritten() throws {
    let kept = ProcessInfo.processInfo.environment["KARKHANA_LOOK"]
    let folder = kept ?? NSTemporaryDirectory() + "/karkhana-publishing-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { if kept == nil { try? FileManager.default.removeItem(atPath: folder) } }
    var contents = Fabricated.contents(sites: kept == nil ? 500 : 40_000)
    if kept != nil, let file = ProcessInfo.processInfo.environment["KARKHANA_LOOK_BOUNDARIES"] {
      contents.boundaries = try BoundaryReader.read(file)
    }
    var parameters = PublishingParameters()
    parameters.assetFolder = SharedData.checkout.appending(path: "Config/publishing").path
    try ClusterCollection(contents).write(to: folder + "/clusters.geojson")
    try CentreCollection(contents).write(to: folder + "/centres.geojson")
    try BeltCollection(contents).write(to: folder + "/belts.geojson")
    try ClusterTable(contents).write(to: folder + "/clusters.csv")
    try SummaryTable(contents).write(to: folder + "/summary.csv")
    try EvidenceLines(contents).write(to: folder + "/evidence.jsonl")
    try MapPage(contents, assets: MapAssets.load(parameters), parameters: parameters).write(to: folder + "/map.html")
    let overview = OverviewMap(contents, parameters: parameters)
    try overview.writeSVG(to: folder + "/overview.svg")
    try overview.writePNG(to: folder + "/overview.png")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(files.count >= 7)
    for file in files {
      let size = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)[.size] as? Int
      #expect((size ?? 0) > 100, "\(file) is nearly empty")
    }
  }
}
