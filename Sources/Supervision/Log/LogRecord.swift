/// One thing to be said, before it has a form.
struct LogRecord: Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    var time: Int64
    var level: Level
    var event: EventName
    var message: String
    var fields: [(String, Field)]
}
