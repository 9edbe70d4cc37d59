import Glibc

/// Trigonometry in degrees, from the C library.
enum Trigonometry {
  static let radiansPerDegree = Double.pi / 180
  static func sine(degrees: Double) -> Double { sin(degrees * radiansPerDegree) }
  static func cosine(degrees: Double) -> Double { cos(degrees * radiansPerDegree) }
}
