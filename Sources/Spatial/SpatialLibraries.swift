import CGeos
import CProj

/// The libraries behind projections and footprints: another version may move the last decimal of an area or an outline.
public enum SpatialLibraries {
  /// Name and version of each, as they report themselves.
  public static var versions: [(name: String, version: String)] {
    [("proj", String(cString: proj_info().version)), ("geos", String(cString: GEOSversion()))]
  }
}
