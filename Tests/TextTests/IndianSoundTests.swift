import Testing
import Text

@Suite struct IndianSoundTests {
  @Test(arguments: [
    ("Thoothukudi", "Tuthukudi"), ("Pashamylaram", "Pashamylaaram"), ("Velgatoor", "Velgatur"),
    ("Coimbatore", "Coimbatur"), ("Metpalle", "Metpally"), ("Vikarabad", "Wikarabad"), ("Firozabad", "Phirojabad"),
    ("Jaipur", "Jaipura"), ("Khaja", "Kaja"), ("Kolkata", "Kolkatta"), ("Tiruppur", "Tirupur"),
    ("Chhindwara", "Chindwara"), ("Shamshabad", "Samsabad"), ("Aurangabad", "Orangabad"), ("Sambalpur", "Sanbalpur"),
  ])
  func sameLightKey(_ a: String, _ b: String) {
    #expect(IndianSound.light(a) == IndianSound.light(b))
  }

  @Test(arguments: [
    ("Tumkur", "Tumakuru"), ("Calcutta", "Kolkata"), ("Koratla", "Korutla"), ("Jaipur", "जयपुर"),
    ("Vadodara", "Vadodra"), ("Tiruppur", "திருப்பூர்"), ("Mandya", "Mandia"),
  ])
  func sameSkeleton(_ a: String, _ b: String) {
    #expect(IndianSound.skeleton(a) == IndianSound.skeleton(b))
  }

  @Test(arguments: [("Rampur", "Rajpur"), ("Nagpur", "Nagaur"), ("Adilabad", "Allahabad"), ("Sonipat", "Panipat")])
  func differentSkeleton(_ a: String, _ b: String) {
    #expect(IndianSound.skeleton(a) != IndianSound.skeleton(b))
  }

  @Test func shortNamesKeepTheirVowels() {
    #expect(IndianSound.light("Goa") == "goa")
    #expect(IndianSound.light("Una") == "una")
    #expect(IndianSound.light("") == "")
    #expect(IndianSound.skeleton("Una") == "an")
  }
}
