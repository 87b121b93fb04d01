import Documents
import Testing

@testable import Supervision

@Suite("The log")
struct EventLogTests {
    @Test("a line is one JSON object with its fields in order")
    func golden() {
        let sample = LogSample()
        sample.log().log(
            .warning, .feedFailed, "Feed coupa-main could not be read: the token was refused.",
            fields: [("cycle", 7), ("feed", "coupa-main"), ("error.code", "unauthorized"), ("error.status", 401)])
        #expect(
            sample.lines == [
                #"{"ts":"2026-11-23T12:00:00.000Z","level":"warning","event":"feed.failed","#
                    + #""message":"Feed coupa-main could not be read: the token was refused.","#
                    + #""cycle":7,"feed":"coupa-main","error.code":"unauthorized","error.status":401}"# + "\n"
            ])
    }

    @Test("for journald each line begins with its priority", arguments: zip(Level.allCases, [7, 6, 5, 4, 3, 2]))
    func priority(level: Level, number: Int) {
        let sample = LogSample()
        sample.log(.json(hasPriority: true)).log(level, .cycleStarted, "x")
        #expect(sample.lines.first?.hasPrefix("<\(number)>{\"ts\":") == true)
    }

    @Test("for a person the line is text, coloured if wanted, with controls made visible")
    func readable() {
        let sample = LogSample()
        let fields: [(String, Field)] = [("order", "PO 1"), ("cycle", 7), ("feed", "a\u{1B}[2Jb")]
        sample.log(.readable(isColoured: false)).log(.error, .changeDead, "Given\nup", fields: fields)
        sample.log(.readable(isColoured: true)).log(.error, .changeDead, "Given up", fields: [])
        #expect(
            sample.lines == [
                "2026-11-23T12:00:00.000Z error    change.dead  Given\\nup order=\"PO 1\" cycle=7 feed=a\\u{1B}[2Jb\n",
                "\u{1B}[2m2026-11-23T12:00:00.000Z\u{1B}[0m \u{1B}[31merror\u{1B}[0m    "
                    + "\u{1B}[1mchange.dead\u{1B}[0m  Given up\n",
            ])
    }

    @Test("what matters less than the minimum is not written, and the minimum can be changed")
    func minimum() {
        let sample = LogSample()
        let log = sample.log(minimumLevel: .notice)
        log.log(.info, .cycleStarted, "no")
        log.log(.notice, .findingFiring, "yes")
        log.minimumLevel = .debug
        log.log(.debug, .cycleStarted, "now")
        #expect(sample.lines.count == 2)
    }

    @Test("a name given twice, or one of the line's own, appears once")
    func duplicateNames() throws {
        let sample = LogSample()
        let long = String(repeating: "k", count: 100)
        sample.log().log(
            .info, .feedRead, "m",
            fields: [("feed", "a"), ("feed", "b"), ("ts", "c"), ("event", "d"), (long + "1", 1), (long + "2", 2)])
        let line = try #require(sample.lines.first)
        let value = try JSONReader.read(Array(line.utf8.dropLast()))
        guard case .object(let object) = value else { throw Unexpected() }
        #expect(object["feed"] == .string("a"))
        #expect(object["event"] == .string("feed.read"))
    }

    private struct Unexpected: Error {}

    @Test("event names are noun and verb, and each is there once")
    func names() {
        #expect(Set(EventName.allCases.map(\.rawValue)).count == EventName.allCases.count)
        for event in EventName.allCases {
            let parts = event.rawValue.split(separator: ".")
            #expect(parts.count == 2)
            #expect(event.rawValue.utf8.allSatisfy { (97...122).contains($0) || $0 == 0x2E || $0 == 0x5F })
        }
    }
}
