import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// Orders that change while the program runs.
@Suite struct OrderChangeTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.order("PO-1", "100.00", for: "agmt-one")
        return world
    }

    @Test func anOrderThatComesLateFindsItsCharge() async throws {
        var world = Self.world()
        world.procurement.orders = []
        try await Company.run(world) { company in
            try await company.sync()
            try await company.expect(firing: [.chargeWithoutOrder])
            company.pass(hours: 5)
            company.change { $0.order("PO-1", "100.00", for: "agmt-one") }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            #expect(company.told("finding.resolved", .chargeWithoutOrder).count == 1)
        }
    }

    @Test func aCancelledOrderIsSaidAndNotTakenOff() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            company.pass(hours: 1)
            company.change { $0.revise("PO-1") { $0.status = "cancelled" } }
            let writes = company.writes
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"] && company.writes == writes)
            try await company.expect(firing: [.orderCancelled])
        }
    }

    @Test func aLineThatIsDeletedIsSaidWithTheChargeThatItPaidFor() async throws {
        var world = Self.world()
        world.buy("agmt-two", [.charge("ch-two", "50.00", due: 30)])
        world.procurement.orders[0].lines.append(
            ProcurementWorld.Line("2", "Software", "50.00", auxiliaryPart: "agmt-two"))
        try await Company.run(world) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1", "ch-two": "PO-1"])
            company.pass(hours: 1)
            company.change { $0.revise("PO-1") { $0.lines.removeLast() } }
            let writes = company.writes
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1", "ch-two": "PO-1"] && company.writes == writes)
            try await company.expect(firing: [.orderCancelled])
            #expect(try await company.firing().first?.subject.charge == "ch-two")
            // Another order takes its place.
            company.change { $0.order("PO-2", "50.00", for: "agmt-two") }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1", "ch-two": "PO-2"])
            try await company.expect(firing: [])
        }
    }

    @Test func aDeletedLineThatIsShownIsSaidWithTheChargeThatItPaidFor() async throws {
        var world = Self.world()
        world.buy("agmt-two", [.charge("ch-two", "50.00", due: 30)])
        world.buy("agmt-three", [.charge("ch-three", "70.00", due: 30)])
        world.procurement.orders[0].lines.append(
            ProcurementWorld.Line("2", "Software", "50.00", auxiliaryPart: "agmt-two"))
        var deleted = ProcurementWorld.Line("3", "Software", "70.00", auxiliaryPart: "agmt-three")
        (deleted.isDeleted, deleted.status) = (true, "cancelled")
        world.procurement.orders[0].lines.append(deleted)
        try await Company.run(world) { company in
            try company.configure { $0.feed = ["show_deleted_lines: true"] }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1", "ch-two": "PO-1"])
            company.pass(hours: 1)
            company.change { $0.procurement.deleteLine("2", of: "PO-1", at: $0.now) }
            let writes = company.writes
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1", "ch-two": "PO-1"] && company.writes == writes)
            try await company.expect(firing: [.chargeWithoutOrder, .orderCancelled])
        }
    }

    /// Whether a line of an unknown state is one of the deleted is not guessed: nothing of its order is written.
    @Test func aLineThatMayBeADeletedOneHoldsItsOrder() async throws {
        var world = Self.world()
        world.procurement.orders[0].lines[0].status = "withdrawn"
        try await Company.run(world) { company in
            try company.configure { $0.feed = ["show_deleted_lines: true"] }
            try await company.sync()
            #expect(company.held == [:] && company.writes == 0)
            let fault = try #require(try await company.firing().first { $0.detail.contains("withdrawn") })
            #expect(fault.subject.order == "PO-1")
            // The same order says plainly that the line is there.
            company.change { $0.revise("PO-1") { $0.lines[0].status = "received" } }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
        }
    }

    @Test func theOrderThatReplacesACancelledOneTakesItsPlace() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            company.pass(hours: 1)
            company.change { world in
                world.revise("PO-1") { $0.status = "canceled" }
                world.order("PO-2", "100.00", for: "agmt-one")
            }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-2"])
            try await company.expect(firing: [])
        }
    }

    @Test func aNumberOfSomebodyElseIsLeftUnlessThePolicySaysOtherwise() async throws {
        var world = Self.world()
        world.aws[charge: "ch-one"]?.order = "TYPED-BY-HAND"
        try await Company.run(world) { company in
            try await company.sync()
            #expect(company.held == ["ch-one": "TYPED-BY-HAND"] && company.writes == 0)
            try await company.expect(firing: [.orderForeign])
            try company.configure { $0.policy = "upsert" }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            try await company.expect(firing: [])
        }
    }

    @Test func anObserverWritesNothing() async throws {
        try await Company.run(Self.world(), CompanySettings(policy: "observe")) { company in
            let outcome = try await company.sync()
            #expect(company.writes == 0 && outcome.changes.held == 1 && outcome.isComplete)
            try company.configure { $0.policy = "assign-missing" }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
        }
    }

    @Test func anOrderOnHoldWaitsForItsRelease() async throws {
        var world = Self.world()
        world.procurement.orders[0].status = "buyer_hold"
        try await Company.run(world) { company in
            try await company.sync()
            #expect(company.held == [:])
            #expect(try await company.scenarios().contains(.orderOnHold))
            company.change { $0.revise("PO-1") { $0.status = "issued" } }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1"])
            try await company.expect(firing: [])
        }
    }

    @Test func aChangeOfTheAccountingAloneTouchesNothing() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let writes = company.writes
            company.change { world in
                world.procurement.revise("PO-1", at: world.now, isInternal: true) { $0.custom["cost-center"] = "7" }
            }
            try await company.sync()
            #expect(company.writes == writes && company.held == ["ch-one": "PO-1"])
        }
    }

    @Test func theFlagThatOtherConsumersShareIsLeftAlone() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            #expect(company.sandbox.world.procurement.orders.allSatisfy { !$0.isExported })
            #expect(company.sandbox.calls.allSatisfy { $0.operation != "put" })
        }
    }

    @Test func theFlagIsSetAfterTheCommitWhereItIsAskedFor() async throws {
        var world = Self.world()
        world.procurement.scopes.insert("core.purchase_order.write")
        let settings = CompanySettings(feed: ["acknowledge: exported"])
        try await Company.run(world, settings) { company in
            _ = try await company.program.plan(isFull: false)
            #expect(company.sandbox.calls.allSatisfy { $0.operation != "put" }, "a plan acknowledges nothing")
            try await company.sync()
            #expect(company.sandbox.world.procurement.orders.allSatisfy { $0.isExported })
            company.change { $0.revise("PO-1") { $0.lines[0].total = "90.00" } }
            try await company.sync()
            #expect(company.sandbox.world.procurement.orders.allSatisfy { $0.isExported })
            #expect(company.malformed == [])
        }
    }
}
