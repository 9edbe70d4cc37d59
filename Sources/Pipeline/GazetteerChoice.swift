import Geocoding
import Glibc
import Model
import Settings

/// Which gazetteer a run uses: the one that was named, else the one that is installed, else the starter gazetteer.
struct GazetteerChoice: Sendable, Equatable {
  /// Who chose.
  enum Origin: String, Sendable {
    /// The user, with `--gazetteer` or `KARKHANA_GAZETTEER`.
    case named
    /// It stands where `make gazetteer` installs.
    case installed
    /// Nothing else is there.
    case fallback
  }

  /// The word for the starter gazetteer on the command line; a file of that name is `./starter`.
  static let starter = "starter"

  /// Path of the file; nil is the starter gazetteer.
  let path: String?
  /// Who chose.
  let origin: Origin

  /// Resolves what the user named, if anything.
  init(_ named: String?) {
    if let named {
      path = named == Self.starter ? nil : named
      origin = .named
    } else {
      path = Self.places().first { access($0, F_OK) == 0 }
      origin = path == nil ? .fallback : .installed
    }
  }

  /// What `run.json` says: the path, or `starter`.
  var file: String { path ?? Self.starter }

  /// For people.
  var text: String {
    switch (path, origin) {
    case (let path?, .installed): "\(path) (installed)"
    case (let path?, _): path
    case (nil, .named): "starter gazetteer"
    case (nil, _): "starter gazetteer (no other is installed; 'make gazetteer' makes one)"
    }
  }

  /// Where an installed gazetteer stands: the user's data directory, then beside the installed program.
  static func places() -> [String] {
    var places: [String] = []
    // After the XDG base directory specification: a path that is not absolute is ignored.
    if let data = absolute("XDG_DATA_HOME") {
      places.append("\(data)/karkhana/gazetteer.kgaz")
    } else if let home = absolute("HOME") {
      places.append("\(home)/.local/share/karkhana/gazetteer.kgaz")
    }
    places.append(Installation.shared("gazetteer.kgaz"))
    return places
  }

  /// The absolute path in an environment variable.
  private static func absolute(_ variable: String) -> String? {
    guard let value = getenv(variable), value.pointee == 0x2F else { return nil }
    return String(cString: value)
  }

  /// Opens it. An installed file that cannot be used is a failure, never silently the starter gazetteer.
  func open(_ configuration: Configuration) throws(Failure) -> Gazetteer {
    guard let path else {
      return try Gazetteer.starter(
        directory: Installation.directory("Geo"), parameters: configuration.geocoding)
    }
    do throws(Failure) { return try Gazetteer(path: path) } catch {
      guard origin == .installed else { throw error }
      throw Failure(
        error.kind,
        "\(error.message) It is the installed one: make it again with 'make gazetteer', remove it, or run with --gazetteer starter."
      )
    }
  }
}
