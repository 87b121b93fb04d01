import Reconciliation
import Testing
import Transport

@testable import Procurement

/// RFC 9110, sections 5.6.7 and 10.2.3.
@Suite struct RetryAfterTests {
    private let now = Instant(seconds: 784_111_777)

    private func span(_ value: String, date: String? = nil) -> Duration? {
        var headers = [Request.Header("retry-after", value)]
        if let date { headers.append(.init("date", date)) }
        return RetryAfter.span(Response(status: 429, headers: headers, body: []), now: now)
    }

    @Test func readsSeconds() {
        #expect(span("0") == .zero)
        #expect(span(" 120 ") == .seconds(120))
    }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:50:07 GMT", "Sunday, 06-Nov-94 08:50:07 GMT", "Sun Nov  6 08:50:07 1994",
    ])
    func readsTheThreeFormsOfADate(form: String) {
        #expect(span(form) == .seconds(30))
    }

    @Test func measuresADateAgainstTheServersClock() {
        #expect(
            span("Mon, 23 Nov 2026 12:00:20 GMT", date: "Mon, 23 Nov 2026 12:00:00 GMT") == .seconds(20))
    }

    @Test func aDateThatIsOverMeansNow() {
        #expect(span("Sat, 05 Nov 1994 08:49:37 GMT") == .zero)
    }

    @Test func secondsBeyondAllBoundsAreBounded() {
        #expect(span("999999999999") == .seconds(366 * 86_400))
    }

    @Test(arguments: [
        "", "-5", "+5", "1.5", "soon", "5 minutes", "99999999999999999999999", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "0000-00-00T00:00:00Z",
    ])
    func passesOverWhatIsMalformed(value: String) {
        #expect(span(value) == nil)
    }
}
