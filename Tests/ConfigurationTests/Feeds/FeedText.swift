@testable import Configuration

/// A configuration with one feed, of which a test writes what it is about.
struct FeedText {
    private let text: String

    struct NoFeed: Error {}

    init(_ feed: String) {
        text = """
            policy: observe
            feeds:
              - name: files
            \(feed.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
            mapping:
              - {name: part, from: line.part, to: agreement}
            marketplace:
              management: {account: "111111111111"}
            """
    }

    func parse() throws -> FeedConfiguration {
        guard let feed = try Configuration.parse(text: text, file: "test.yaml").feeds.first else { throw NoFeed() }
        return feed
    }

    /// Paths and messages of what is wrong.
    func problems() -> [String] {
        do throws(ConfigurationError) {
            _ = try Configuration.parse(text: text, file: "test.yaml")
            return []
        } catch {
            guard case .invalid(_, let problems) = error else { return ["\(error)"] }
            return problems.map { "\($0.path) \($0.message)" }
        }
    }
}
