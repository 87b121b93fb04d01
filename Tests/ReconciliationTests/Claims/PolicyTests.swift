import Testing

@testable import Reconciliation

/// Contract, section 4, steps 7 and 8: what may be written.
@Suite struct PolicyTests {
    private enum Carried: CaseIterable { case nothing, right, ours, foreign }

    private func world(_ policy: Policy, _ carried: Carried) -> World {
        var world = World()
        world.rules.policy = policy
        let number: OrderNumber? =
            switch carried {
            case .nothing: nil
            case .right: "PO-1"
            case .ours: "PO-OLD"
            case .foreign: "BY-HAND"
            }
        world.buy("agmt-1", .charge("ch-1", "100", due: 30, carries: number))
        world.order("PO-1", .line("100", for: "agmt-1"))
        world.snapshot.written[ChargeKey(account: World.account, charge: "ch-1")] = [
            WrittenOrder(order: "PO-OLD", at: World.day(-1))
        ]
        return world
    }

    @Test func observeWritesNothing() {
        for carried in Carried.allCases {
            let plan = world(.observe, carried).plan
            #expect(plan.written == [:] && plan.numbers == ["ch-1": "PO-1"])
            #expect(plan["ch-1"]?.state == (carried == .right ? .verified : .planned))
        }
    }

    @Test func assignMissingWritesWhereNothingOrItsOwnNumberStands() {
        let written = Carried.allCases.map { !world(.assignMissing, $0).plan.writes.isEmpty }
        #expect(written == [true, false, true, false])
        #expect(world(.assignMissing, .foreign).plan.scenarios == [.orderForeign])
        #expect(world(.assignMissing, .ours).plan.scenarios == [])
    }

    @Test func upsertAlsoReplacesWhatSomebodyElseSet() {
        let written = Carried.allCases.map { !world(.upsert, $0).plan.writes.isEmpty }
        #expect(written == [true, false, true, true])
        #expect(world(.upsert, .foreign).plan.scenarios == [])
    }

    @Test(arguments: Policy.allCases) func nothingIsEverCleared(_ policy: Policy) {
        for carried in Carried.allCases {
            var world = world(policy, carried)
            world.snapshot.orders = []
            #expect(world.plan.writes.isEmpty)
        }
    }

    // MARK: - Checks before writing

    private func world(number length: Int) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30))
        world.order(OrderNumber(String(repeating: "9", count: length)), .line("100", for: "agmt-1"))
        return world
    }

    @Test(arguments: [
        (1, true, nil), (100, true, nil), (101, true, Finding.Severity.warning), (200, true, .warning),
        (201, false, .error),
    ])
    func numbersHaveALength(_ length: Int, _ isWritten: Bool, _ severity: Finding.Severity?) throws {
        let plan = world(number: length).plan
        #expect(plan.writes.count == (isWritten ? 1 : 0))
        guard let severity else { return plan.expect(firing: []) }
        let finding = try plan.only(.orderNumberTooLong)
        finding.expect(severity, .procurement, remedy: "at most 100 characters")
        finding.expect(detail: "\(length) characters")
        #expect(plan["ch-1"]?.hold == (isWritten ? nil : .numberTooLong))
    }

    @Test func aLineInAnotherCurrencyIsNotWritten() throws {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30, currency: "EUR"), .charge("ch-2", "100", due: 30))
        world.order("PO-1", .line("200", for: "agmt-1"))
        let plan = world.plan
        #expect(plan.written == ["ch-2": "PO-1"] && plan["ch-1"]?.hold == .currency)
        let finding = try plan.only(.currencyMismatch)
        finding.expect(.warning, .procurement, remedy: "PO-1", "EUR")
        finding.expect(detail: "USD", "EUR", "ch-1")
        world.revise("PO-1") { $0.currency = "eur" }
        #expect(world.plan.written == ["ch-1": "PO-1"], "currencies are compared without regard to case")
    }

    @Test func anOrderWhoseCurrencyChangesWhileItStandsOnAChargeIsSaid() throws {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30), .charge("ch-2", "100", due: 60, currency: "EUR"))
        world.order("PO-1", .line("100", for: "agmt-1"))
        world.apply(world.plan)
        world.revise("PO-1") { $0.currency = "EUR" }
        let plan = world.plan
        #expect(plan.written == ["ch-2": "PO-1"] && plan["ch-1"]?.state == .verified)
        let finding = try plan.only(.currencyMismatch)
        finding.expect(.warning, .procurement, remedy: "PO-1", "USD")
        finding.expect(detail: "ch-1", "in EUR", "in USD", "carries its number already", "nothing is taken off")
        #expect(plan["ch-1"]?.finding == finding.id)
        world.now = World.day(30)
        #expect(!world.plan.scenarios.contains(.currencyMismatch), "nothing can be changed on a charge that is due")
    }

    @Test func anAccountThatWasNotReadIsNotWritten() {
        var world = world(.assignMissing, .nothing)
        world[World.account].hold = .unread
        #expect(world.plan.written == [:] && world.plan["ch-1"]?.hold == .accountUnread)
    }

    @Test func whatWaitsForAFeedNamesTheFindingAboutIt() {
        var world = world(.assignMissing, .nothing)
        let finding = { (feed: FeedName) in
            Finding(
                .feedUnreachable, .error, Finding.Subject(feed: feed), detail: "down", remedy: "up", owner: .operator)
        }
        world.snapshot.conditions = [finding("another"), finding("coupa")]
        #expect(world.plan.written == ["ch-1": "PO-1"] && world.plan["ch-1"]?.finding == nil)
        world.snapshot.heldFeeds = ["coupa"]
        #expect(world.plan["ch-1"]?.hold == .feedUnread && world.plan["ch-1"]?.finding == finding("coupa").id)
    }

    @Test func whatAnOperatorDiscardedIsNotWrittenUntilSomethingElseIsWanted() {
        var world = world(.assignMissing, .nothing)
        world.queue("ch-1", QueueStanding(order: "PO-1", isDiscarded: true))
        #expect(world.plan.written == [:] && world.plan["ch-1"]?.hold == .discarded)
        world.queue("ch-1", QueueStanding(order: "PO-0", isDiscarded: true))
        #expect(world.plan.written == ["ch-1": "PO-1"])
    }

    @Test func whatWasAcceptedIsReadBackAndWhatIsDeadIsLeft() throws {
        var world = world(.assignMissing, .nothing)
        world.queue("ch-1", QueueStanding(order: "PO-1", isAccepted: true))
        #expect(world.plan["ch-1"]?.state == .applied && world.plan.written == [:])
        world.queue("ch-1", QueueStanding(order: "PO-1", isDead: true, lastError: "ConflictException", attempts: 12))
        #expect(world.plan["ch-1"]?.state == .dead && world.plan.written == [:])
        try world.plan.only(.changeDead).expect(
            .error, .operator, remedy: "posyncd queue retry", "posyncd queue discard")
    }
}
