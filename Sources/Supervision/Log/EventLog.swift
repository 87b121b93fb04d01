internal import Glibc
internal import Synchronization

/// The log: one line for each event, in the form that its reader wants.
///
/// Made once and passed to whatever speaks. Lines of several tasks never mix, repeated errors are limited, and no call
/// waits for the reader.
public final class EventLog: Sendable {
    /// How lines look.
    public enum Form: Sendable, Hashable {
        /// One JSON object a line, for programs; with `<N>` in front where journald reads.
        case json(hasPriority: Bool)
        /// Aligned text, for people.
        case readable(isColoured: Bool)
    }

    private let form: Form
    private let write: @Sendable ([UInt8]) -> Void
    private let writer: LineWriter?
    private let wall: @Sendable () -> Int64
    private let monotonic: @Sendable () -> Duration
    private let minimum: Mutex<Level>
    private let limiter = Mutex(RepeatLimiter())

    /// A log that gives its lines, each with its line break, to a closure.
    ///
    /// - Parameters:
    ///   - form: how lines look.
    ///   - minimumLevel: what matters less is not written.
    ///   - wall: milliseconds since 1970-01-01T00:00:00Z.
    ///   - monotonic: time that never goes back, for limiting repeated errors.
    ///   - write: takes the bytes of a line.
    public convenience init(
        form: Form, minimumLevel: Level, wall: @escaping @Sendable () -> Int64,
        monotonic: @escaping @Sendable () -> Duration, write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.init(form, minimumLevel, wall, monotonic, write, nil)
    }

    private init(
        _ form: Form, _ minimumLevel: Level, _ wall: @escaping @Sendable () -> Int64,
        _ monotonic: @escaping @Sendable () -> Duration, _ write: @escaping @Sendable ([UInt8]) -> Void,
        _ writer: LineWriter?
    ) {
        self.form = form
        self.minimum = Mutex(minimumLevel)
        self.wall = wall
        self.monotonic = monotonic
        self.write = write
        self.writer = writer
    }

    /// The log on standard error.
    ///
    /// From here on a closed pipe is an error of the write and not the death of the process (`SIGPIPE` is ignored).
    ///
    /// - Parameters:
    ///   - environment: the variables of the process; `JOURNAL_STREAM`, `NO_COLOR` and `TERM` choose the form.
    public static func standardError(
        environment: [String: String], minimumLevel: Level, wall: @escaping @Sendable () -> Int64,
        monotonic: @escaping @Sendable () -> Duration
    ) -> EventLog {
        signal(SIGPIPE, SIG_IGN)
        let writer = LineWriter(descriptor: STDERR_FILENO)
        let form = Form(descriptor: STDERR_FILENO, environment: environment)
        return EventLog(form, minimumLevel, wall, monotonic, { writer.write($0) }, writer)
    }

    /// Whether lines are for people at a terminal and not for programs.
    public var isReadable: Bool {
        if case .readable = form { true } else { false }
    }

    /// What matters less than this is not written; may be changed at any time.
    public var minimumLevel: Level {
        get { minimum.withLock { $0 } }
        set { minimum.withLock { $0 = newValue } }
    }

    /// Says that something has happened.
    ///
    /// - Parameters:
    ///   - message: a sentence: what happened, to which order, charge or file, what to do. Never a secret.
    ///   - fields: what programs read beside it, by dotted names; of two with the same name the first is kept.
    public func log(
        _ level: Level, _ event: EventName, _ message: @autoclosure () -> String,
        fields: @autoclosure () -> [(String, Field)] = []
    ) {
        guard level >= minimumLevel else { return }
        let record = LogRecord(time: wall(), level: level, event: event, message: message(), fields: fields())
        guard event.isLimited, level >= .warning else {
            emit(limiter.withLock { $0.expire(now: monotonic()) }, at: record.time)
            return emit(record)
        }
        let (isWritten, summaries) = limiter.withLock { $0.admit(record, now: monotonic()) }
        emit(summaries, at: record.time)
        if isWritten { emit(record) }
    }

    /// Writes what is still counted and waits, at most two seconds, until every line is out; for the end of the program.
    public func finish() {
        emit(limiter.withLock { $0.drain() }, at: wall())
        _ = writer?.flush(withinMilliseconds: 2000)
    }

    private func emit(_ summaries: [RepeatLimiter.Summary], at time: Int64) {
        for summary in summaries {
            var record = summary.record
            record.time = time
            record.fields.insert(("repeated", .integer(summary.count)), at: 0)
            emit(record)
        }
    }

    private func emit(_ record: LogRecord) {
        write(bytes(record))
        // Only behind a line that went out is it known that somebody reads again.
        guard let dropped = writer?.takeDropped(), dropped > 0 else { return }
        let text = "\(dropped) lines before this were left out, for nobody read them in time"
        write(
            bytes(
                LogRecord(
                    time: record.time, level: .warning, event: .daemonNote, message: text,
                    fields: [("dropped", .integer(dropped))])))
    }

    private func bytes(_ record: LogRecord) -> [UInt8] {
        switch form {
        case .json(let hasPriority): JSONLine(hasPriority: hasPriority).bytes(of: record)
        case .readable(let isColoured): ReadableLine(isColoured: isColoured).bytes(of: record)
        }
    }
}

extension EventLog.Form {
    /// The form that suits whoever reads this descriptor: a person at a terminal, journald, or a program.
    ///
    /// `JOURNAL_STREAM` names a device and an inode, which would tell whether it is about this very descriptor. It is
    /// not compared: where standard error goes through a pipe on its way to the journal the priorities are still wanted,
    /// and readers of files bear the prefix.
    init(descriptor: Int32, environment: [String: String]) {
        self.init(isTerminal: isatty(descriptor) == 1, environment: environment)
    }

    init(isTerminal: Bool, environment: [String: String]) {
        if isTerminal {
            let refuses = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
            self = .readable(isColoured: !refuses)
        } else {
            self = .json(hasPriority: !(environment["JOURNAL_STREAM"] ?? "").isEmpty)
        }
    }
}
