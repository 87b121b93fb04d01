import Documents
import Reconciliation
import Store
import Supervision
import Synchronization
import Testing

@testable import Daemon

/// The lines about the store, which a healthy disk never shows.
@Suite struct StoreLogTests {
    private static let full = FileError(.write, "/state/journal-1.log", code: 28)

    /// Everything that the store tells, with the event, level and fields that it is said with.
    private static let expected: [(event: StoreEvent, said: String)] = [
        (.compacted(generation: 3, records: 12, bytes: 3456), "store.compacted info records=12 bytes=3456"),
        (.compactionPostponed(full), "store.full warning"),
        (.syncSlow(.milliseconds(1234)), "store.sync_slow warning duration.ms=1234"),
        (.full(full), "store.full error"),
        (.roomAgain, "store.full notice"),
        (.failed(.io(full)), "store.failed critical"),
        (
            .tailPutAside(file: "journal-1.log", offset: 4096, bytes: 17, quarantine: "quarantine/journal-1.log"),
            "store.tail_truncated warning bytes=17"
        ),
    ]

    @Test func eachIsSaidAsTheTableHasIt() throws {
        let table = try AlertingFiles.table(under: "Events")
        for (event, said) in Self.expected {
            let line = try #require(try line(of: event))
            let object = try #require(try JSONReader.read(Array(line.utf8)).object)
            var words = ["event", "level"].compactMap { object[$0]?.string }
            for member in object.members.dropFirst(4) {
                guard case .number(let number) = member.value else { continue }
                words.append("\(member.key)=\(number)")
            }
            #expect(words.joined(separator: " ") == said)
            #expect(object.members.count == words.count + 2)
            let row = try #require(table.first { AlertingFiles.quoted($0[0]) == [words[0]] })
            #expect(row[1].contains(words[1]), "\(row[0]) is not documented with the level \(words[1])")
            #expect(AlertingFiles.quoted(row[3]) == object.members.dropFirst(4).map(\.key))
        }
    }

    @Test func eachSaysWhatHasHappened() throws {
        for (event, part) in [
            (.full(Self.full), "No space left"), (.compactionPostponed(Self.full), "tried again later"),
            (Self.expected[6].event, "never acknowledged"),
        ] as [(StoreEvent, String)] {
            #expect(try #require(try line(of: event)).contains(part))
        }
    }

    private func line(of event: StoreEvent) throws -> String? {
        let lines = Mutex<[String]>([])
        let log = EventLog(form: .json(hasPriority: false), minimumLevel: .debug, wall: { 0 }, monotonic: { .zero }) {
            let line = String(decoding: $0, as: UTF8.self)
            lines.withLock { $0.append(line) }
        }
        StoreLog(log: log).say(event)
        log.finish()
        return lines.withLock { $0.first }
    }
}
