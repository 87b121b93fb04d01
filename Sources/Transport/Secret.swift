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

    /// A text without this secret in it: servers repeat what they refuse in their messages.
    public func redacted(in other: String) -> String {
        guard text.utf8.count >= 4, other.contains(text) else { return other }
        return other.split(separator: text, omittingEmptySubsequences: false).joined(separator: description)
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { text.isEmpty }

    public var description: String { "<redacted>" }

    public var debugDescription: String { "<redacted>" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
