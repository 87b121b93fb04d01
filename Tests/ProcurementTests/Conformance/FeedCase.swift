import Procurement
import Reconciliation
import Testing

@testable import Daemon

/// What every kind of feed holds to, whatever its source is like; by its heading in the README's table.
enum FeedCase: String, CaseIterable, Sendable {
    case everything = "all read"
    case watermark = "changes since"
    case redelivery = "given again"
    case revision = "revised"
    case cancellation = "cancelled"
    case interruption = "broken off"
    case badRecord = "bad record"
    case meanwhile = "changed meanwhile"
    case empty = "empty after many"
    case tooMuch = "too much"

    private static let start = Instant(seconds: 1_795_000_000)

    private static func orders(_ ids: some Sequence<Int>) -> [SampleOrder] {
        ids.map { SampleOrder(id: String($0), updatedAt: start + .seconds($0)) }
    }

    /// Lets a feed run the case.
    ///
    /// - Parameter many: orders where there are many: more than a page has.
    func run(_ stage: any FeedStage, many: Int = 120) async throws {
        switch self {
        case .everything: try await Self.aReadingOfEverythingBringsEverything(stage, many)
        case .watermark: try await Self.theWatermarkLetsLaterReadingsBringWhatIsNew(stage, many)
        case .redelivery: try await Self.whatIsGivenAgainChangesNothing(stage)
        case .revision: try await Self.aRevisionReplacesTheOrderAndAnOldOneDoesNot(stage)
        case .cancellation: try await Self.aCancelledOrderIsKnownAsCancelled(stage)
        case .interruption: try await Self.aReadingThatBreaksOffLeavesNothingBehind(stage, many)
        case .badRecord: try await Self.aRecordThatCannotBeReadCostsNoOther(stage)
        case .meanwhile: try await Self.whatChangesWhileItIsReadIsNeitherLostNorDoubled(stage, many)
        case .empty: try await Self.nothingAtAllAfterManyIsASignAndNoChange(stage)
        case .tooMuch: try await Self.whatIsTooMuchIsRefusedWithoutHarm(stage)
        }
    }

    private static func aReadingOfEverythingBringsEverything(_ stage: any FeedStage, _ many: Int) async throws {
        stage.publish(orders(1...many))
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        #expect(keeper.orders.count == many)
        #expect(keeper.faults.isEmpty)
        let order = try #require(keeper.orders["PO-7"])
        #expect(order.state == .issued)
        let line = try #require(order.lines.first)
        #expect(order.lines.count == 1)
        #expect(line.amount == Amount("100.00"))
        #expect(line.currency ?? order.currency == "USD")
        #expect(line.auxiliaryPart == "agmt-7")
    }

    private static func theWatermarkLetsLaterReadingsBringWhatIsNew(_ stage: any FeedStage, _ many: Int) async throws {
        stage.publish(orders(1...many))
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        let before = keeper.orders
        // An hour later, well beyond any overlap.
        let late = SampleOrder(id: "999", updatedAt: start + .seconds(36_000))
        stage.publish([late])
        try await keeper.read()
        #expect(keeper.orders.count == many + 1)
        try await keeper.read()
        #expect(keeper.records < 20)
        #expect(keeper.orders.filter { $0.key != late.number } == before)
    }

    private static func whatIsGivenAgainChangesNothing(_ stage: any FeedStage) async throws {
        let orders = orders(1...5)
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

    private static func aRevisionReplacesTheOrderAndAnOldOneDoesNot(_ stage: any FeedStage) async throws {
        let order = orders(1...1)[0]
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

    private static func aCancelledOrderIsKnownAsCancelled(_ stage: any FeedStage) async throws {
        let orders = orders(1...2)
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

    private static func aReadingThatBreaksOffLeavesNothingBehind(_ stage: any FeedStage, _ many: Int) async throws {
        stage.publish(orders(1...many))
        var keeper = try FeedKeeper(stage.feed)
        stage.breakOff(true)
        await #expect(throws: FeedError.self) { _ = try await keeper.read() }
        #expect(keeper.orders.isEmpty)
        stage.breakOff(false)
        try await keeper.read()
        #expect(keeper.orders.count == many)
    }

    private static func aRecordThatCannotBeReadCostsNoOther(_ stage: any FeedStage) async throws {
        stage.publish(orders(1...3))
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

    private static func nothingAtAllAfterManyIsASignAndNoChange(_ stage: any FeedStage) async throws {
        stage.publish(orders(1...30))
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        let before = keeper.orders
        stage.clear()
        let sign = try await keeper.read(isFull: true)
        #expect(sign == .empty(before: 30))
        #expect(keeper.orders == before)
    }

    private static func whatIsTooMuchIsRefusedWithoutHarm(_ stage: any FeedStage) async throws {
        stage.publish(orders(1...3))
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

    private static func whatChangesWhileItIsReadIsNeitherLostNorDoubled(_ stage: any FeedStage, _ many: Int)
        async throws
    {
        let all = orders(1...many)
        stage.publish(all)
        let late = SampleOrder(id: "500", updatedAt: start + .seconds(150))
        stage.meanwhile {
            // An order of a page that was given, one of a page to come, one that is taken back, and a new one.
            stage.publish([all[4].revised(amount: "8.00")])
            stage.publish([all[many - 10].revised(amount: "9.00")])
            stage.publish([all[many - 5].revised(isCancelled: true)])
            stage.publish([late])
        }
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        try await keeper.read()
        #expect(keeper.orders.count == many + 1)
        #expect(keeper.faults.isEmpty)
        for order in all + [late] {
            let known = try #require(keeper.orders[order.number])
            let amount = [all[4].number: "8.00", all[many - 10].number: "9.00"][order.number] ?? "100.00"
            #expect(known.lines.map(\.amount) == [Amount(amount)])
            #expect(known.state == (order.number == all[many - 5].number ? .cancelled : .issued))
        }
        // What is known now stands whatever is read.
        let before = keeper.orders
        try await keeper.read(isFull: true)
        #expect(keeper.orders == before)
    }
}
