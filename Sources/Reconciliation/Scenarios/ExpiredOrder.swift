/// Row 10, "Expired PO": AWS adds a line item, shows the PO as active and moves its expiry to the line item's end.
enum ExpiredOrder {
    static func findings(_ situation: Situation) -> [Finding] {
        guard let register = situation.register else { return [] }
        var charges: [OrderNumber: [String]] = [:]
        for assignment in situation.assignments.values
        where assignment.state != .blanket {
            let number = assignment.order.number
            guard let entry = register[number], !SuspendedOrder.isSuspended(entry),
                let decision = situation.decisions[assignment.key], decision.timing.isOpen,
                isExpired(entry, for: decision.charge, at: situation.now)
            else { continue }
            charges[number, default: []].append(assignment.key.charge.text)
        }
        return charges.sorted { $0.key < $1.key }.map { number, charges in
            let day = register[number]?.expires.map { " on \(($0 - .seconds(1)).day)" } ?? ""
            let isHeld = situation.rules.expiredOrders == .hold
            return Finding(
                .orderExpired, .warning, Finding.Subject(order: number),
                detail: "PO \(number) is expired in Billing, or expires\(day) before \(Wording.list(charges)) is due. "
                    + (isHeld
                        ? "The configuration holds it."
                        : "AWS adds a line item, shows the PO as active again and moves its expiry to the line item's end; "
                            + "Billing's own text says that expired POs are passed over."),
                remedy: "If the PO is still good, extend it \(Wording.billingPage(situation.snapshot.management)) > "
                    + "\(number) and enter that in the register; otherwise issue a new purchase order.",
                owner: .procurement)
        }
    }

    /// Whether the register shows the PO as expired, or as expiring before the charge is due.
    static func isExpired(_ entry: RegisterEntry, for charge: Charge, at now: Instant) -> Bool {
        if entry.status == .expired || entry.status == .suspendedExpired { return true }
        guard let expires = entry.expires else { return false }
        return expires <= (charge.time ?? now)
    }
}
