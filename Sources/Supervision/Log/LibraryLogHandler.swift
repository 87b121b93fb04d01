public import Logging

/// Takes what libraries say through swift-log (ServiceLifecycle does) into the log, as `daemon.note`.
public struct LibraryLogHandler: LogHandler {
    private let log: EventLog
    private let label: String
    /// What goes into every line of this logger.
    public var metadata: Logger.Metadata = [:]
    /// What goes into every line from the task.
    public var metadataProvider: Logger.MetadataProvider?
    /// What matters less is not passed on; the log's own minimum holds beside it.
    public var logLevel: Logger.Level = .trace

    /// A handler for the logger of this label, to be passed to `Logger(label:factory:)`.
    public init(label: String, log: EventLog) {
        self.label = label
        self.log = log
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        all.merge(metadataProvider?.get() ?? [:]) { $1 }
        all.merge(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error.reason"] = "\(error)" }
        let fields = all.sorted { $0.key < $1.key }.map { ($0.key, Field.text("\($0.value)")) }
        log.log(
            Level(event.level), .daemonNote, event.message.description,
            fields: [("library", .text(label))] + fields)
    }
}

extension Level {
    /// The level of a library's line; its `trace` is our `debug`.
    public init(_ level: Logger.Level) {
        switch level {
        case .trace, .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        case .critical: self = .critical
        }
    }
}
