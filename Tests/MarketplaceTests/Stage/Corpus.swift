import Documents
import FoundationEssentials
import Testing

/// Cases that were recorded from another implementation, one JSON object each.
enum Corpus {
    static func cases(_ name: String) throws -> [JSONObject] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let value = try JSONReader.read(Array(try Data(contentsOf: folder.appending(path: "Corpus/\(name)"))))
        return try #require(value.array).compactMap(\.object)
    }
}
