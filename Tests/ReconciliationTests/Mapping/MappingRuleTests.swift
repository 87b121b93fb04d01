import Testing

@testable import Reconciliation

/// Contract, section 4, step 3, and section 3: how lines name what they pay for.
@Suite struct MappingRuleTests {
    private func world(_ rules: MappingRule...) -> World {
        var world = World()
        world.rules.mapping = rules
        for (place, account) in [World.account, World.other].enumerated() {
            world.buy(AgreementID("agmt-\(place)"), in: account, .charge(ChargeID("ch-\(place)"), "100", due: 30)) {
                $0.products = [.init(id: "prod-both"), .init(id: "prod-\(place)")]
                $0.offer = "offer-\(place)"
            }
        }
        return world
    }

    private func written(_ rules: MappingRule..., by change: (inout OrderLine) -> Void) -> [ChargeID: OrderNumber] {
        var world = world()
        world.rules.mapping = rules
        var line = OrderLine.line("100")
        change(&line)
        world.order("PO-1", line)
        return world.plan.written
    }

    // MARK: - Each kind of key

    @Test func anAgreement() {
        let rule = MappingRule(name: "r", from: [.auxiliaryPart], to: [.agreement])
        #expect(written(rule) { $0.auxiliaryPart = " agmt-1 " } == ["ch-1": "PO-1"])
        #expect(written(rule) { $0.auxiliaryPart = "AGMT-1" } == [:], "ids are compared exactly")
    }

    @Test func anOffer() {
        let rule = MappingRule(name: "r", from: [.part], to: [.offer])
        #expect(written(rule) { $0.part = "offer-0" } == ["ch-0": "PO-1"])
    }

    @Test func aProduct() {
        let rule = MappingRule(name: "r", from: [.part], to: [.product])
        #expect(written(rule) { $0.part = "prod-1" } == ["ch-1": "PO-1"])
        #expect(written(rule) { $0.part = "prod-both" } == [:], "two agreements")
    }

    @Test func aProductAndAnAccount() {
        let rule = MappingRule(name: "r", from: [.part, .lineCustom("aws-account")], to: [.product, .account])
        let both = written(rule) {
            $0.part = "prod-both"
            $0.custom["aws-account"] = "333333333333"
        }
        #expect(both == ["ch-1": "PO-1"])
        #expect(
            written(rule) { $0.part = "prod-both" } == [:], "a rule yields nothing where one of its fields is empty")
    }

    @Test func anAccountAlone() {
        let rule = MappingRule(name: "r", from: [.orderCustom("aws-account")], to: [.account])
        var world = world(rule)
        world.order("PO-1", .line("100"))
        world.revise("PO-1") { $0.custom["aws-account"] = "222222222222" }
        #expect(world.plan.written == ["ch-0": "PO-1"])
    }

    @Test func aCharge() {
        let rule = MappingRule(name: "r", from: [.lineCustom("aws-charge")], to: [.charge])
        #expect(written(rule) { $0.custom["aws-charge"] = "ch-1" } == ["ch-1": "PO-1"])
    }

    @Test(arguments: ["ch-1, ch-2", "ch-2 ch-1 ch-9"])
    func severalChargesOfOneAgreementAreTheseAndNoOthers(_ text: String) throws {
        var world = World()
        world.rules.mapping = [
            MappingRule(
                name: "r", from: [.lineCustom("aws-charge")], pattern: try KeyPattern("ch-[0-9]+"), to: [.charge])
        ]
        world.buy(
            "agmt-1", .charge("ch-1", "10", due: 30), .charge("ch-2", "10", due: 60), .charge("ch-3", "10", due: 90))
        var line = OrderLine.line("20")
        line.custom["aws-charge"] = text
        world.order("PO-1", line)
        #expect(world.plan.written == ["ch-1": "PO-1", "ch-2": "PO-1"])
        #expect(world.plan["ch-1"]?.scope == .charge)
    }

    @Test(
        arguments: [
            FieldPath.orderID, .orderNumber, .supplierName, .supplierNumber, .orderCustom("x"), .lineDescription,
            .lineAccount, .commodity, .lineCustom("y"),
        ])
    func anyFieldMayHoldTheKey(_ path: FieldPath) {
        var world = world(MappingRule(name: "r", from: [path], to: [.agreement]))
        var order = PurchaseOrder(
            key: OrderKey(feed: "coupa", id: "agmt-0"), number: "agmt-0", supplierName: "agmt-0",
            supplierNumber: "agmt-0", custom: ["x": "agmt-0"])
        order.lines = [
            OrderLine(
                id: "1", number: "1", description: "agmt-0", commodity: "agmt-0", account: "agmt-0",
                amount: Amount("100"), currency: "USD", custom: ["y": "agmt-0"])
        ]
        world.snapshot.orders = [order]
        #expect(world.plan.written == ["ch-0": "agmt-0"])
    }

    // MARK: - Patterns

    private func pattern(_ text: String) throws -> MappingRule {
        MappingRule(name: "r", from: [.lineDescription], pattern: try KeyPattern(text), to: [.agreement])
    }

    @Test func aPatternIsSearchedAndTheWholeMatchIsTheKey() throws {
        #expect(
            written(try pattern("agmt-[0-9]")) { $0.description = "Renewal of agmt-1, thanks" } == ["ch-1": "PO-1"])
    }

    @Test func itsFirstGroupIsTheKey() throws {
        #expect(
            written(try pattern("Agreement: *(agmt-[0-9])")) { $0.description = "Agreement: agmt-1" } == [
                "ch-1": "PO-1"
            ])
        #expect(written(try pattern("(agmt-[0-9])/(x)")) { $0.description = "agmt-1/x" } == ["ch-1": "PO-1"])
    }

    @Test func aPatternThatIsNotFoundYieldsNothing() throws {
        #expect(written(try pattern("agmt-[0-9]")) { $0.description = "no key" } == [:])
    }

    @Test func aPatternFoundTwiceNamesBoth() throws {
        var world = world(try pattern("agmt-[0-9]"))
        world.order("PO-1", .line("100"))
        world.revise("PO-1") { $0.lines[0].description = "agmt-0 and agmt-1" }
        #expect(world.plan.results(of: "PO-1") == [.ambiguous])
        world.revise("PO-1") { $0.lines[0].description = "agmt-0, that is agmt-0" }
        #expect(world.plan.written == ["ch-0": "PO-1"])
    }

    @Test func aBrokenPatternIsRefusedWhenItIsRead() {
        #expect(throws: KeyPatternError.self) { try KeyPattern("agmt-[0-9") }
    }

    // MARK: - Order of rules

    @Test func theFirstRuleThatNamesAKeyWins() {
        let first = MappingRule(name: "first", from: [.auxiliaryPart], to: [.agreement])
        let second = MappingRule(name: "second", from: [.part], to: [.agreement])
        let both: (inout OrderLine) -> Void = {
            $0.auxiliaryPart = "agmt-1"
            $0.part = "agmt-0"
        }
        #expect(written(first, second, by: both) == ["ch-1": "PO-1"])
        #expect(written(second, first, by: both) == ["ch-0": "PO-1"])
        #expect(written(first, second) { $0.part = "agmt-0" } == ["ch-0": "PO-1"], "an empty field yields no key")
    }

    @Test func aKeyThatNamesNothingIsNotMadeGoodByALaterRule() {
        let first = MappingRule(name: "first", from: [.auxiliaryPart], to: [.agreement])
        let second = MappingRule(name: "second", from: [.part], to: [.agreement])
        var world = world(first, second)
        world.order("PO-1", .line("100", for: "agmt-0"))
        world.revise("PO-1") { $0.lines[0].auxiliaryPart = "agmt-unknown" }
        #expect(world.plan.written == [:] && world.plan.results(of: "PO-1") == [.unmatched])
        #expect(world.plan.lines[0].rule == "first")
    }

    // MARK: - None and more than one

    @Test func moreThanOneAgreementIsAmbiguousWithTheCandidates() throws {
        var world = world(MappingRule(name: "r", from: [.part], to: [.product]))
        world.order("PO-1", .line("100", for: "prod-both"))
        let plan = world.plan
        #expect(plan.written == [:] && plan.results(of: "PO-1") == [.ambiguous])
        #expect(plan.lines[0].candidates.map(\.agreement) == ["agmt-0", "agmt-1"])
        let finding = try plan.only(.orderAmbiguous)
        finding.expect(.warning, .procurement, remedy: "PO-1", "agreement")
        finding.expect(detail: "agmt-0", "222222222222", "agmt-1", "333333333333", "never guesses")
    }

    @Test func anEndedAgreementIsNoCandidate() {
        var world = world(MappingRule(name: "r", from: [.part], to: [.product]))
        world.change("agmt-0") { $0.status = AgreementStatus("EXPIRED") }
        world.order("PO-1", .line("100", for: "prod-both"))
        #expect(world.plan.written == ["ch-1": "PO-1"])
    }

    @Test func anAgreementThatHasEndedIsSaid() throws {
        var world = world(MappingRule(name: "r", from: [.part], to: [.agreement]))
        world.change("agmt-0") { $0.status = AgreementStatus("CANCELLED") }
        world.order("PO-1", .line("100", for: "agmt-0"))
        let plan = world.plan
        #expect(plan.results(of: "PO-1") == [.unmatched])
        let finding = try plan.only(.agreementInactive)
        finding.expect(.warning, .procurement, remedy: "PO-1", "active agreement")
        finding.expect(detail: "agmt-0", "CANCELLED", "line 1")
    }

    @Test func aNameOfNoAgreementIsUnmatched() throws {
        var world = world(MappingRule(name: "r", from: [.part], to: [.agreement]))
        world.order("PO-1", .line("100", for: "agmt-7"))
        try world.plan.only(.orderUnmatched).expect(
            detail: "agreement agmt-7", "names no agreement of the accounts read")
    }
}
