internal import Configuration
internal import Documents
internal import Procurement
internal import Reconciliation

extension Posyncd {
    /// What a feed yields now, as posyncd reads it; nothing is written anywhere and no lock is taken.
    ///
    /// - Parameters:
    ///   - name: the feed's name in the configuration.
    ///   - limit: how many orders are shown.
    public func preview(feed name: String, limit: Int) async throws(ProgramError) -> PreviewReport {
        let configuration = try invocation.configuration()
        let feed = try Self.feed(name, in: configuration)
        return PreviewReport(
            feed: feed.name, sample: try await sample(feed, limit: limit, configuration),
            rules: configuration.rules())
    }

    /// Which rule keys each line of a feed, by the agreements of the last cycle where there was one.
    ///
    /// - Parameters:
    ///   - name: the feed's name in the configuration.
    ///   - limit: how many orders are read; all without it.
    public func testMapping(feed name: String, limit: Int?) async throws(ProgramError) -> MappingReport {
        let configuration = try invocation.configuration()
        let feed = try Self.feed(name, in: configuration)
        let (world, _) = try await load(invocation.stateDirectory(configuration))
        return MappingReport(
            feed: feed.name, sample: try await sample(feed, limit: limit, configuration), rules: configuration.rules(),
            accounts: world.agreements.map { AccountView(id: $0.key, agreements: $0.value) })
    }

    private func sample(
        _ feed: FeedConfiguration, limit: Int?, _ configuration: Configuration
    ) async throws(ProgramError) -> FeedSample {
        try await withComposition(configuration) { (composition) throws(ProgramError) in
            let reader = try composition.feed(feed, keepsEverything: true)
            do throws(FeedError) {
                return try await FeedSample.read(reader, limit: limit)
            } catch {
                throw ProgramError(.incomplete, "feed \(feed.name) could not be read: \(error.message.plain)")
            }
        }
    }

    private static func feed(
        _ name: String, in configuration: Configuration
    ) throws(ProgramError) -> FeedConfiguration {
        if let feed = configuration.feeds.first(where: { $0.name.text == name }) { return feed }
        let known = configuration.feeds.map(\.name.text).joined(separator: ", ")
        throw ProgramError(.usage, "the configuration has no feed \"\(name)\"; it has \(known)")
    }
}
