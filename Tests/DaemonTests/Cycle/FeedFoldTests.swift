import Documents
import Procurement
import Reconciliation
import Store
import Testing

@testable import Daemon

/// When an order that a reading does not show is gone.
@Suite struct FeedFoldTests {
    private let now = Instant(seconds: 1_795_435_200)

    /// Readings of everything, one after the other; each shows these orders.
    private func read(_ readings: [[Int]], _ world: inout World, absence: Absence = .gone, isFull: Bool = true) {
        for ids in readings {
            var reading = FeedReading(name: "erp", isFull: isFull, absence: absence)
            let orders = ids.map { id in
                PurchaseOrder(
                    key: OrderKey(feed: "erp", id: String(id)), number: OrderNumber("PO-\(id)"),
                    lines: [OrderLine(id: "1", number: "1", auxiliaryPart: "agmt-1")])
            }
            reading.records = orders.count
            for order in orders {
                reading.seen[order.key] = OrderRevision(order)
                reading.selected[order.key] = order
            }
            _ = FeedFold().apply(reading, selection: "", to: &world, at: now)
        }
    }

    private func missing(_ world: World) -> [String] {
        world.orders.values.filter { $0.state == .missing }.map(\.number.text).sorted()
    }

    @Test func anOrderThatTwoReadingsInARowDoNotShowIsGone() {
        var world = World()
        read([[1, 2, 3], [1, 3]], &world)
        #expect(missing(world) == [])
        read([[1, 3]], &world)
        #expect(missing(world) == ["PO-2"])
        read([[1, 2, 3]], &world)
        #expect(missing(world) == [])
    }

    @Test func oneThatSlippedThroughBetweenTwoPagesIsNotGone() {
        var world = World()
        read([[1, 2, 3], [1, 3], [1, 2, 3], [2, 3], [1, 2, 3]], &world)
        #expect(missing(world) == [])
        // What is not shown now and then is never two times in a row.
        read([[1, 2], [2, 3], [1, 2]], &world)
        #expect(missing(world) == [])
    }

    @Test func moreThanARecordHoldsMayBeGone() throws {
        var world = World()
        let all = Array(1_000_000..<1_120_000)
        read([all], &world)
        for _ in 0..<8 where missing(world).count < all.count - 1 {
            read([[1_000_000]], &world)
            let record = try #require(world.feeds["erp"])
            #expect(record.encode().canonicalBytes().count < StoreLimits.recordBytes)
        }
        #expect(missing(world).count == all.count - 1)
    }

    @Test func whereOneIsNotShownEverythingIsReadAgainWithTheNextCycle() throws {
        var world = World()
        read([[1, 2]], &world)
        #expect(world.feeds["erp"]?.fullReadAt == now)
        read([[1]], &world)
        #expect(world.feeds["erp"]?.fullReadAt == nil)
        read([[1]], &world)
        #expect(world.feeds["erp"]?.fullReadAt == now)
        #expect(missing(world) == ["PO-2"])
        read([[1]], &world)
        #expect(world.feeds["erp"]?.fullReadAt == now)
    }

    @Test func aReadingOfWhatHasChangedOrOfDocumentsMissesNothing() {
        var world = World()
        read([[1, 2]], &world)
        read([[1], [1], [1]], &world, isFull: false)
        read([[1], [1], [1]], &world, absence: .nothing)
        #expect(missing(world) == [])
    }

    @Test func whatWasMissedIsKnownToTheNextProcess() throws {
        var record = FeedRecord()
        record.missed = ["7", "4711"]
        #expect(try FeedRecord(record.encode()) == record)
        #expect(try FeedRecord(FeedRecord().encode()) == FeedRecord())
    }
}
