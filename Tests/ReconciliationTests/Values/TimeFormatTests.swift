import Reconciliation
import Testing

@Suite struct TimeFormatTests {
    private let moment = Instant(milliseconds: 1_795_435_200_500)

    @Test(arguments: [
        ("iso", "2026-11-23T12:00:00Z"), ("date", "2026-11-23"), ("epoch", "1795435200"),
        ("epochMilliseconds", "1795435200500"), ("odata2", "datetimeoffset'2026-11-23T12:00:00Z'"),
        ("dd.MM.yyyy HH:mm", "23.11.2026 12:00"),
    ])
    func writesNoMomentLaterThanItIs(name: String, text: String) throws {
        #expect(try #require(TimeFormat(name)).text(moment) == text)
    }

    @Test func theDayIsThatOfTheSourcesClock() {
        #expect(TimeFormat.date.text(moment, offset: 13 * 3600) == "2026-11-24")
        #expect(TimeFormat.date.instant("2026-11-24", offset: 13 * 3600) == Instant(iso: "2026-11-23T11:00:00Z"))
    }

    @Test(arguments: [
        ("iso", "2026-11-23T13:00:00.5+01:00"), ("iso", "/Date(1795435200500)/"),
        ("epochMilliseconds", "1795435200500"),
        ("odata2", "/Date(1795435200500+0000)/"), ("odata2", "/Date(1795435200500-0480)/"),
    ])
    func reads(name: String, text: String) throws {
        #expect(try #require(TimeFormat(name)).instant(text) == moment)
    }

    @Test func readsSecondsWithAFraction() {
        #expect(TimeFormat.epoch.instant("1795435200.75") == Instant(seconds: 1_795_435_200))
        #expect(TimeFormat.odata2.instant("/Date(-86400000)/") == Instant(seconds: -86_400))
    }

    @Test(arguments: [
        ("iso", "0000-00-00"), ("iso", "/Date()/"), ("iso", "1795435200"), ("epoch", "2026-11-23"),
        ("epoch", "01.12.2026"),
        ("epoch", "9223372036854775807"), ("epochMilliseconds", "99999999999999999"), ("iso", "/Date(12x)/"),
    ])
    func refusesWhatIsNoTime(name: String, text: String) throws {
        #expect(try #require(TimeFormat(name)).instant(text) == nil)
    }

    @Test(arguments: [("UTC", 0), ("+02:00", 7200), ("-0800", -28_800), ("+05:30", 19_800)])
    func readsZones(text: String, seconds: Int64) {
        #expect(ZoneOffset.seconds(text) == seconds)
    }

    @Test(arguments: ["", "2", "+2", "Europe/Berlin", "+25:00"])
    func refusesOtherZones(text: String) {
        #expect(ZoneOffset.seconds(text) == nil)
    }
}
