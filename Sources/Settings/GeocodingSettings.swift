import Geocoding
public enum GeocodingSettings { public static func read(_ file: ConfigFile) -> GeocodingParameters { GeocodingParameters() } }
