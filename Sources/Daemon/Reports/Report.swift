internal import Documents

/// What a command prints: for people and for programs.
public protocol Report: Sendable {
    /// For a terminal; lines end with a line break.
    var text: String { get }
    /// As JSON, with a line break at the end.
    var json: String { get }
}

/// A report that is a JSON document.
protocol DocumentReport: Report {
    var document: JSONValue { get }
}

extension DocumentReport {
    public var json: String { document.prettyText() + "\n" }
}
