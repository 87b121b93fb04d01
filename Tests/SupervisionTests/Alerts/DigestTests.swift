import Documents
import Testing

@testable import Supervision

@Suite("The digest")
struct DigestTests {
    private func entry(_ id: Int, _ severity: String, _ scenario: String, detail: String = "seen") -> Digest.Entry {
        Digest.Entry(
            id: "\(id)", scenario: scenario, severity: severity,
            subject: [.init(name: "order", value: "PO-\(id)"), .init(name: "account", value: "222222222222")],
            detail: detail, remedy: "mend it", owner: "procurement", since: LogSample.start)
    }

    @Test("the message for people, the worst first")
    func text() throws {
        let digest = try #require(
            Digest(
                host: "mgmt-1", time: LogSample.start,
                firing: [
                    entry(1, "warning", "order-unmatched"), entry(2, "error", "change-dead"),
                    entry(3, "warning", "feed-stale"),
                ], resolved: [entry(4, "error", "feed-unreachable")]))
        #expect(
            digest.text() == """
                posyncd on mgmt-1: 1 new error, 2 new warnings, 1 resolved

                NEW
                - [error] change-dead (order PO-2, account 222222222222)
                  seen
                  What to do (procurement): mend it
                - [warning] feed-stale (order PO-3, account 222222222222)
                  seen
                  What to do (procurement): mend it
                - [warning] order-unmatched (order PO-1, account 222222222222)
                  seen
                  What to do (procurement): mend it

                RESOLVED
                - [error] feed-unreachable (order PO-4, account 222222222222)
                  seen

                All of them: posyncd findings
                One of them: posyncd explain ORDER, AGREEMENT or CHARGE

                """)
    }

    @Test("the message for programs is JSON with findings as in findings.json")
    func json() throws {
        let digest = try #require(
            Digest(host: "h", time: LogSample.start, firing: [entry(1, "error", "x", detail: "a\n\"b\"")], resolved: [])
        )
        #expect(
            digest.json()
                == #"{"host":"h","time":"2026-11-23T12:00:00.000Z","summary":"posyncd on h: 1 new error","#
                + #""counts":{"firing":1,"resolved":0},"firing":[{"id":"1","scenario":"x","severity":"error","#
                + #""subject":{"order":"PO-1","account":"222222222222"},"detail":"a\n\"b\"","remedy":"mend it","#
                + #""owner":"procurement","since":"2026-11-23T12:00:00.000Z"}],"resolved":[]}"#)
        #expect(throws: Never.self) { try JSONReader.read(Array(digest.json().utf8)) }
    }

    @Test("nothing to say is no message")
    func empty() {
        #expect(Digest(host: "h", time: 0, firing: [], resolved: []) == nil)
    }

    @Test("the order in which findings come makes no difference")
    func order() {
        let entries = (0..<20).map { entry($0, Digest.severities[$0 % 3], "s\($0 % 4)") }
        let digest = Digest(host: "h", time: 0, firing: entries, resolved: entries)
        #expect(digest == Digest(host: "h", time: 0, firing: entries.reversed(), resolved: entries.reversed()))
    }

    @Test("thousands of findings stay a message, and no line of it comes from outside")
    func bounded() throws {
        let nasty = String(repeating: "\n- [error] forged\u{1B}[2J ", count: 400)
        let digest = try #require(
            Digest(host: "h", time: 0, firing: (0..<5000).map { entry($0, "error", "s", detail: nasty) }, resolved: []))
        let text = digest.text()
        #expect(text.utf8.count < 100_000 && digest.json().utf8.count < 100_000)
        #expect(text.contains("- and 4960 more\n"))
        #expect(!text.contains("\n- [error] forged") && !text.contains("\u{1B}"))
        #expect(throws: Never.self) { try JSONReader.read(Array(digest.json().utf8)) }
    }
}
