import Testing

@testable import Reconciliation

/// Row 13: the last instalment's number is what a renewal copies; said where it differs.
@Suite struct RenewalCopyTests {
    private func world(_ numbers: [OrderNumber?], renews: Bool? = nil) -> World {
        var world = World()
        world.buy("agmt-1") { agreement in
            for (place, number) in numbers.enumerated() {
                agreement.charges.append(
                    .charge(ChargeID("ch-\(place)"), "50", due: 20 + 90 * Double(place), carries: number))
            }
            agreement.charges.append(.charge("ch-usage", "0", carries: "PO-USAGE"))
            agreement.terms = renews.map { AgreementTerms(kinds: ["renewalTerm"], renews: $0) }
        }
        return world
    }

    @Test func theLastPaymentsNumberIsSaidWhereOthersDiffer() throws {
        let copy = try #require(world(["PO-1", "PO-2", "PO-3"]).plan.renewals.first)
        #expect(copy.order == "PO-3" && copy.others == ["PO-1", "PO-2"] && copy.charge == "ch-2")
        #expect(
            copy.sentence.hasPrefix("If agmt-1 renews, AWS copies PO PO-3 of the last payment (ch-2, due 2027-06-11)"))
        #expect(copy.sentence.contains("PO PO-1, PO PO-2"))
        #expect(
            try #require(world(["PO-1", "PO-2"], renews: true).plan.renewals.first).sentence.hasPrefix("When agmt-1"))
    }

    @Test func whereAllAreEqualOrNoneIsNothingIsSaid() {
        #expect(world(["PO-1", "PO-1"]).plan.renewals.isEmpty)
        #expect(world([nil, nil]).plan.renewals.isEmpty)
        #expect(world(["PO-1"]).plan.renewals.isEmpty)
        #expect(world([nil, "PO-1"]).plan.renewals.isEmpty, "no other number is lost")
    }

    @Test func aLastPaymentWithoutNumberIsSaid() throws {
        let copy = try #require(world(["PO-1", nil]).plan.renewals.first)
        #expect(copy.order == nil && copy.sentence.contains("copies no PO"))
    }

    @Test func whatIsAboutToBeWrittenCounts() throws {
        var world = world([nil, nil])
        world.order("PO-1", .line("50", for: "agmt-1", needBy: 20))
        world.order("PO-2", .line("50", for: "agmt-1", needBy: 110))
        #expect(world.plan.renewals.first?.order == "PO-2" && world.plan.renewals.first?.others == ["PO-1"])
        world.rules.policy = .observe
        #expect(world.plan.renewals.isEmpty)
    }

    @Test func anAgreementThatDoesNotRenewOrWhoseScheduleIsOverCopiesNothing() {
        #expect(world(["PO-1", "PO-2"], renews: false).plan.renewals.isEmpty)
        var past = world(["PO-1", "PO-2"])
        past.now = World.day(300)
        #expect(past.plan.renewals.isEmpty)
    }
}
