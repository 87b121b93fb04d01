extension String {
    /// The text in at most `bytes` bytes of UTF-8, with an ellipsis where something is missing.
    ///
    /// It is cut between two scalars: what counts characters bounds nothing, since one character with marks enough is as
    /// long as a document.
    public func clipped(to bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: max(0, bytes - 3))
        while end > utf8.startIndex, utf8[end] & 0xc0 == 0x80 { end = utf8.index(before: end) }
        return String(self[..<end]) + "…"
    }
}
