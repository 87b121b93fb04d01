import FoundationEssentials
import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Orders that change while the program pages through them, with Coupa played by the sandbox.
@Suite struct PagingTests {
    /// Orders, more than two pages of them, each for an agreement of its own in the account that buys.
    private static func world(_ count: Int, filtersById: Bool) -> SandboxWorld {
        var world = SandboxWorld.company()
        world.procurement.filtersById = filtersById
        world.setTime = SandboxWorld.day(-3)
        for number in 1...count {
            if number % 10 == 0 {
                world.buy("agmt-\(number)", [.charge("ch-\(number)", "100.00", due: 30)])
                world.order("PO-\(number)", "100.00", for: "agmt-\(number)")
            } else {
                world.order("PO-\(number)", "1.00", for: "agmt-elsewhere\(number)")
            }
        }
        world.buy("agmt-late", [.charge("ch-late", "7.00", due: 30)])
        return world
    }

    /// `id[gt]` in pages, and offsets where an instance knows no such filter.
    @Test(arguments: [true, false])
    func whatIsKnownIsWhatThereIsInTheEnd(filtersById: Bool) async throws {
        try await Company.run(Self.world(130, filtersById: filtersById)) { company in
            // Of pages that were given, of one to come, and new ones.
            company.sandbox.after(1, "list", of: .procurement) { world in
                world.revise("PO-10") { $0.status = "cancelled" }
                world.revise("PO-90") { $0.lines[0].total = "99.00" }
                world.order("PO-200", "7.00", for: "agmt-late")
            }
            company.sandbox.after(2, "list", of: .procurement) { world in
                world.revise("PO-20") { $0.lines[0].auxiliaryPart = "agmt-30" }
                world.revise("PO-30") { $0.lines[0].auxiliaryPart = "agmt-20" }
                world.revise("PO-120") { $0.status = "buyer_hold" }
                world.procurement.revise("PO-40", at: world.now, isInternal: true) { $0.custom["cost-center"] = "7" }
            }
            company.sandbox.after(3, "list", of: .procurement) { world in
                world.revise("PO-130") { $0.status = "closed" }
                world.revise("PO-120") { $0.status = "issued" }
            }
            try await company.sync()
            #expect(company.sandbox.calls.count { $0.operation == "list" } >= 3)
            company.pass(minutes: 15)
            try await company.sync()
            let known = try await company.program.load(company.state).0.orders
            let there = company.sandbox.world.procurement.orders
            #expect(there.count == 131 && known.count == there.count)
            for order in there {
                let kept = try #require(known[OrderKey(feed: "coupa", id: String(order.id))])
                #expect(kept.number.text == order.number)
                #expect(kept.version == order.version)
                #expect(kept.status == order.status)
                #expect(kept.lines.map(\.amount) == order.lines.map { Amount($0.total ?? "") })
                #expect(kept.lines.map(\.auxiliaryPart) == order.lines.map(\.auxiliaryPart))
            }
            // Each order was claimed for what it asks now.
            #expect(company.held["ch-20"] == "PO-30" && company.held["ch-30"] == "PO-20")
            #expect(company.held["ch-120"] == "PO-120" && company.held["ch-late"] == "PO-200")
            #expect(company.malformed == [])
        }
    }
}
