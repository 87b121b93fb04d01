import Documents
import Procurement
import Reconciliation
import Testing

@testable import Daemon

/// What every kind of feed holds to, whatever its source is like.
@Suite struct FeedConformanceTests {
    private static let start = Instant(seconds: 1_795_000_000)

    private static func orders(_ ids: some Sequence<Int>) -> [SampleOrder] {
        ids.map { SampleOrder(id: String($0), updatedAt: start + .seconds($0)) }
    }

    @Test(arguments: FeedKind.allCases)
    func aReadingOfEverythingBringsEverything(_ kind: FeedKind) async throws {
        let stage = try kind.stage()
        stage.publish(Self.orders(1...120))
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        #expect(keeper.orders.count == 120)
        #expect(keeper.faults.isEmpty)
        let order = try #require(keeper.orders["PO-7"])
        #expect(order.state == .issued)
        let line = try #require(order.lines.first)
        #expect(order.lines.count == 1)
        #expect(line.amount == Amount("100.00"))
        #expect(line.currency ?? order.currency == "USD")
        #expect(line.auxiliaryPart == "agmt-7")
    }

    @Test(arguments: FeedKind.allCases)
    func theWatermarkLetsLaterReadingsBringWhatIsNew(_ kind: FeedKind) async throws {
        let stage = try kind.stage()
        stage.publish(Self.orders(1...120))
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        let before = keeper.orders
        // An hour later, well beyond any overlap.
        let late = SampleOrder(id: "999", updatedAt: Self.start + .seconds(36_000))
        stage.publish([late])
        try await keeper.read()
        #expect(keeper.orders.count == 121)
        try await keeper.read()
        #expect(keeper.records < 20)
        #expect(keeper.orders.filter { $0.key != late.number } == before)
    }

    @Test(arguments: FeedKind.allCases)
    func whatIsGivenAgainChangesNothing(_ kind: FeedKind) async throws {
        let stage = try kind.stage()
        let orders = Self.orders(1...5)
        stage.publish(orders)
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        let before = keeper.orders
        stage.redeliver(orders)
        try await keeper.read()
        #expect(keeper.orders == before)
        try await keeper.read(isFull: true)
        #expect(keeper.orders == before)
        #expect(keeper.faults.isEmpty)
    }

    @Test(arguments: FeedKind.allCases)
    func aRevisionReplacesTheOrderAndAnOldOneDoesNot(_ kind: FeedKind) async throws {
        let stage = try kind.stage()
        let order = Self.orders(1...1)[0]
        stage.publish([order])
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        stage.publish([order.revised(amount: "250.50")])
        try await keeper.read()
        #expect(keeper.orders["PO-1"]?.lines.first?.amount == Amount("250.50"))
        stage.redeliver([order])
        try await keeper.read()
        #expect(keeper.orders["PO-1"]?.lines.first?.amount == Amount("250.50"))
    }

    @Test(arguments: FeedKind.allCases)
    func aCancelledOrderIsKnownAsCancelled(_ kind: FeedKind) async throws {
        let stage = try kind.stage()
        let orders = Self.orders(1...2)
        stage.publish(orders)
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        stage.publish([orders[0].revised(isCancelled: true)])
        try await keeper.read()
        #expect(keeper.orders["PO-1"]?.state == .cancelled)
        #expect(keeper.orders["PO-2"]?.state == .issued)
        try await keeper.read(isFull: true)
        #expect(keeper.orders["PO-1"]?.state == .cancelled)
    }

    @Test(arguments: FeedKind.allCases)
    func aReadingThatBreaksOffLeavesNothingBehind(_ kind: FeedKind) async throws {
        let stage = try kind.stage()
        stage.publish(Self.orders(1...120))
        var keeper = try FeedKeeper(stage.feed)
        stage.breakOff(true)
        await #expect(throws: FeedError.self) { _ = try await keeper.read() }
        #expect(keeper.orders.isEmpty)
        stage.breakOff(false)
        try await keeper.read()
        #expect(keeper.orders.count == 120)
    }

    @Test(arguments: FeedKind.allCases)
    func aRecordThatCannotBeReadCostsNoOther(_ kind: FeedKind) async throws {
        let stage = try kind.stage()
        stage.publish(Self.orders(1...3))
        stage.publishUnreadable()
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        #expect(keeper.orders.values.count { $0.state == .issued } == 3)
        let said = keeper.faults + keeper.orders.values.compactMap(\.fault)
        #expect(said.count == 1)
        // It is said as long as it is there.
        try await keeper.read()
        #expect((keeper.faults + keeper.orders.values.compactMap(\.fault)) == said)
    }

    @Test(arguments: FeedKind.allCases)
    func nothingAtAllAfterManyIsASignAndNoChange(_ kind: FeedKind) async throws {
        let stage = try kind.stage()
        stage.publish(Self.orders(1...30))
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        let before = keeper.orders
        stage.clear()
        let sign = try await keeper.read(isFull: true)
        #expect(sign == .empty(before: 30))
        #expect(keeper.orders == before)
    }

    @Test(arguments: FeedKind.allCases)
    func whatIsTooMuchIsRefusedWithoutHarm(_ kind: FeedKind) async throws {
        let stage = try kind.stage()
        stage.publish(Self.orders(1...3))
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        let before = keeper.orders
        stage.publishOversized()
        do throws(FeedError) {
            try await keeper.read()
            #expect(!keeper.faults.isEmpty)
        } catch {
            #expect(error.kind == .malformed)
        }
        #expect(keeper.orders == before)
    }
}
