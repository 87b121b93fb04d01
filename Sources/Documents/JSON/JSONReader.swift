/// Reads JSON strictly by RFC 8259: UTF-8 alone, every key once, nothing after the value.
public enum JSONReader {
    /// Reads one value that fills `bytes`, blanks around it aside.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 text without byte order mark.
    ///   - limits: how deep and how long the text may be.
    /// - Throws: `JSONError` with the place of the first thing that is not JSON.
    public static func read(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSONValue {
        try read(bytes[...], limits: limits)
    }

    /// As `read` of bytes, for a part of them.
    public static func read(
        _ bytes: ArraySlice<UInt8>, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
            var scanner = JSONScanner(bytes: buffer, limits: limits)
            return try scanner.document()
        }
    }
}

/// How much of a JSON text is borne.
public struct JSONLimits: Sendable, Hashable {
    /// Arrays and objects within each other: documents of ours and of the services in use stay below ten.
    public var depth: Int
    /// Digits and signs of one number: longer than any amount or identifier.
    public var numberLength: Int

    /// 64 levels and 1 KiB a number unless said otherwise.
    public init(depth: Int = 64, numberLength: Int = 1024) {
        self.depth = depth
        self.numberLength = numberLength
    }
}

/// Where a text is not JSON, and why.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The byte at which the text stops being JSON.
    public var offset: Int
    /// What is wrong there.
    public var reason: String

    /// An error at a byte.
    public init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    /// `at byte 17: two members are called "id"`.
    public var description: String { "at byte \(offset): \(reason)" }
}
