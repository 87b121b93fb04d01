import Testing

@testable import Reconciliation

/// Row 15, "POs with License Manager".
@Suite struct GrantNotInheritedTests {
    private func world(product: String? = "prod-shared", status: String = "ACTIVE") -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30)) { $0.products = [.init(id: "prod-shared")] }
        world.order("PO-1", .line("100", for: "agmt-1"))
        world[World.other] = AccountView(id: World.other)
        world.snapshot.grants = [
            ReceivedGrant(
                arn: "arn:aws:license-manager::222222222222:grant:g-1", account: World.other, product: product,
                productName: "Shared Software", granter: World.account, status: status)
        ]
        return world
    }

    @Test func aGrantFromAnotherAccountIsSaid() throws {
        let plan = world().plan
        plan.expect(firing: [.grantNotInherited])
        let finding = try plan.only(.grantNotInherited)
        finding.expect(
            .notice, .billingAdmin, remedy: "333333333333", "111111111111", "AWS Marketplace Blanket Usage", "blanket")
        finding.expect(detail: "333333333333", "Shared Software", "222222222222", "does not apply")
        #expect(finding.subject.account == World.other)
        #expect(plan.written == ["ch-1": "PO-1"], "the subscription itself is assigned")
    }

    @Test(arguments: ["DELETED", "REJECTED", "FAILED_WORKFLOW"]) func aGrantThatIsNotInUseIsQuiet(_ status: String) {
        world(status: status).plan.expect(firing: [])
    }

    @Test func anAgreementOfItsOwnResolvesIt() {
        var world = world()
        world.buy("agmt-2", in: World.other, .charge("ch-2", "9", due: 30, carries: "PO-2")) {
            $0.products = [.init(id: "prod-shared")]
        }
        world.plan.expect(firing: [])
        world.change("agmt-2") { $0.status = AgreementStatus("EXPIRED") }
        world.plan.expect(firing: [.grantNotInherited])
    }

    @Test func aGrantThatGoesAwayResolvesIt() {
        var world = world()
        world.snapshot.grants = []
        world.plan.expect(firing: [])
    }

    @Test func aGrantWhoseProductIsNotKnownIsSaidByItsName() throws {
        try world(product: nil).plan.only(.grantNotInherited).expect(detail: "Shared Software")
    }

    @Test func manyGrantsOfAnAccountAreOneFinding() {
        var world = world()
        world.snapshot.grants.append(
            ReceivedGrant(arn: "arn:2", account: World.other, product: "prod-2", productName: "Other"))
        world.plan.expect(firing: [.grantNotInherited])
    }
}
