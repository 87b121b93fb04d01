import Testing

@testable import Reconciliation

/// Row 7, "Contracts with pay-as-you-go".
@Suite struct UsageUncoveredTests {
    private func world(scope: String?, terms: Set<String>? = nil, usage: Bool = true) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-fixed", "1200.00", due: 30)) {
            if usage { $0.charges.append(.charge("ch-usage", "0.00")) }
            $0.terms = terms.map { AgreementTerms(kinds: $0) }
        }
        world.order("PO-1", .line(scope == "installment" ? "1200.00" : "2000.00", for: "agmt-1", scope: scope))
        return world
    }

    @Test(arguments: ["fixed", "installment"]) func aLineForTheFixedChargesLeavesUsageBare(_ scope: String) throws {
        let plan = world(scope: scope).plan
        #expect(plan.written == ["ch-fixed": "PO-1"], "a plan never covers usage by accident")
        let finding = try plan.only(.usageUncovered)
        finding.expect(.warning, .procurement, remedy: "usage of agmt-1", "`usage`", "`all`")
        finding.expect(detail: "agmt-1", "PO-1", "usage will be invoiced without PO")
        #expect(finding.subject.agreement == "agmt-1" && finding.subject.account == World.account)
    }

    @Test func aLineForUsageLeavesTheFixedChargesBare() throws {
        let plan = world(scope: "usage").plan
        #expect(plan.written == ["ch-usage": "PO-1"])
        try plan.only(.usageUncovered).expect(.warning, .procurement, remedy: "fixed charges", "`fixed`")
    }

    @Test(arguments: ["all", nil]) func aLineForAllCoversBoth(_ scope: String?) {
        let plan = world(scope: scope).plan
        #expect(plan.written == ["ch-fixed": "PO-1", "ch-usage": "PO-1"])
        plan.expect(firing: [])
    }

    @Test func twoLinesCoverBothKinds() {
        var world = world(scope: "fixed")
        world.order("PO-2", .line("50", for: "agmt-1", scope: "usage"))
        #expect(world.plan.written == ["ch-fixed": "PO-1", "ch-usage": "PO-2"])
        world.plan.expect(firing: [])
    }

    @Test func termsTellOfUsageThatIsNotListedYet() {
        let terms: Set<String> = ["usageBasedPricingTerm", "fixedUpfrontPricingTerm"]
        #expect(world(scope: "fixed", terms: terms, usage: false).plan.scenarios == [.usageUncovered])
        world(scope: "all", terms: terms, usage: false).plan.expect(firing: [])
        world(scope: "fixed", terms: ["fixedUpfrontPricingTerm"], usage: false).plan.expect(firing: [])
    }

    @Test func termsAreAskedForWhereALineCoversOneKindOnly() {
        #expect(world(scope: "fixed", usage: false).plan.wantedTerms == ["agmt-1": World.account])
        #expect(world(scope: "all", usage: false).plan.wantedTerms == [:])
    }

    @Test func whereNothingIsCoveredTheChargesSpeakForThemselves() {
        var world = world(scope: nil)
        world.snapshot.orders = []
        world.plan.expect(firing: [.chargeWithoutOrder, .chargeWithoutOrder])
    }
}
