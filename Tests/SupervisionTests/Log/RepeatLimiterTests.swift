import Testing

@testable import Supervision

@Suite("Repeated errors")
struct RepeatLimiterTests {
    private func failure(_ feed: String, cycle: Int, message: String = "no answer") -> LogRecord {
        LogRecord(
            time: Int64(cycle), level: .warning, event: .feedFailed, message: message,
            fields: [("feed", .text(feed)), ("cycle", .integer(cycle))])
    }

    @Test("the first is written at once, those of the same minute are counted, then said once")
    func counted() {
        var limiter = RepeatLimiter()
        #expect(limiter.admit(failure("a", cycle: 1), now: .zero).isWritten)
        for second in 1...59 {
            let (isWritten, summaries) = limiter.admit(failure("a", cycle: second), now: .seconds(second))
            #expect(!isWritten && summaries.isEmpty)
        }
        let summaries = limiter.expire(now: .seconds(60))
        #expect(summaries.map(\.count) == [59])
        #expect(summaries.first?.record.fields.last?.1 == .integer(59))
        #expect(limiter.expire(now: .seconds(61)).isEmpty)
    }

    @Test("one that goes on is said once a minute, and after a quiet minute at once again")
    func goesOn() {
        var limiter = RepeatLimiter()
        var written = 0
        var counted = 0
        for second in 0..<600 {
            let (isWritten, summaries) = limiter.admit(failure("a", cycle: second), now: .seconds(second))
            written += isWritten ? 1 : 0
            counted += summaries.reduce(0) { $0 + $1.count }
        }
        counted += limiter.drain().reduce(0) { $0 + $1.count }
        #expect(written == 1)
        #expect(written + counted == 600)
        #expect(limiter.admit(failure("a", cycle: 1), now: .seconds(700)).isWritten)
    }

    @Test("other feeds and other messages are other errors, other numbers are not")
    func identity() {
        var limiter = RepeatLimiter()
        #expect(limiter.admit(failure("a", cycle: 1), now: .zero).isWritten)
        #expect(limiter.admit(failure("b", cycle: 1), now: .zero).isWritten)
        #expect(limiter.admit(failure("a", cycle: 1, message: "refused"), now: .zero).isWritten)
        #expect(!limiter.admit(failure("a", cycle: 2), now: .zero).isWritten)
    }

    @Test("it remembers a bounded number, and forgetting loses no count")
    func bounded() {
        var limiter = RepeatLimiter(span: .seconds(60), capacity: 8)
        var said = 0
        for round in 0..<2 {
            for feed in 0..<100 {
                let (isWritten, summaries) = limiter.admit(failure("\(feed)", cycle: round), now: .seconds(1))
                said += (isWritten ? 1 : 0) + summaries.reduce(0) { $0 + $1.count }
                let (again, more) = limiter.admit(failure("\(feed)", cycle: round), now: .seconds(1))
                said += (again ? 1 : 0) + more.reduce(0) { $0 + $1.count }
            }
        }
        said += limiter.drain().reduce(0) { $0 + $1.count }
        #expect(said == 400)
    }

    @Test("in the log the count is a field, any later line brings it out, and findings are never held back")
    func inTheLog() {
        let sample = LogSample()
        let log = sample.log()
        for _ in 0..<5 { log.log(.error, .storeFull, "No room", fields: [("path", "/s")]) }
        #expect(sample.lines.count == 1)
        sample.advance(.seconds(61))
        log.log(.info, .cycleStarted, "next")
        #expect(sample.lines.count == 3)
        #expect(sample.lines.dropFirst().first?.contains(#""message":"No room","repeated":4,"path":"/s""#) == true)
        for _ in 0..<5 { log.log(.error, .findingFiring, "New", fields: [("finding", "1")]) }
        #expect(sample.lines.count == 8)
        for _ in 0..<5 { log.log(.error, .feedFailed, "Gone") }
        log.finish()
        #expect(sample.lines.count == 10)
        #expect(sample.lines.last?.contains(#""repeated":4"#) == true)
    }
}
