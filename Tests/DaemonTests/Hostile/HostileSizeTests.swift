import Reconciliation
import Sandbox
import Simulation
import Testing

@testable import Daemon

/// Orders of a size that no buyer means: each is held, with a finding that says why, and the others are written.
@Suite struct HostileSizeTests {
    /// Letters that take two bytes and escapes that take six: a text is longer in the store than on the wire.
    enum Text: CaseIterable {
        case letters, controls, marks

        var text: String {
            switch self {
            case .letters: String(repeating: "ä", count: 800_000)
            case .controls: String(repeating: "\u{1}", count: 300_000)
            // One character, to Swift and on the screen.
            case .marks: "a" + String(repeating: "\u{301}", count: 800_000)
            }
        }
    }

    @Test(arguments: Text.allCases)
    func anOrderOfEndlessTextsIsHeld(_ size: Text) async throws {
        let text = size.text
        try await Self.run { order in
            order.custom["po-scope"] = text
            order.lines[0].description = text
            order.lines[0].custom["po-scope"] = text
            order.lines[0].commodity = text
        }
    }

    @Test func anOrderOfEndlessLinesIsHeld() async throws {
        try await Self.run { order in
            order.lines = (1...9000).map { number in
                ProcurementWorld.Line("\(number)", String(repeating: "d", count: 200), "1", auxiliaryPart: "agmt-two")
            }
        }
    }

    /// The longest that is an id at all, of a feed with the longest name: together they are still a key of the store.
    @Test func theLongestNamesAreKept() async throws {
        let id = String(repeating: "i", count: 800)
        let name = String(repeating: "n", count: 200)
        var settings = CompanySettings()
        let record = HostileWorld.record.replacing("h1", with: id)
        let body = "[\(record),\(record.replacing(id, with: id + "i"))]"
        try await HostilePeer.body("long ids", body).with { peer in
            settings.otherFeeds = [HostileWorld.feed(peer.origin).replacing("name: hostile", with: "name: \(name)")]
            try await Company.run(HostileWorld.world(), settings) { company in
                _ = try await company.program.sync(isFull: false, isForced: false)
                #expect(company.held == ["ch-one": "PO-1", "ch-hostile": "PO-H"])
                #expect(try await company.firing().contains { $0.subject.feed == FeedName(name) })
            }
        }
    }

    @Test func anAgreementOfEndlessChargesCostsItsAccountAlone() async throws {
        var world = HostileWorld.world()
        let name = String(repeating: "x", count: 400)
        world.buy(
            "agmt-two", in: "333333333333",
            (1...2000).map { .charge("ch-\(name)\($0)", "1.00", due: 30, carries: name) })
        try await Company.run(world) { company in
            let (outcome, _) = try await company.program.sync(isFull: false, isForced: false)
            #expect(outcome.accounts.filter { $0.error != nil }.map(\.account) == ["333333333333"])
            #expect(company.held["ch-one"] == "PO-1")
            let finding = try await company.only(.accountUnreachable)
            #expect(finding.detail.contains("agreement agmt-two has 2000 charges"), "\(finding.detail)")
        }
    }

    /// No number or name of AWS is as long: the charge is left alone, as one that cannot be read.
    @Test func aChargeOfEndlessTextsIsLeftAlone() async throws {
        var world = HostileWorld.world()
        let text = String(repeating: "x", count: 1_200_000)
        world.buy("agmt-two", [.charge("ch-two", "50.00", due: 30, carries: text), .charge("ch-four", "5.00", due: 3)])
        world.order("PO-2", "50.00", for: "agmt-two")
        try await Company.run(world) { company in
            _ = try await company.sync()
            #expect(company.held["ch-one"] == "PO-1")
            #expect(company.held["ch-two"] == text)
            #expect(company.held["ch-four"] == "PO-2")
            let finding = try await company.only(.accountUnreachable)
            #expect(finding.severity == .warning && finding.detail.contains("1 charge of it could not be"))
            company.change { $0.aws.agreements.removeAll { $0.id == "agmt-two" } }
            company.pass(minutes: 15)
            _ = try await company.sync()
            #expect(company.told("finding.resolved", .accountUnreachable).count == 1)
        }
    }

    private static func run(_ change: (inout ProcurementWorld.Order) -> Void) async throws {
        var world = HostileWorld.world()
        world.buy("agmt-two", [.charge("ch-two", "50.00", due: 30)])
        world.order("PO-2", "50.00", for: "agmt-two")
        world.revise("PO-2", change)
        try await Company.run(world) { company in
            for _ in 0..<2 {
                _ = try await company.sync()
                #expect(company.held["ch-one"] == "PO-1")
                #expect(company.held["ch-two"] == nil)
                let finding = try #require(try await company.firing().first { $0.scenario == .orderInvalid })
                #expect(finding.subject.order == OrderNumber("PO-2"))
                #expect(finding.detail.utf8.count < 1000, "\(finding.detail.utf8.count)")
                for finding in try await company.firing() { #expect(finding.detail.utf8.count < 2000) }
                company.pass(minutes: 15)
            }
            // Once it is mended, it is written like any other.
            company.change { world in
                world.revise("PO-2") { order in
                    order.custom = [:]
                    order.lines = [ProcurementWorld.Line("1", "Software", "50.00", auxiliaryPart: "agmt-two")]
                }
            }
            company.pass(minutes: 15)
            _ = try await company.sync()
            #expect(company.held["ch-two"] == "PO-2")
        }
    }
}
