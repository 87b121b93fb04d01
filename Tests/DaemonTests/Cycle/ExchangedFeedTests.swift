import Documents
import FoundationEssentials
import Reconciliation
import Sandbox
import Store
import Testing

@testable import Daemon

/// A feed of the same name that leads to another system.
@Suite struct ExchangedFeedTests {
    private static let heading = "Number,Reference,Amount,Currency\n"

    /// A company with a table of orders in the folder `old`, of which PO-9 stands on a charge.
    private func withTable(_ body: (Company) async throws -> Void) async throws {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 20)])
        world.buy("agmt-two", [.charge("ch-two", "50.00", due: 30)])
        try await Company.run(world) { company in
            try Self.put("PO-9,agmt-one,100.00,USD\n", into: "old", of: company)
            try Self.read("old", by: company)
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-9"])
            try await body(company)
        }
    }

    private static func put(_ rows: String, into folder: String, of company: Company) throws {
        let folder = URL(filePath: "\(company.folder)/\(folder)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data((heading + rows).utf8).write(to: folder.appending(path: "orders.csv"))
    }

    private static func read(
        _ folder: String, by company: Company, slash: String = "/", after: String = "keep"
    ) throws {
        try company.configure {
            $0.otherFeeds = [
                "- {name: table, kind: csv, url: 'file://\(company.folder)/\(folder)\(slash)', columns: {"
                    + "order.number: Number, line.auxiliaryPart: Reference, line.amount: Amount, line.currency: Currency}, after: \(after)}"
            ]
        }
    }

    /// What the log says of feeds that lead elsewhere.
    private static func said(_ company: Company) -> [String] {
        company.log.compactMap { $0["message"]?.string }.filter { $0.contains("another system") }
    }

    @Test func nothingIsWrittenByOrdersOfTheOldSystem() async throws {
        try await withTable { company in
            try Self.put("PO-20,agmt-two,50.00,USD\n", into: "new", of: company)
            try Self.read("new", by: company)
            company.change { $0.aws[charge: "ch-one"]?.order = nil }
            try await company.sync()
            #expect(company.held == ["ch-two": "PO-20"], "PO-9 is an order of the old system")
            #expect(Self.said(company).count == 1)
            #expect(Self.said(company).first?.contains("feed table") == true)
            try await company.sync()
            #expect(Self.said(company).count == 1)
        }
    }

    @Test func anOrderThatTheNewSystemDoesNotHaveIsSaidAndItsChargeIsNotTaken() async throws {
        try await withTable { company in
            company.change {
                $0.aws[agreement: "agmt-one"]?.charges.append(.charge("ch-later", "70.00", due: 50))
                $0.order("PO-8", "70.00", for: "agmt-one")
            }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-9", "ch-later": "PO-8"])
            try Self.put("PO-20,agmt-two,50.00,USD\n", into: "new", of: company)
            try Self.read("new", by: company)
            for _ in 0..<2 {
                try await company.sync()
                #expect(company.held == ["ch-one": "PO-9", "ch-later": "PO-8", "ch-two": "PO-20"])
                let finding = try await company.only(.orderOnHold)
                #expect(finding.subject.order == "PO-9" && finding.detail.contains("the feed no longer has the order"))
            }
            let report = try await company.program.explain("PO-9")
            #expect(report.text.contains("The feed is not in the configuration any more"))
        }
    }

    @Test func anOrderThatTheNewSystemHasTooIsTheSame() async throws {
        try await withTable { company in
            try Self.put("PO-9,agmt-one,100.00,USD\n", into: "new", of: company)
            try Self.read("new", by: company)
            let outcome = try await company.sync()
            #expect(company.held == ["ch-one": "PO-9"] && outcome.changes.planned == 0)
            #expect(outcome.lines["selected"] == 1 && outcome.lines["assigned"] == 1)
            try await company.expect(firing: [.chargeWithoutOrder])
        }
    }

    @Test func whileTheNewSystemCannotBeReadNothingIsDecidedOnTheOrdersOfTheOldOne() async throws {
        try await withTable { company in
            // PO-9 would be written again, and PO-8 of another feed would be alone on the agreement.
            company.change {
                $0.aws[charge: "ch-one"]?.order = nil
                $0.order("PO-8", "70.00", for: "agmt-one")
            }
            try Self.read("nowhere", by: company)
            for _ in 0..<2 {
                let outcome = try await company.sync()
                #expect(!outcome.isComplete)
                #expect(company.held == [:], "PO-9 may be for it: that is known when its feed is read")
            }
            #expect(Self.said(company).count == 1)
            try Self.put("PO-20,agmt-one,100.00,USD\n", into: "nowhere", of: company)
            try Self.read("nowhere", by: company)
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-20"])
        }
    }

    /// `sync` may never have run since: what a plan says is what a cycle would do.
    @Test func aPlanAndAnExplanationLeaveTheOldOrdersOutToo() async throws {
        try await withTable { company in
            company.change { $0.aws[charge: "ch-one"]?.order = nil }
            try Self.put("PO-20,agmt-two,50.00,USD\n", into: "new", of: company)
            try Self.read("new", by: company)
            let plan = try await company.program.plan(isFull: false).0
            #expect(plan.plan.assignments.map(\.order.number) == ["PO-20"])
            let report = try await company.program.explain("PO-9")
            #expect(report.text.contains("The feed is not in the configuration any more"))
        }
    }

    @Test func aPlanLeavesNoTraceOfAnotherSystem() async throws {
        try await withTable { company in
            try Self.put("PO-20,agmt-two,50.00,USD\n", into: "new", of: company)
            try Self.read("new", by: company)
            _ = try await company.program.plan(isFull: false)
            _ = try await company.program.explain("PO-9")
            let said = Self.said(company).count
            try Self.read("old", by: company)
            let outcome = try await company.sync()
            #expect(Self.said(company).count == said && outcome.changes.planned == 0)
            #expect(company.held == ["ch-one": "PO-9"])
            try await company.expect(firing: [.chargeWithoutOrder])
        }
    }

    /// A feed that is taken out before the new system could be read: its old orders are those of any feed taken out.
    @Test func aFeedThatIsTakenOutHoldsNothing() async throws {
        try await withTable { company in
            try Self.read("nowhere", by: company)
            try await company.sync()
            company.change {
                $0.aws[charge: "ch-one"]?.order = nil
                $0.order("PO-8", "100.00", for: "agmt-one")
            }
            try await company.sync()
            #expect(company.held == [:], "PO-9 may be for it")
            try company.configure { $0.otherFeeds = [] }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-8"])
        }
    }

    /// Retries come between two cycles, and read no feed.
    @Test func aWriteThatIsDueIsNotSentAgainForAnOrderOfTheOldSystem() async throws {
        try await withTable { company in
            try Self.put("PO-9,agmt-one,100.00,USD\nPO-10,agmt-two,50.00,USD\n", into: "old", of: company)
            company.sandbox.inject(.aws("UpdatePurchaseOrders", .throttle, times: 40))
            company.pass(minutes: 15)
            try await company.sync()
            company.pass(minutes: 15)
            #expect(try await company.sync().changes.queued == 1)
            try Self.read("nowhere", by: company)
            let writes = company.writes
            company.pass(hours: 2)
            try await company.retry()
            #expect(company.writes == writes && company.held == ["ch-one": "PO-9"])
            // Nor is it in any cycle.
            try await company.sync()
            #expect(company.writes == writes)
            #expect(Self.said(company).count == 1)
        }
    }

    /// What was put away there was read as another system's.
    @Test func ofTheNewSystemTheArchiveIsReadToo() async throws {
        try await withTable { company in
            let archive = "archive, archive: done/"
            try Self.put("PO-20,agmt-two,50.00,USD\n", into: "new/done", of: company)
            try Self.put("PO-9,agmt-one,100.00,USD\n", into: "new", of: company)
            try Self.read("new", by: company, after: archive)
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-9", "ch-two": "PO-20"])
        }
    }

    @Test func anotherSpellingOfTheAddressChangesNothing() async throws {
        try await withTable { company in
            try Self.read("old", by: company, slash: "")
            let outcome = try await company.sync()
            #expect(Self.said(company).isEmpty)
            #expect(outcome.changes.planned == 0 && company.held == ["ch-one": "PO-9"])
            try await company.expect(firing: [.chargeWithoutOrder])
        }
    }

    // MARK: - What the store remembers

    private func world(identity: String?) -> World {
        var world = World()
        var record = FeedRecord()
        record.identity = identity
        record.cursor = ["watermark": "2026-11-23T12:00:00Z"]
        record.ledger = ["calls": 3]
        record.readAt = Instant(seconds: 1)
        record.fullReadAt = Instant(seconds: 1)
        world.feeds["table"] = record
        world.files["table"] = ["orders.csv": "read"]
        let key = OrderKey(feed: "table", id: "9")
        world.orders[key] = PurchaseOrder(key: key, number: "PO-9")
        let other = OrderKey(feed: "coupa", id: "9")
        world.orders[other] = PurchaseOrder(key: other, number: "PO-1")
        return world
    }

    @Test func aStoreThatKnowsNoIdentitiesIsTakenOver() throws {
        var world = world(identity: nil)
        let before = world
        #expect(world.recognise(["table": "a"], at: Instant(seconds: 9)) == [])
        #expect(world.feeds["table"]?.identity == "a")
        world.feeds["table"]?.identity = nil
        #expect(world.feeds == before.feeds && world.orders == before.orders && world.files == before.files)
    }

    @Test func ofAnotherSystemNothingIsKeptButItsOrdersAside() throws {
        var world = world(identity: "a")
        #expect(world.recognise(["table": "b", "coupa": "c"], at: Instant(seconds: 9)) == ["table"])
        let record = try #require(world.feeds["table"])
        #expect(record.cursor == nil && record.ledger == nil && record.readAt == nil && record.fullReadAt == nil)
        #expect(world.files["table"] == nil)
        #expect(world.orders.keys.filter { $0.feed == "table" }.isEmpty)
        #expect(world.orders.keys.filter { $0.feed == "coupa" }.count == 1)
        #expect(world.orders.values.map(\.number).sorted() == ["PO-1", "PO-9"])
        // And no more than once.
        #expect(world.recognise(["table": "b", "coupa": "c"], at: Instant(seconds: 10)) == [])
    }

    /// What a feed remembers of a reading that failed, such as where it stood in a list, is of that system too.
    @Test func ofASystemThatWasNeverReadWholeNothingIsKept() throws {
        var world = world(identity: "a")
        _ = world.recognise(["table": "b"], at: Instant(seconds: 9))
        let former = try #require(world.feeds["table"]?.former)
        world.feeds["table"]?.ledger = ["calls": 4]
        world.files["table"] = ["new.csv": "read"]
        #expect(world.recognise(["table": "c"], at: Instant(seconds: 10)) == [])
        let record = try #require(world.feeds["table"])
        #expect(record.ledger == nil && world.files["table"] == nil)
        #expect(record.identity == "c" && record.former == former, "the orders of the first still stand aside")
    }

    @Test func itIsKeptInTheStore() throws {
        var record = FeedRecord()
        record.identity = "0123"
        record.former = "table (until 2026-11-23T12:00:00Z)"
        #expect(try FeedRecord(record.encode()) == record)
    }
}
