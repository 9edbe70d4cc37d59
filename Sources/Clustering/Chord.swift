/// The conversion between lengths along the Earth's surface and the straight lines that the engine measures by.
public enum Chord {
  /// R: mean radius of the Earth in metres, (2a + b)/3 of GRS 80 (Moritz 2000).
  public static let earthRadius = 6_371_008.8

  /// The straight line below an arc of `reach` metres, chord = 2R·sin(reach/2R), to the nearest whole millimetre, halves up.
  ///
  /// `reach` lies in 0…πR. Only additions, multiplications and divisions are used, so that every machine gives the same integer.
  public static func chord(ofReachMetres reach: Double) -> Int64 {
    Int64((2_000 * earthRadius * sine(reach / (2 * earthRadius))).rounded(.toNearestOrAwayFromZero))
  }

  /// The arc in metres above a straight line of `chord` millimetres, 0…2R; the inverse of `chord(ofReachMetres:)`.
  public static func metres(ofChord chord: Double) -> Double {
    let ratio = min(max(chord / (2_000 * earthRadius), 0), 1)
    var low = 0.0
    var high = Double.pi / 2
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if sine(middle) < ratio { low = middle } else { high = middle }
    }
    return 2 * earthRadius * high
  }

  /// The Taylor series of the sine up to the 25th power: exact to rounding for 0…π/2.
  static func sine(_ angle: Double) -> Double {
    let square = angle * angle
    var sum = 1.0
    for factor in stride(from: 24.0, through: 2, by: -2) { sum = 1 - square / (factor * (factor + 1)) * sum }
    return angle * sum
  }
}
