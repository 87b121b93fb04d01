import Testing

@testable import Reconciliation

/// Row 5, "Subscribing account moves to a different organization".
@Suite struct AccountMovedTests {
    private func world(_ sign: AccountMove.Sign, _ stage: AccountMove.Stage = .held) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30), .charge("ch-2", "100", due: 60))
        world.order("PO-1", .line("200", for: "agmt-1"))
        world[World.account].move = AccountMove(noticedAt: World.day(-1), sign: sign, stage: stage)
        if stage == .held { world[World.account].hold = .moved }
        return world
    }

    @Test(
        arguments: [
            (AccountMove.Sign.left(organization: "o-old"), "no longer listed in organization o-old"),
            (.organization(from: "o-old", to: "o-new"), "moved from organization o-old to o-new"),
            (.rejoined(at: World.day(-1)), "joined again on 2026-11-22"),
        ])
    func writesAreHeldAndItIsSaidWhatToDo(_ sign: AccountMove.Sign, _ words: String) throws {
        let plan = world(sign).plan
        plan.expect(firing: [.accountMoved])
        let finding = try plan.only(.accountMoved)
        finding.expect(
            .error, .billingAdmin, remedy: "222222222222", "111111111111", "AWS Billing integration",
            "new organization")
        finding.expect(detail: words, "A PO does not go with an account")
        #expect(plan.written == [:])
        #expect(plan.assignments.map(\.hold) == [.accountMoved, .accountMoved])
        #expect(plan.assignments.allSatisfy { $0.finding == finding.id })
    }

    @Test func anotherAccountsMoveHoldsNothingHere() {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30))
        world.order("PO-1", .line("100", for: "agmt-1"))
        world[World.other].move = AccountMove(
            noticedAt: World.start, sign: .left(organization: "o-old"), stage: .held)
        world[World.other].hold = .moved
        #expect(world.plan.written == ["ch-1": "PO-1"])
    }

    @Test func onceConfirmedEveryOpenChargeIsAssignedAgain() throws {
        var world = world(.organization(from: "o-old", to: "o-new"), .reapplying)
        world[World.account].reapplyBefore = World.start
        world.change("agmt-1") { $0.charges.append(.charge("ch-0", "100", due: -5, carries: "PO-1")) }
        for charge in ["ch-1", "ch-2"] {
            world.change(charge: ChargeID(charge)) { $0.order = "PO-1" }
            world.snapshot.written[ChargeKey(account: World.account, charge: ChargeID(charge))] = [
                WrittenOrder(order: "PO-1", at: World.day(-20))
            ]
        }
        let plan = world.plan
        #expect(plan.written == ["ch-1": "PO-1", "ch-2": "PO-1"], "though AWS still shows it; not what was due")
        try plan.only(.accountMoved).expect(.error, .billingAdmin, remedy: "nothing to do")
        world.now = World.start + .seconds(60)
        world.apply(plan)
        #expect(world.plan.written == [:])
        world[World.account].move = nil
        world.plan.expect(firing: [])
    }

    // MARK: - How a move is noticed

    private let member = Organization.Member(id: World.account, joinedAt: World.day(-700))

    @Test func anAccountThatStaysHasNotMoved() {
        var home = AccountHome(organization: "o-1", joinedAt: World.day(-700))
        home.see(member, organization: "o-1", integration: .present, at: World.start)
        #expect(home.move == nil && home.reapplyBefore == nil)
    }

    @Test func leavingIsHeldUntilTheIntegrationOfTheNewOrganizationIsSeen() {
        var home = AccountHome(organization: "o-1", joinedAt: World.day(-700))
        home.see(nil, organization: "o-1", integration: .present, at: World.day(1))
        #expect(home.move?.sign == .left(organization: "o-1") && home.move?.stage == .held)
        home.see(nil, organization: "o-1", integration: .present, at: World.day(2))
        #expect(home.move?.noticedAt == World.day(1), "noticed once")
        let joined = Organization.Member(id: World.account, joinedAt: World.day(3))
        home.see(joined, organization: "o-2", integration: .missing("no role"), at: World.day(3))
        #expect(home.move?.sign == .organization(from: "o-1", to: "o-2"))
        home.see(joined, organization: "o-2", integration: .missing("no role"), at: World.day(4))
        home.see(joined, organization: "o-2", integration: .unknown("denied"), at: World.day(5))
        #expect(home.move?.stage == .held && home.reapplyBefore == nil)
        home.see(joined, organization: "o-2", integration: .present, at: World.day(6))
        #expect(home.move?.stage == .reapplying && home.reapplyBefore == World.day(6))
        home.finishMove()
        #expect(home.move == nil)
    }

    @Test func aLaterJoiningIsAMove() {
        var home = AccountHome(organization: "o-1", joinedAt: World.day(-700))
        let again = Organization.Member(id: World.account, joinedAt: World.day(-1))
        home.see(again, organization: "o-1", integration: .present, at: World.start)
        #expect(home.move?.sign == .rejoined(at: World.day(-1)) && home.move?.stage == .held)
    }
}
