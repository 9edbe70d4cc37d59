import CMd
import Glibc
import Model

/// SHA-256 sums of inputs, on request: half as fast as the whole run, hence not by default.
enum Checksum {
  /// The sum of the file behind `input`, as hexadecimal digits; empty for standard input, which is not kept as it came.
  static func sha256(of input: BoundInput) throws(Failure) -> String {
    guard input.stamp != nil else { return "" }
    guard let file = fopen(input.path, "rb") else {
      throw Failure(.inputOutput, "\(input.path) cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { fclose(file) }
    var context = SHA2_CTX()
    SHA256Init(&context)
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      SHA256Update(&context, chunk, count)
    }
    guard ferror(file) == 0 else {
      throw Failure(.inputOutput, "\(input.path) cannot be read: \(String(cString: strerror(errno))).")
    }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256Final(&digest, &context)
    return digest.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
