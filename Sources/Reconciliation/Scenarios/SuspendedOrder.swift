/// Row 9, "Suspended PO": AWS adds the line item and leaves the PO off the invoice.
enum SuspendedOrder {
    static func findings(_ situation: Situation) -> [Finding] {
        guard let register = situation.register else { return [] }
        var charges: [OrderNumber: (onAWS: [String], held: [String])] = [:]
        for assignment in situation.assignments.values
        where assignment.state != .blanket {
            let number = assignment.order.number
            guard isSuspended(register[number]) else { continue }
            if assignment.observed == number {
                charges[number, default: ([], [])].onAWS.append(assignment.key.charge.text)
            } else if assignment.hold == .suspended {
                charges[number, default: ([], [])].held.append(assignment.key.charge.text)
            }
        }
        return charges.sorted { $0.key < $1.key }.map { number, charges in
            let page = Wording.billingPage(situation.snapshot.management)
            var detail = "PO \(number) is suspended in Billing."
            if !charges.held.isEmpty { detail += " It is not assigned to \(Wording.list(charges.held))." }
            if !charges.onAWS.isEmpty {
                detail +=
                    " It stands on \(Wording.list(charges.onAWS)): AWS adds a line item and leaves the PO off the "
                    + "invoice."
            }
            let regenerate =
                " Then ask AWS Support from the management account: \"Purchase order \(number) was suspended and is active "
                + "again. Please issue the AWS Marketplace invoices of account \(situation.snapshot.management)'s "
                + "organization for \(Wording.list(charges.onAWS)) again, with \(number).\""
            return Finding(
                .orderSuspended, .error, Finding.Subject(order: number), detail: detail,
                remedy: "Set PO \(number) to Active \(page) and enter it in the register."
                    + (charges.onAWS.isEmpty ? "" : regenerate),
                owner: .billingAdmin)
        }
    }

    static func isSuspended(_ entry: RegisterEntry?) -> Bool {
        entry?.status == .suspended || entry?.status == .suspendedExpired
    }
}
