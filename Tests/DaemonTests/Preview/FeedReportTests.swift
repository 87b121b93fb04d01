import Documents
import Procurement
import Reconciliation
import Testing

@testable import Daemon

/// A feed that gives pages from memory.
private struct ListFeed: Feed {
    let name: FeedName = "list"
    var pages: [FeedPage]
    var failure: FeedError?

    func read(
        _ pass: FeedPass, _ take: (FeedPage) async throws(FeedError) -> Void
    ) async throws(FeedError) -> JSONValue? {
        for page in pages { try await take(page) }
        if let failure { throw failure }
        return nil
    }

    func probe() async throws(FeedError) -> String { "" }
}

@Suite struct FeedReportTests {
    private func order(_ id: String, version: Int = 1, part: String? = nil) -> PurchaseOrder {
        PurchaseOrder(
            key: OrderKey(feed: "list", id: id), number: OrderNumber("PO-\(id)"), version: version, status: "issued",
            lines: [OrderLine(id: "\(id)-1", number: "1", auxiliaryPart: part, amount: Amount("10.00"))])
    }

    private func rules(_ selection: Selection? = nil) throws -> Rules {
        Rules(
            policy: .observe, selections: selection.map { ["list": $0] } ?? [:],
            mapping: [
                MappingRule(
                    name: "in-part", from: [.auxiliaryPart], pattern: try KeyPattern("agmt-[0-9]+"), to: [.agreement])
            ])
    }

    private func agreement(_ id: AgreementID) -> Agreement {
        Agreement(id: id, account: "222222222222", status: .active)
    }

    // MARK: - The sample

    @Test func stopsAtTheLimitAndSaysSo() async throws {
        let pages = (0..<3).map { page in FeedPage(orders: (0..<2).map { order("\(page * 2 + $0)") }) }
        let sample = try await FeedSample.read(ListFeed(pages: pages), limit: 3)
        #expect(sample.orders.map(\.key.id) == ["0", "1", "2"])
        #expect(sample.hasMore)
    }

    @Test func exactlyAsManyAsTheLimitAreAll() async throws {
        let sample = try await FeedSample.read(ListFeed(pages: [FeedPage(orders: [order("1")])]), limit: 1)
        #expect(!sample.hasMore)
    }

    @Test func ofAnOrderThatComesTwiceTheNewerSightCounts() async throws {
        let feed = ListFeed(pages: [
            FeedPage(orders: [order("1", version: 2), order("2")]),
            FeedPage(orders: [order("1", version: 1), order("2", version: 3)]),
        ])
        let sample = try await FeedSample.read(feed, limit: nil)
        #expect(sample.orders.map(\.version) == [2, 3])
    }

    @Test func aFeedThatFailsIsAnError() async {
        let failure = FeedError(.denied, "no")
        await #expect(throws: failure) {
            try await FeedSample.read(ListFeed(pages: [FeedPage(orders: [order("1")])], failure: failure), limit: 5)
        }
    }

    // MARK: - The reports

    @Test func previewShowsFieldPathsWithValues() async throws {
        let feed = ListFeed(pages: [FeedPage(orders: [order("1", part: "agmt-1")], faults: ["record 2 has no id"])])
        let report = PreviewReport(
            feed: "list", sample: try await FeedSample.read(feed, limit: 9), rules: try rules())
        let fields = report.document["orders"]?.array?.first?["lines"]?.array?.first?["fields"]
        #expect(fields?["line.auxiliaryPart"]?.string == "agmt-1")
        #expect(fields?["line.amount"]?.string == "10.00")
        #expect(report.text.contains("line.auxiliaryPart  agmt-1"))
        #expect(report.text.contains("Passed over: record 2 has no id"))
    }

    @Test func mappingSaysWhatTheKeysNameAmongTheKnownAgreements() async throws {
        let orders = [
            order("1", part: "agmt-1"), order("2", part: "agmt-9"), order("3", part: "agmt-1 agmt-2"), order("4"),
        ]
        let sample = try await FeedSample.read(ListFeed(pages: [FeedPage(orders: orders)]), limit: nil)
        let accounts = [AccountView(id: "222222222222", agreements: [agreement("agmt-1"), agreement("agmt-2")])]
        let report = MappingReport(feed: "list", sample: sample, rules: try rules(), accounts: accounts)
        #expect(report.trials.map { report.verdict($0) } == [.keyed, .unmatched, .ambiguous, .unkeyed])
        #expect(report.text.contains("4 lines: 1 keyed, 1 with keys that no active agreement has"))
        #expect(report.text.contains("in-part: line.auxiliaryPart is empty"))
    }

    @Test func withoutAStoreKeysAreNotCalledUnmatched() async throws {
        let sample = try await FeedSample.read(
            ListFeed(pages: [FeedPage(orders: [order("2", part: "agmt-9")])]), limit: nil)
        let report = MappingReport(feed: "list", sample: sample, rules: try rules(), accounts: [])
        #expect(report.document["lines"]?.array?.first?["result"]?.string == "keyed")
        #expect(report.text.contains("No agreements are known yet"))
    }

    @Test func aSelectionLeavesOtherLinesOut() async throws {
        let sample = try await FeedSample.read(ListFeed(pages: [FeedPage(orders: [order("1")])]), limit: nil)
        let rules = try rules(Selection(supplierNames: ["AWS"]))
        let report = MappingReport(feed: "list", sample: sample, rules: rules, accounts: [])
        #expect(report.document["lines"]?.array?.isEmpty == true)
        #expect(report.document["notSelected"]?.integer == 1)
    }
}
