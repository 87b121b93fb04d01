/// Orders whose lines find no agreement, or more than one: nothing is written for them.
enum UnplacedOrder {
    static func findings(_ situation: Situation, _ lines: [LineOutcome]) -> [Finding] {
        unmatched(situation, lines) + ambiguous(lines) + inactive(situation)
    }

    private static func unmatched(_ situation: Situation, _ lines: [LineOutcome]) -> [Finding] {
        // Where no account was ever read, no order is at fault.
        let isBlind = situation.index.agreements.isEmpty && !situation.accounts.isEmpty
        guard !isBlind || situation.accounts.values.contains(where: { $0.hold != .unread }) else { return [] }
        var reasons: [OrderNumber: [String]] = [:]
        var order: [OrderNumber] = []
        // Of those that claim an instalment, `installment-unmatched` speaks.
        for line in lines where line.result == .unmatched && line.scope != .installment {
            if reasons[line.number] == nil { order.append(line.number) }
            reasons[line.number, default: []].append("line \(line.line): \(line.reason)")
        }
        return order.map { number in
            Finding(
                .orderUnmatched, .warning, Finding.Subject(order: number),
                detail: "PO \(number) could not be placed: \(Wording.list(reasons[number] ?? [])).",
                remedy:
                    "Put a key that a mapping rule reads (agreement, offer, product and account, or charge) into the "
                    + "lines of PO \(number), or adjust `mapping`; `posyncd explain \(number)` shows what was tried.",
                owner: .procurement)
        }
    }

    private static func ambiguous(_ lines: [LineOutcome]) -> [Finding] {
        var details: [OrderNumber: [String]] = [:]
        var order: [OrderNumber] = []
        for line in lines where line.result == .ambiguous {
            if details[line.number] == nil { order.append(line.number) }
            let candidates = line.candidates.map { "\($0.agreement) (\($0.reason.prefix(while: { $0 != ";" })))" }
            details[line.number, default: []].append(
                "line \(line.line): \(line.reason): \(Wording.list(candidates))")
        }
        return order.map { number in
            Finding(
                .orderAmbiguous, .warning, Finding.Subject(order: number),
                detail: "PO \(number) names more than one agreement, and posyncd never guesses: "
                    + "\(Wording.list(details[number] ?? [])).",
                remedy:
                    "Name one agreement in the lines of PO \(number), for instance by its agreement id, or by product and "
                    + "account together.",
                owner: .procurement)
        }
    }

    /// Agreements that are named and have ended.
    private static func inactive(_ situation: Situation) -> [Finding] {
        var standing: [OrderKey: Set<AgreementID>] = [:]
        for assignment in situation.assignments.values {
            guard let order = assignment.order.key, let old = assignment.renewalOf else { continue }
            standing[order, default: []].insert(old)
        }
        var seen: Set<String> = []
        return situation.lines.compactMap { line -> Finding? in
            guard line.match.active.isEmpty, let place = line.match.inactive.first else { return nil }
            let agreement = situation.index.agreements[place]
            let isKept = line.heir != nil && standing[line.order.key]?.contains(agreement.id) == true
            let finding = inactive(
                line, agreement, situation.index.successor(of: place), isKept: isKept, situation.index)
            return seen.insert(finding.id).inserted ? finding : nil
        }
    }

    /// - Parameter isKept: whether the order goes on, on charges of the agreement that took the place of the ended one.
    private static func inactive(
        _ line: SelectedLine, _ agreement: Agreement, _ successor: AgreementIndex.Successor?, isKept: Bool,
        _ index: AgreementIndex
    ) -> Finding {
        let number = line.order.number
        let next = successor.map { (id: index.agreements[$0.place].id, evidence: $0.evidence) }
        var detail =
            "PO \(number) line \(line.line.number) names agreement \(agreement.id), whose status is \(agreement.status)."
        if let next { detail += " \(next.id) took its place (\(next.evidence))" }
        let remedy: String
        switch next {
        case let next? where isKept:
            detail += " and keeps PO \(number)."
            remedy =
                "Nothing, if PO \(number) is to pay for \(next.id) as well. Otherwise issue a purchase order that names "
                + "\(next.id); it goes first."
        case let next?:
            detail += "; PO \(number) does not pay for it: it carries other numbers, or purchase orders name it."
            remedy =
                "Name \(next.id) in PO \(number), if it is to pay for the renewal; otherwise close the purchase order."
        case nil:
            remedy = "Name an active agreement in PO \(number), or close the purchase order."
        }
        return Finding(
            .agreementInactive, isKept ? .notice : .warning,
            Finding.Subject(account: agreement.account, agreement: agreement.id, order: number), detail: detail,
            remedy: remedy, owner: .procurement)
    }
}
