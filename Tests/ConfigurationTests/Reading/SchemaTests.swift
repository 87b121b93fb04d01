import Documents
import FoundationEssentials
import Testing

@testable import Configuration

/// The schema for editors and the reader know the same keys, in every section and for every kind of feed.
@Suite struct SchemaTests {
    /// A key that is like none, so that the reader lists those that it knows.
    private static let stranger = "zzzzqqqqzzzz"

    /// A section of the file: what stands around it.
    private struct Place {
        var before = ""
        var after = ""

        /// The section at a key of this one, with other keys before it.
        func key(_ key: String, beside: String = "") -> Place {
            Place(before: "\(before){\(beside)\(key): ", after: "}\(after)")
        }

        /// An entry of the list that stands here.
        var entry: Place { Place(before: "\(before)[", after: "]\(after)") }
    }

    /// The keys that the reader knows in a section; `nil` where it takes none there.
    private static func read(_ place: Place, beside: String = "") -> Set<String>? {
        let text = "\(place.before){\(beside)\(stranger): 1}\(place.after)"
        do throws(ConfigurationError) {
            _ = try Configuration.parse(text: text, file: "test.yaml")
        } catch {
            guard case .invalid(_, let problems) = error else { return nil }
            for problem in problems where problem.path.hasSuffix(stranger) {
                guard let range = problem.message.firstRange(of: "known here: ") else { continue }
                return Set(problem.message[range.upperBound...].split(separator: ", ").map(String.init))
            }
        }
        return nil
    }

    private let schema: JSONValue

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "Config/posyncd.schema.json"))
        schema = try JSONReader.read(Array(data))
    }

    /// What a schema says in the end: references followed, of several ways the one that has keys.
    private func resolved(_ value: JSONValue?) -> JSONObject? {
        guard let object = value?.object else { return nil }
        if let name = object["$ref"]?.string?.split(separator: "/").last {
            return resolved(schema["$defs"]?[String(name)])
        }
        for way in (object["oneOf"] ?? object["anyOf"])?.array ?? [] {
            if let found = resolved(way), found["properties"] != nil { return found }
        }
        return object
    }

    /// The keys that the schema has in a section; `nil` where they are the user's own, or there are none.
    private func described(_ value: JSONValue?) -> [String: JSONValue]? {
        guard let properties = resolved(value)?["properties"]?.object else { return nil }
        return Dictionary(properties.members.map { ($0.key, $0.value) }) { first, _ in first }
    }

    /// Compares a section and those within it.
    private func compare(_ place: Place, _ value: JSONValue?, _ name: String) {
        let known = Self.read(place)
        let keys = described(value)
        #expect(Set(keys?.keys.map { $0 } ?? []) == (known ?? []), "\(name)")
        for key in (known ?? []).sorted() where !Self.lists.contains(key) && key != "requestsPerSecond" {
            compare(place.key(key), keys?[key], "\(name).\(key)")
        }
    }

    private static let lists = ["feeds", "mapping", "blanket"]

    @Test func theFile() {
        compare(Place(), schema, "posyncd.yaml")
    }

    @Test(arguments: ["mapping", "blanket"]) func eachListsEntries(_ name: String) {
        compare(Place().key(name).entry, schema["properties"]?[name]?["items"], name)
    }

    @Test func theOperations() {
        let marketplace = described(schema["properties"]?["marketplace"])
        #expect(described(marketplace?["requestsPerSecond"])?.keys.sorted() == NodeReader.operations.sorted())
    }

    private func branch(_ kind: String) throws -> JSONValue {
        let branches = schema["properties"]?["feeds"]?["items"]?["allOf"]?.array ?? []
        return try #require(
            branches.first { $0["if"]?["properties"]?["kind"]?["const"]?.string == kind }?["then"], "\(kind)")
    }

    @Test(arguments: ["coupa", "rest", "ariba", "cxml", "csv"]) func everyKindOfFeed(_ kind: String) throws {
        let branch = try branch(kind)
        #expect(branch["additionalProperties"]?.bool == false)
        let (feed, beside) = (Place().key("feeds").entry, "kind: \(kind), ")
        let known = try #require(Self.read(feed, beside: beside))
        #expect(Set(described(branch)?.keys.map { $0 } ?? []) == known)
        let shared = described(schema["properties"]?["feeds"]?["items"])
        for key in known.sorted() where key != "paging" && key != "kind" {
            compare(
                feed.key(key, beside: beside), shared?[key] ?? described(branch)?[key], "\(kind).\(key)")
        }
    }

    @Test func everyStyleOfPaging() throws {
        let paging = try #require(described(try branch("rest"))?["paging"])
        let styles = described(paging)?["style"]?["enum"]?.array?.compactMap(\.string) ?? []
        #expect(styles.count == 6)
        var known: Set<String> = []
        for style in styles {
            let place = Place().key("feeds").entry.key("paging", beside: "kind: rest, ")
            known.formUnion(try #require(Self.read(place, beside: "style: \(style), "), "\(style)"))
        }
        #expect(Set(described(paging)?.keys.map { $0 } ?? []) == known)
    }
}
