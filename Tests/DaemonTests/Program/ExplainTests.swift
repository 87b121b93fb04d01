import Documents
import Sandbox
import Testing

@testable import Daemon

/// `posyncd explain`, as other programs read it.
@Suite struct ExplainTests {
    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.buy("agmt-two", in: "333333333333", [.charge("ch-two", "50.00", due: 40)])
        world.order("PO-1", "100.00", for: "agmt-one")
        return world
    }

    @Test func anOrderIsShownWithItsAgreementAndWhatComesNext() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let document = try await company.program.explain("PO-1").document
            let order = try #require(document["orders"]?.array?.first)
            #expect(order["number"]?.string == "PO-1" && order["state"]?.string == "issued")
            #expect(order["configured"]?.bool == true)
            let agreement = try #require(document["agreements"]?.array?.first)
            #expect(agreement["agreement"]?.string == "agmt-one")
            let next = try #require(document["next"]?.array)
            #expect(next.compactMap { $0["charge"]?.string } == ["ch-one"])
            #expect(next.first?["step"]?.string?.hasPrefix("Next: proven on the invoice after") == true)
        }
    }

    @Test func aChargeThatFellDueWhileTwoOrdersClaimedItIsShownWithEitherOfThem() async throws {
        var world = Self.world()
        world.order("PO-2", "100.00", for: "agmt-one")
        try await Company.run(world) { company in
            try await company.sync()
            company.pass(days: 30)
            try await company.sync()
            for (id, lines) in [("PO-1", ["PO-1"]), ("PO-2", ["PO-2"]), ("ch-one", ["PO-1", "PO-2"])] {
                let text = try await company.program.explain(id).text
                #expect(text.contains("charge-too-late"), "\(id): \(text)")
                for line in lines { #expect(text.contains("PO \(line) line 1: unmatched"), "\(id): \(text)") }
            }
        }
    }

    @Test func aChargeWithoutOrderIsShownWithItsDeadline() async throws {
        try await Company.run(Self.world()) { company in
            try await company.sync()
            let document = try await company.program.explain("ch-two").document
            let deadline = try #require(document["deadlines"]?.array?.first)
            #expect(deadline["charge"]?.string == "ch-two" && deadline["amount"]?.string == "50.00")
            let charges = document["agreements"]?.array?.first?["charges"]?.array
            #expect(charges?.compactMap { $0["charge"]?.string } == ["ch-two"])
        }
    }
}
