import Testing

@testable import Supervision

@Suite("The form of the log")
struct LogFormTests {
    @Test("a terminal gets text for people, whatever the environment says of the journal")
    func terminal() {
        let form = { EventLog.Form(isTerminal: true, environment: $0) }
        #expect(form([:]) == .readable(isColoured: true))
        #expect(form(["JOURNAL_STREAM": "8:1"]) == .readable(isColoured: true))
        #expect(form(["NO_COLOR": "1"]) == .readable(isColoured: false))
        #expect(form(["NO_COLOR": ""]) == .readable(isColoured: true))
        #expect(form(["TERM": "dumb"]) == .readable(isColoured: false))
    }

    @Test("programs get JSON, with priorities where JOURNAL_STREAM is set")
    func program() {
        let form = { EventLog.Form(isTerminal: false, environment: $0) }
        #expect(form([:]) == .json(hasPriority: false))
        #expect(form(["JOURNAL_STREAM": ""]) == .json(hasPriority: false))
        #expect(form(["JOURNAL_STREAM": "8:1"]) == .json(hasPriority: true))
    }

    @Test("a descriptor that is closed is no terminal")
    func closedDescriptor() {
        #expect(EventLog.Form(descriptor: -1, environment: [:]) == .json(hasPriority: false))
    }
}
