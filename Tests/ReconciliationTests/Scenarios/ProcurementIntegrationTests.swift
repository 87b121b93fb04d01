import Testing

@testable import Reconciliation

/// Row 12, "Procurement system integration".
@Suite struct ProcurementIntegrationTests {
    private func world(_ integration: BillingIntegration, _ portals: [PortalPreference]? = nil) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30))
        world.order("PO-1", .line("100", for: "agmt-1"))
        world.snapshot.integration = integration
        world.snapshot.portals = portals
        return world
    }

    @Test func whileItIsMissingWritesAreHeld() throws {
        let plan = world(.missing("the role AWSServiceRoleForMarketplacePurchaseOrders is not there")).plan
        plan.expect(firing: [.billingIntegrationMissing])
        let finding = try plan.only(.billingIntegrationMissing)
        finding.expect(
            .error, .billingAdmin, remedy: "111111111111", "AWS Marketplace > Settings > AWS Billing integration",
            "once", "management account alone")
        finding.expect(detail: "AWSServiceRoleForMarketplacePurchaseOrders", "Writes are held")
        #expect(plan.written == [:] && plan["ch-1"]?.hold == .integration && plan["ch-1"]?.finding == finding.id)
    }

    @Test func theConfigurationMayLetThemGoOn() throws {
        var world = world(.missing("no role"))
        world.rules.requireIntegration = false
        #expect(world.plan.written == ["ch-1": "PO-1"])
        try world.plan.only(.billingIntegrationMissing).expect(detail: "Writes go on")
    }

    @Test func notKnowingHoldsNothing() throws {
        let plan = world(.unknown("AccessDenied")).plan
        plan.expect(firing: [.billingIntegrationUnknown])
        #expect(plan.written == ["ch-1": "PO-1"])
        try plan.only(.billingIntegrationUnknown).expect(
            .warning, .billingAdmin, remedy: "iam:GetRole",
            "arn:aws:iam::111111111111:role/aws-service-role/purchase-orders.marketplace.amazonaws.com/"
                + "AWSServiceRoleForMarketplacePurchaseOrders")
    }

    @Test func onceItIsThereWritesGoOut() {
        #expect(world(.present).plan.written == ["ch-1": "PO-1"])
        world(.present).plan.expect(firing: [])
    }

    // MARK: - Portals

    private func portal(_ status: String?, isEnabled: Bool = true) -> PortalPreference {
        PortalPreference(
            arn: "arn:aws:invoicing::111111111111:procurement-portal-preference/1", portal: "COUPA",
            isRetrievalEnabled: isEnabled, status: status, reason: "TEST_MISSING")
    }

    @Test(arguments: ["PENDING_VERIFICATION", "SUSPENDED", "TEST_FAILED", nil])
    func aPortalThatIsNotActiveIsSaid(_ status: String?) throws {
        let plan = world(.present, [portal(status)]).plan
        plan.expect(firing: [.portalPreferenceInactive])
        let finding = try plan.only(.portalPreferenceInactive)
        finding.expect(.warning, .billingAdmin, remedy: "111111111111", "Procurement portals")
        finding.expect(detail: "COUPA", status ?? "without status", "TEST_MISSING")
        #expect(plan.written == ["ch-1": "PO-1"], "posyncd's own way does not depend on it")
    }

    @Test func anActivePortalOneThatFetchesNothingAndNoneAreNothingToSay() {
        world(.present, [portal("ACTIVE")]).plan.expect(firing: [])
        world(.present, [portal(nil, isEnabled: false)]).plan.expect(firing: [])
        world(.present, []).plan.expect(firing: [])
        world(.present, nil).plan.expect(firing: [])
    }
}
