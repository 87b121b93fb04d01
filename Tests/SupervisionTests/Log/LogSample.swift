import Synchronization

@testable import Supervision

/// A log into memory, on clocks that the test sets.
final class LogSample: Sendable {
    private struct State {
        var lines: [[UInt8]] = []
        var now = Duration.zero
    }

    private let state = Mutex(State())
    /// 2026-11-23T12:00:00.000Z.
    static let start: Int64 = 1_795_435_200_000

    func log(_ form: EventLog.Form = .json(hasPriority: false), minimumLevel: Level = .debug) -> EventLog {
        EventLog(
            form: form, minimumLevel: minimumLevel,
            wall: { self.state.withLock { Self.start + Int64($0.now / .milliseconds(1)) } },
            monotonic: { self.state.withLock { $0.now } },
            write: { line in self.state.withLock { $0.lines.append(line) } })
    }

    func advance(_ span: Duration) {
        state.withLock { $0.now += span }
    }

    var lines: [String] {
        state.withLock { $0.lines.map { String(decoding: $0, as: UTF8.self) } }
    }
}
