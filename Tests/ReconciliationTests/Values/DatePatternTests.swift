import Reconciliation
import Testing

@Suite struct DatePatternTests {
    private let moment = Instant(milliseconds: 1_793_718_245_678)

    @Test(arguments: [
        ("yyyy-MM-dd", "2026-11-03"), ("dd.MM.yyyy", "03.11.2026"), ("M/d/yyyy h:mm a", "11/3/2026 3:04 PM"),
        ("d-MMM-yy", "3-Nov-26"), ("yyyyMMddHHmmss", "20261103150405"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2026-11-03T15:04:05.678Z"),
        ("'on' d.M.''yy", "on 3.11.'26"),
    ])
    func writesAndReads(pattern: String, text: String) throws {
        let pattern = try #require(DatePattern(pattern))
        #expect(pattern.text(moment) == text)
        #expect(pattern.instant(text).map { pattern.text($0) } == text)
    }

    @Test func knowsTheZoneThatATextNamesOrTheOneAssumed() throws {
        let zoned = try #require(DatePattern("yyyy-MM-dd HH:mmXX"))
        #expect(zoned.text(moment, offset: -8 * 3600) == "2026-11-03 07:04-0800")
        #expect(zoned.instant("2026-11-03 07:04-0800") == Instant(iso: "2026-11-03T15:04:00Z"))
        let plain = try #require(DatePattern("dd/MM/yyyy"))
        #expect(plain.instant("03/11/2026", offset: 3600) == Instant(iso: "2026-11-02T23:00:00Z"))
    }

    @Test(arguments: ["12:00 AM", "12:30 PM"])
    func noonAndMidnightAreTwelve(text: String) throws {
        let pattern = try #require(DatePattern("yyyy h:mm a"))
        #expect(pattern.instant("2026 \(text)").map { pattern.text($0) } == "2026 \(text)")
    }

    @Test(arguments: ["31.02.2026", "00.00.0000", "3.11.2026", "03.11.2026 ", "03-11-2026", "", "aa.bb.cccc"])
    func refusesWhatIsNotOfItsForm(text: String) throws {
        #expect(try #require(DatePattern("dd.MM.yyyy")).instant(text) == nil)
    }

    @Test(arguments: ["", "'open", "yyyy-QQ", "iso", "---", "yyyyy"])
    func refusesWhatIsNoPattern(source: String) {
        #expect(DatePattern(source) == nil)
    }
}
