import Reconciliation
import Testing
import Transport

@testable import Marketplace

@Suite("Errors in AWS's answers")
struct AWSFaultTests {
    private func fault(_ body: String, headers: [Request.Header] = []) -> AWSFault? {
        AWSFault(Response(status: 400, headers: headers, body: Array(body.utf8)))
    }

    @Test(arguments: [
        #"{"__type":"ValidationException"}"#, #"{"__type":"com.amazonaws.x#ValidationException"}"#,
        #"{"__type":"com.amazonaws.x#ValidationException:http://internal.amazon.com/y"}"#,
        #"{"code":"ValidationException"}"#,
        "<ErrorResponse><Error><Code>ValidationException</Code></Error></ErrorResponse>",
        "<Response><Errors><Error><Code>ValidationException</Code></Error></Errors></Response>",
    ])
    func theCodeIsFound(_ body: String) {
        #expect(fault(body)?.code == "ValidationException")
    }

    @Test func theCodeMayStandInAHeader() {
        let headers = [Request.Header("x-amzn-errortype", "AccessDeniedException:http://x")]
        #expect(fault("{}", headers: headers)?.code == "AccessDeniedException")
    }

    @Test func reasonAndMessageAreFound() {
        let found = fault(#"{"__type":"ValidationException","Message":"m & n","reason":"UNSUPPORTED_ACTION","x":1}"#)
        #expect(found?.reason == "UNSUPPORTED_ACTION" && found?.message == "m & n")
        let xml = fault(
            "<E><Error><Code>AccessDenied</Code><Message>a &lt;b&gt; &amp; &#39;c&#39;</Message></Error></E>")
        #expect(xml?.message == "a <b> & 'c'")
    }

    @Test(arguments: ["", "<html><body>login</body></html>", "null", "[]", "{}", #"{"__type":5}"#, "\u{FF}"])
    func whatIsNoErrorOfAWSIsNone(_ body: String) {
        #expect(fault(body) == nil)
    }

    @Test(arguments: [
        ("x-amz-retry-after", "1500", Duration.milliseconds(1500)), ("retry-after", "2", .seconds(2)),
        ("x-amz-retry-after", "-1", nil), ("retry-after", "soon", nil), ("other", "1", nil),
        ("retry-after", "99999999", .seconds(3600)), ("retry-after", "Tue, 24 Nov 2026 08:30:30 GMT", .seconds(90)),
        ("retry-after", "Tue, 24 Nov 2026 08:00:00 GMT", .zero), ("retry-after", "Tue, 24 Nov 2026", nil),
        ("retry-after", "Thu, 31 Dec 2099 23:59:59 GMT", .seconds(3600)),
    ])
    func theTimeToWaitIsRead(_ name: String, _ value: String, _ span: Duration?) {
        let date = Request.Header("date", "Tue, 24 Nov 2026 08:29:00 GMT")
        #expect(Response(status: 400, headers: [.init(name, value), date], body: []).retryAfter == span)
    }

    @Test(arguments: [
        ("Tue, 24 Nov 2026 08:29:00 GMT", "2026-11-24T08:29:00Z"),
        ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
        ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Tue, 24 Foo 2026 08:29:00 GMT", nil), ("", nil),
        ("Tue, 24 Nov 2026 25:29:00 GMT", nil),
    ])
    func anHTTPDateIsRead(_ text: String, _ instant: String?) {
        #expect(HTTPDate.instant(text) == instant.flatMap { Instant(iso: $0) })
    }
}
