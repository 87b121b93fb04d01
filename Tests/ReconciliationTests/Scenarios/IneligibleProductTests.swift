import Testing

@testable import Reconciliation

/// Row 14, "PO option missing from the procurement page".
@Suite struct IneligibleProductTests {
    private func world(
        _ charge: Charge, terms: Set<String>? = nil, type: String? = nil, ordered: Bool = true
    ) -> World {
        var world = World()
        world.buy("agmt-1", charge) {
            $0.terms = terms.map { AgreementTerms(kinds: $0) }
            $0.products = [.init(id: "prod-1", type: type)]
        }
        if ordered { world.order("PO-1", .line("100", for: "agmt-1")) }
        return world
    }

    @Test(arguments: [Set(["byolPricingTerm"]), ["freeTrialPricingTerm"], ["byolPricingTerm", "legalTerm"]])
    func freeTermsCannotCarryAnOrder(_ terms: Set<String>) throws {
        let plan = world(.charge("ch-1", "0", due: 30), terms: terms).plan
        plan.expect(firing: [.productNotEligible])
        #expect(plan.written == [:] && plan["ch-1"]?.hold == .notEligible)
        let finding = try plan.only(.productNotEligible)
        finding.expect(.notice, .subscriber, remedy: "222222222222", "Purchase orders", "AWS Support")
        finding.expect(detail: "agmt-1", "prod-1", "cost nothing in AWS Marketplace")
        #expect(plan["ch-1"]?.finding == finding.id)
    }

    @Test func aPaidTermBesideAFreeOneIsPaid() {
        let plan = world(.charge("ch-1", "100", due: 30), terms: ["byolPricingTerm", "usageBasedPricingTerm"]).plan
        #expect(plan.written == ["ch-1": "PO-1"] && !plan.scenarios.contains(.productNotEligible))
    }

    @Test func aDatedChargeOfNothingIsRecordedOnceAndUsageOfNothingIsNot() {
        let dated = world(.charge("ch-1", "0.00", due: 30)).plan
        #expect(dated.written == [:] && dated.scenarios == [.productNotEligible])
        let usage = world(.charge("ch-1", "0.00")).plan
        #expect(usage.written == ["ch-1": "PO-1"] && usage.scenarios == [])
    }

    @Test func aRefusedChargeIsSaidAndNotTriedAgain() throws {
        var world = world(.charge("ch-1", "100", due: 30))
        world.queue(
            "ch-1",
            QueueStanding(order: "PO-1", isDead: true, lastError: "ValidationException/UNSUPPORTED_ACTION", attempts: 1)
        )
        let plan = world.plan
        #expect(plan.written == [:] && plan["ch-1"]?.state == .dead)
        try plan.only(.productNotEligible).expect(detail: "ch-1", "UNSUPPORTED_ACTION")
        world.queue("ch-1", QueueStanding(order: "PO-1", isDead: true, lastError: "ConflictException", attempts: 12))
        #expect(!world.plan.scenarios.contains(.productNotEligible))
    }

    @Test(
        arguments: [
            ("MachineLearningProduct", nil), ("ContainerProduct", Set(["fixedUpfrontPricingTerm"])),
        ])
    func whatTheGuidesOlderTextExcludesIsSaidUntilItHasAnOrder(_ type: String, _ terms: Set<String>?) throws {
        let bare = world(.charge("ch-1", "100", due: 30), terms: terms, type: type, ordered: false).plan
        #expect(bare.scenarios == [.chargeWithoutOrder, .productNotEligible])
        let assigned = world(.charge("ch-1", "100", due: 30), terms: terms, type: type).plan
        #expect(assigned.written == ["ch-1": "PO-1"], "bought outside, assigned after the purchase")
        assigned.expect(firing: [])
    }

    @Test func anHourlyContainerAndSoftwareAreEligible() {
        let container = world(
            .charge("ch-1", "100", due: 30), terms: ["usageBasedPricingTerm"], type: "ContainerProduct", ordered: false)
        #expect(!container.plan.scenarios.contains(.productNotEligible))
        world(.charge("ch-1", "100", due: 30), terms: ["usageBasedPricingTerm"], type: "SaaSProduct").plan
            .expect(firing: [])
    }

    @Test func termsAreAskedForWhereNothingHasAnAmount() {
        #expect(world(.charge("ch-1", nil)).plan.wantedTerms == ["agmt-1": World.account])
        #expect(world(.charge("ch-1", nil), terms: ["legalTerm"]).plan.wantedTerms == [:])
        #expect(world(.charge("ch-1", "100", due: 30)).plan.wantedTerms == [:])
    }
}
