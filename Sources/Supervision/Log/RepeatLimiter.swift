/// Decides which of many identical errors are written: the first at once, the others as a count.
///
/// Pure: it is told the time. Two errors are identical if level, event, message and every text of their fields are;
/// numbers may differ, for the same error has another cycle or attempt each time.
struct RepeatLimiter: Sendable {
    /// What makes two errors the same.
    struct Identity: Sendable, Hashable {
        private let text: [String]

        init(_ record: LogRecord) {
            var text = [record.level.rawValue, record.event.rawValue, record.message]
            for case (let name, .text(let value)) in record.fields { text += [name, value] }
            self.text = text
        }
    }

    /// Errors that were counted instead of written, said by the last of them.
    struct Summary: Sendable {
        var record: LogRecord
        var count: Int
    }

    private struct Window: Sendable {
        var ends: Duration
        var count: Int
        var last: LogRecord
    }

    private let span: Duration
    private let capacity: Int
    private var windows: [Identity: Window] = [:]

    init(span: Duration = Limits.repeatWindow, capacity: Int = Limits.repeatsTracked) {
        self.span = span
        self.capacity = capacity
    }

    /// Takes an error.
    ///
    /// - Returns: whether it is to be written now, and the summaries to be written before it.
    mutating func admit(_ record: LogRecord, now: Duration) -> (isWritten: Bool, summaries: [Summary]) {
        var summaries = expire(now: now)
        let identity = Identity(record)
        guard windows[identity] == nil else {
            windows[identity]?.count += 1
            windows[identity]?.last = record
            return (false, summaries)
        }
        if windows.count >= capacity, let oldest = windows.min(by: { $0.value.ends < $1.value.ends })?.key {
            summaries += close(oldest)
        }
        windows[identity] = Window(ends: now + span, count: 0, last: record)
        return (true, summaries)
    }

    /// Ends the windows that are over.
    ///
    /// An error that goes on keeps its place: its summary comes once for each window, and no second "first".
    mutating func expire(now: Duration) -> [Summary] {
        var summaries: [Summary] = []
        for (identity, window) in windows where now >= window.ends {
            if window.count == 0 {
                windows[identity] = nil
            } else {
                summaries.append(Summary(record: window.last, count: window.count))
                windows[identity] = Window(ends: now + span, count: 0, last: window.last)
            }
        }
        return summaries.sorted { $0.record.time < $1.record.time }
    }

    /// Ends every window: the process is about to end.
    mutating func drain() -> [Summary] {
        windows.keys.flatMap { close($0) }.sorted { $0.record.time < $1.record.time }
    }

    private mutating func close(_ identity: Identity) -> [Summary] {
        guard let window = windows.removeValue(forKey: identity), window.count > 0 else { return [] }
        return [Summary(record: window.last, count: window.count)]
    }
}
