/// A document of records.
public struct JSONRecords: Sendable, Hashable {
    /// The document. Of a damaged record it has the members that are whole: enough to say which record it is, and nothing
    /// to be acted upon.
    public var document: JSONValue
    /// What is wrong with damaged records, by their index in the list.
    public var damage: [Int: JSONError]
}

extension JSONReader {
    /// Reads a document of records, of which one that is damaged does not cost the others.
    ///
    /// The text is read as strictly as by `read`, and what is no JSON ends the reading. Where a string or a number is broken
    /// in itself, or a key stands twice, and it is plain where that ends, only the record is damaged that it stands in.
    ///
    /// - Parameters:
    ///   - records: where the document has its list of records; an object there is a single record.
    /// - Throws: `JSONError` for what is wrong outside of records, or leaves open where a record ends.
    public static func read(
        _ bytes: [UInt8], recordsAt records: JSONPointer, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONRecords {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
            var scanner = JSONScanner(bytes: buffer, limits: limits)
            let document = try scanner.document(recordsAt: records.steps[...])
            return JSONRecords(document: document, damage: scanner.damage)
        }
    }
}
