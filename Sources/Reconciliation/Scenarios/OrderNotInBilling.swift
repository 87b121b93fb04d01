/// Row 2, "PO doesn't exist": AWS Marketplace creates the PO with default data, and Billing shows it only at the first
/// invoice. Also the limit of active POs that such creation runs into.
enum OrderNotInBilling {
    static func findings(_ situation: Situation) -> [Finding] {
        created(situation) + limit(situation)
    }

    /// The numbers that are decided for open charges, or stand on them.
    static func numbers(_ situation: Situation) -> [OrderNumber] {
        var numbers: Set<OrderNumber> = []
        for assignment in situation.assignments.values
        where assignment.state != .blanket && assignment.hold != .tooLate && assignment.hold != .foreign {
            numbers.insert(assignment.order.number)
        }
        return numbers.sorted()
    }

    /// Assigned numbers that the register does not list.
    static func unlisted(_ situation: Situation) -> [OrderNumber] {
        guard let register = situation.register else { return [] }
        return numbers(situation).filter { register[$0] == nil }
    }

    private static func created(_ situation: Situation) -> [Finding] {
        unlisted(situation).map { number in
            Finding(
                .orderCreatedByMarketplace, .notice, Finding.Subject(order: number),
                detail:
                    "PO \(number) is assigned to charges and is not in the register of Billing's purchase orders. AWS "
                    + "Marketplace will create it with default data and without contact; Billing shows it only from the "
                    + "first invoice on.",
                remedy: "To set its data yourself, create PO \(number) beforehand "
                    + "\(Wording.billingPage(situation.snapshot.management)) > Add purchase order; otherwise complete it "
                    + "there after the first invoice. Then add it to the register.",
                owner: .billingAdmin)
        }
    }

    private static func limit(_ situation: Situation) -> [Finding] {
        var active = Set(numbers(situation))
        for (_, decision) in situation.decisions where decision.timing.isOpen {
            if let carried = decision.charge.order { active.insert(carried) }
        }
        for entry in situation.snapshot.register ?? [] where entry.status == .active { active.insert(entry.number) }
        guard active.count >= Limits.billingOrdersNear else { return [] }
        return [
            Finding(
                .orderLimitNear, .warning, Finding.Subject(account: situation.snapshot.management),
                detail:
                    "\(active.count) different PO numbers are in use; Billing allows \(Limits.billingOrders) active "
                    + "purchase orders in an account.",
                remedy: "Suspend or let expire purchase orders that are no longer needed "
                    + "\(Wording.billingPage(situation.snapshot.management)), or ask AWS for a higher quota, before "
                    + "\(Limits.billingOrders) are reached.",
                owner: .billingAdmin)
        ]
    }
}
