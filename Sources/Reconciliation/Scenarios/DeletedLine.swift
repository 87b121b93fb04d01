/// Charges with a number that posyncd wrote for a line which is no more: deleted, or of another agreement or charge since.
/// Nothing is taken off a charge, so it is said as with an order that is cancelled as a whole.
enum DeletedLine {
    static func findings(_ situation: Situation) -> [Finding] {
        guard situation.snapshot.knowsOrders, !situation.snapshot.written.isEmpty else { return [] }
        // Of these is said something else.
        var said = Set(IdleOrder.takenBack(situation).keys)
        var known: Set<OrderNumber> = []
        for order in situation.snapshot.orders {
            known.insert(order.number)
            if order.state == .unreadable { said.insert(order.number) }
        }
        let named = NamedCharges(situation)
        return situation.decisions.compactMap { key, decision in
            guard decision.timing.isOpen, case .none = decision.verdict, let carried = decision.charge.order,
                situation.isOurs(carried, on: key), !said.contains(carried),
                !named.contains(decision.charge.id, of: decision.agreement, by: carried)
            else { return nil }
            let agreement = situation.agreement(of: decision).id
            let reason =
                known.contains(carried)
                ? "no line of it names \(agreement) for this charge any more"
                : "no feed has it any more among the orders that concern AWS Marketplace"
            return Finding(
                .orderCancelled, .warning, situation.subject(key, decision, order: carried),
                detail:
                    "\(Wording.charge(decision.charge)) of \(agreement) carries PO \(carried), and \(reason). posyncd "
                    + "takes nothing off a charge.",
                remedy:
                    "Set another PO \(Wording.marketplacePage(key.account)) before the charge is due, or issue a purchase "
                    + "order that names \(agreement); or put the line back into PO \(carried).",
                owner: .procurement)
        }
    }

    /// Which charges the lines of known orders may be for.
    private struct NamedCharges {
        private let agreements: [OrderNumber: Set<Int>]
        /// The charges of orders with lines that name charges, and the agreements that other lines of theirs name.
        private var charges: [OrderNumber: Set<ChargeID>] = [:]
        private var others: [OrderNumber: Set<Int>] = [:]

        init(_ situation: Situation) {
            agreements = situation.orderAgreements
            for line in [situation.lines, situation.idle].joined() where !line.match.charges.isEmpty {
                charges[line.order.number, default: []].formUnion(line.match.charges)
            }
            guard !charges.isEmpty else { return }
            for line in [situation.lines, situation.idle].joined() where line.match.charges.isEmpty {
                let number = line.order.number
                guard charges[number] != nil else { continue }
                others[number, default: []].formUnion(
                    line.match.active + line.match.inactive + [line.heir].compactMap { $0 })
            }
        }

        /// Whether a line of the order names the charge, or its agreement and no charges.
        func contains(_ charge: ChargeID, of agreement: Int, by number: OrderNumber) -> Bool {
            guard agreements[number]?.contains(agreement) == true else { return false }
            guard let named = charges[number] else { return true }
            return named.contains(charge) || others[number]?.contains(agreement) == true
        }
    }
}
