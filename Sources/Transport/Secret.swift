/// A password, key or token: it prints as `<redacted>` wherever it is interpolated, dumped or logged.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// Keeps `text` from being printed.
    public init(_ text: String) {
        self.text = text
    }

    /// Hands the text to `body`, which puts it on the wire and nowhere else.
    public func withText<Result, Failure>(_ body: (String) throws(Failure) -> Result) throws(Failure) -> Result {
        try body(text)
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { text.isEmpty }

    public var description: String { "<redacted>" }

    public var debugDescription: String { "<redacted>" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
