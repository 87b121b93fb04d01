import Testing

@testable import Reconciliation

/// An agreement that took another's place keeps its purchase order, where AWS's own fields say so.
@Suite struct RenewalTests {
    /// How the two agreements are told to belong together.
    enum Tie: CaseIterable { case chain, longChain, replaced, seam }

    private func world(
        _ tie: Tie, _ orders: [OrderNumber] = ["PO-1"], renewal: [Charge] = [.charge("ch-new", "100", due: 30)]
    ) -> World {
        var world = World()
        world.buy("agmt-old") {
            $0.status = AgreementStatus(tie == .seam ? "EXPIRED" : "RENEWED")
            $0.products = [.init(id: "prod-1")]
            $0.startsAt = World.day(-370)
            $0.endsAt = World.day(-5)
            if tie == .longChain { $0.initial = "agmt-first" }
        }
        world.buy("agmt-new") {
            $0.products = [.init(id: tie == .replaced || tie == .seam ? "prod-1" : "prod-other")]
            $0.startsAt = World.day(-5)
            $0.charges = renewal
            if tie == .chain { $0.initial = "agmt-old" }
            if tie == .longChain { $0.initial = "agmt-first" }
        }
        for order in orders { world.order(order, .line("500", for: "agmt-old")) }
        return world
    }

    @Test(arguments: Tie.allCases) func theOrderGoesOnAndThatIsSaid(_ tie: Tie) throws {
        let plan = world(tie).plan
        #expect(plan.written == ["ch-new": "PO-1"] && plan["ch-new"]?.renewalOf == "agmt-old")
        #expect(plan.results(of: "PO-1") == [.assigned])
        #expect(plan.lines[0].reason.contains("agmt-new, which took the place of agmt-old"))
        #expect(plan.lines[0].candidates.first?.agreement == "agmt-old")
        plan.expect(firing: [.agreementInactive])
        let finding = try plan.only(.agreementInactive)
        finding.expect(.notice, .procurement, remedy: "PO-1", "names agmt-new")
        finding.expect(
            detail: "agmt-old", "agmt-new took its place", "keeps PO PO-1",
            tie == .chain || tie == .longChain ? "first agreement" : "products, account and acceptor")
    }

    @Test func itsCopyByAWSIsRightAndDrawsOnTheOrder() {
        let plan = world(.chain, renewal: [.charge("ch-new", "100", due: 30, carries: "PO-1")]).plan
        #expect(plan.written == [:] && plan["ch-new"]?.state == .verified)
        #expect(plan.ledgers.first?.open == Amount("100"))
        plan.expect(firing: [.agreementInactive])
    }

    @Test func nothingIsTakenFromAnotherNumber() {
        var world = world(.chain, renewal: [.charge("ch-new", "100", due: 30, carries: "BY-HAND")])
        world.rules.policy = .upsert
        #expect(world.plan.assignments.isEmpty && world.plan.results(of: "PO-1") == [.unmatched])
    }

    @Test func aChargeThatCarriesAnotherNumberIsTurnedDownForThat() throws {
        let plan = world(
            .chain, renewal: [.charge("ch-new", "100", due: 30), .charge("ch-2", "9", due: 60, carries: "BY-HAND")]
        ).plan
        #expect(plan.written == ["ch-new": "PO-1"])
        let candidate = try #require(plan.lines[0].candidates.first { $0.charge?.charge == "ch-2" })
        #expect(candidate.reason.contains("it carries BY-HAND"))
    }

    @Test func whatIsDueIsNoLongerTheOrders() {
        let plan = world(.chain, renewal: [.charge("ch-new", "100", due: -4)]).plan
        #expect(plan.assignments.isEmpty && !plan.scenarios.contains(.chargeTooLate))
    }

    @Test func anOrderThatNamesTheNewAgreementGoesFirst() throws {
        var world = world(.chain)
        world.change("agmt-new") { $0.charges.append(.charge("ch-usage", "0")) }
        world.order("PO-2", .line("100", for: "agmt-new", scope: "fixed"))
        #expect(world.plan.written == ["ch-new": "PO-2"], "and the old one has no part in it any more")
        try world.plan.only(.agreementInactive).expect(.warning, .procurement, remedy: "Name agmt-new in PO PO-1")
    }

    @Test func aChargeKeyGoesFirstForItsCharge() {
        var world = world(.chain)
        world.change("agmt-new") { $0.charges.append(.charge("ch-2", "9", due: 60)) }
        world.order("PO-2", .line("9", charge: "ch-2"))
        #expect(world.plan.written == ["ch-new": "PO-1", "ch-2": "PO-2"])
    }

    @Test func theBlanketOrderGoesFirstWhereAWSCopiedNothing() {
        var world = world(.chain)
        world.rules.blanket = [BlanketOrder(order: "PO-ALL", from: World.day(-1), until: World.day(300))]
        #expect(world.plan.written == [:] && world.plan.numbers == ["ch-new": "PO-ALL"])
    }

    @Test func ofSeveralOrdersTheOneThatAWSCopiedIsKept() {
        let copied = world(
            .chain, ["PO-1", "PO-2"],
            renewal: [
                .charge("ch-1", "50", due: 30, carries: "PO-2"), .charge("ch-2", "50", due: 60, carries: "PO-2"),
                .charge("ch-3", "50", due: 90),
            ]
        ).plan
        #expect(copied.written == [:], "which of them pays for the third is not guessed")
        #expect(copied.numbers == ["ch-1": "PO-2", "ch-2": "PO-2"])
        #expect(copied.results(of: "PO-2") == [.assigned] && copied.results(of: "PO-1") == [.unmatched])
        #expect(!copied.scenarios.contains(.orderForeign))
    }

    @Test func theScopeGoesOn() {
        var world = world(.chain, [])
        world.change("agmt-new") { $0.charges.append(.charge("ch-usage", "0")) }
        world.order("PO-1", .line("500", for: "agmt-old", scope: "usage"))
        #expect(world.plan.written == ["ch-usage": "PO-1"])
    }

    // MARK: - Not guessed

    private func isKept(_ tie: Tie, _ change: (inout World) -> Void) -> Bool {
        var world = world(tie)
        change(&world)
        return !world.plan.writes.isEmpty
    }

    @Test func twoPossibleOnesAreNotGuessed() {
        for (tie, product, initial) in [(Tie.chain, "prod-x", AgreementID?("agmt-old")), (.replaced, "prod-1", nil)] {
            let kept = isKept(tie) { world in
                world.buy("agmt-third", .charge("ch-third", "100", due: 30)) {
                    $0.products = [.init(id: product)]
                    $0.initial = initial
                    $0.startsAt = World.day(-4)
                }
            }
            #expect(!kept, "\(tie)")
        }
    }

    @Test func likenessAloneIsNotGuessed() {
        #expect(!isKept(.seam) { $0.change("agmt-new") { $0.startsAt = World.day(-2) } }, "a gap of three days")
        #expect(!isKept(.replaced) { $0.change("agmt-new") { $0.products = [.init(id: "prod-2")] } })
        #expect(!isKept(.replaced) { $0.change("agmt-new") { $0.acceptor = World.other } })
        #expect(!isKept(.replaced) { $0.change("agmt-new") { $0.initial = "agmt-of-another-chain" } })
        for status in ["CANCELLED", "TERMINATED", "ROLLED_BACK"] {
            #expect(!isKept(.seam) { $0.change("agmt-old") { $0.status = AgreementStatus(status) } }, "\(status)")
        }
    }

    @Test func anEarlierAgreementIsNoRenewal() {
        #expect(!isKept(.chain) { $0.change("agmt-new") { $0.startsAt = World.day(-400) } })
    }

    @Test func anAgreementOfAnotherAccountIsNoRenewal() {
        let kept = isKept(.chain) { world in
            var new = world[World.account].agreements.removeLast()
            new.account = World.other
            world[World.other].agreements = [new]
        }
        #expect(!kept)
    }

    @Test func aRenewalThatHasEndedItselfKeepsNothing() {
        #expect(!isKept(.chain) { $0.change("agmt-new") { $0.status = AgreementStatus("EXPIRED") } })
    }
}
