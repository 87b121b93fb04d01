import Supervision
import Testing

@testable import Daemon

/// The events of the log are what `Config/alerting/README.md` says: alert rules of other people rely on it.
@Suite struct EventTableTests {
    /// The names that must never go away.
    private static let promised = """
        daemon.started daemon.stopping config.reloaded config.rejected cycle.started cycle.finished cycle.incomplete
        feed.read feed.failed account.read account.failed change.applied change.verified change.failed change.dead
        retry.scheduled finding.firing finding.reminded finding.resolved store.compacted store.sync_slow store.full
        store.failed clock.jumped
        """

    private static func documented() throws -> [String] {
        try AlertingFiles.table(under: "Events").flatMap { AlertingFiles.quoted($0[0]) }
    }

    @Test func theTableHasEveryEventOnceAndNoOther() throws {
        #expect(try Self.documented().sorted() == EventName.allCases.map(\.rawValue).sorted())
    }

    @Test func whatWasPromisedIsThere() throws {
        let promised = Self.promised.split { $0 == " " || $0 == "\n" }.map(String.init)
        #expect(promised.count == 24)
        #expect(Set(promised).subtracting(try Self.documented()).isEmpty)
    }

    @Test func everyEventIsSaidSomewhere() throws {
        let all = try AlertingFiles.sources(of: "Daemon") + AlertingFiles.sources(of: "Supervision")
        let sources = all.filter { !$0.contains("enum EventName") }
        for event in EventName.allCases {
            #expect(sources.contains { $0.contains(".\(event),") }, "nobody says \(event.rawValue)")
        }
    }

    @Test func theLevelsAreThoseOfTheLog() throws {
        let known = Set(Level.allCases.map(\.rawValue))
        for row in try AlertingFiles.table(under: "Events") {
            let words = row[1].split { !$0.isLetter }.map(String.init)
            #expect(words.contains { known.contains($0) } || row[1].hasPrefix("that of"), "\(row[0]): \(row[1])")
        }
    }
}
