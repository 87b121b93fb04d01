/// Proves POs on issued invoices.
///
/// An invoice names no charge, so it is matched to past charges that carry a PO or were assigned one, by account,
/// currency, amount before tax and date, uniquely or not at all. What it shows is compared with what the charge carries.
struct InvoiceMatching {
    let situation: Situation

    /// A past charge with the number that its invoice should carry.
    private struct Candidate {
        let key: ChargeKey
        let agreement: AgreementID
        let charge: Charge
        let expected: OrderNumber
    }

    private struct Bill: Hashable {
        let account: AccountID
        let currency: String
        let amount: Amount
    }

    /// The assignments with those marked `invoiced` that an invoice proves.
    func settle(_ assignments: ByCharge<Assignment>) -> ByCharge<Assignment> {
        var assignments = assignments
        for (candidate, invoice) in matches(assignments) where invoice.order == candidate.expected {
            guard let assignment = assignments[candidate.key], assignment.state == .verified,
                assignment.order.number == candidate.expected
            else { continue }
            assignments.update(candidate.key) { assignment in
                assignment.state = .invoiced
                assignment.invoice = invoice.id
                assignment.since = situation.now
            }
        }
        return assignments
    }

    /// What invoices show that they should not.
    func findings() -> [Finding] {
        matches(situation.assignments).compactMap { candidate, invoice in
            guard invoice.order != candidate.expected else { return nil }
            let subject = Finding.Subject(
                account: candidate.key.account, agreement: candidate.agreement, charge: candidate.key.charge,
                order: candidate.expected, invoice: invoice.id)
            let support = SupportCase.text(
                management: situation.snapshot.management, account: candidate.key.account,
                agreement: candidate.agreement, charge: candidate.charge, invoice: invoice, wrong: invoice.order,
                right: candidate.expected)
            let billed =
                "Invoice \(invoice.id) of \(invoice.issuedAt.day) over \(invoice.amount) \(invoice.currency) bills "
                + "\(Wording.charge(candidate.charge)) of \(candidate.agreement)"
            if let shown = invoice.order {
                return Finding(
                    .invoiceOrderMismatch, .error, subject,
                    detail: "\(billed) and shows PO \(shown); the charge carries \(candidate.expected).",
                    remedy: support,
                    owner: .awsSupport)
            }
            return Finding(
                .invoiceWithoutOrder, .error, subject,
                detail:
                    "\(billed) and shows no PO; the charge carries \(candidate.expected). The guide gives three causes: "
                    + "the PO was set from another account than the subscribing one; it is suspended in the payer account; "
                    + "it has a tax registration number of another entity.\(cause(candidate.expected))",
                remedy:
                    "Look at PO \(candidate.expected) \(Wording.billingPage(situation.snapshot.management)): status, tax "
                    + "registration numbers. \(support)",
                owner: .billingAdmin)
        }
    }

    /// What the register shows of the causes.
    private func cause(_ number: OrderNumber) -> String {
        guard let entry = situation.register?[number] else { return "" }
        var parts = entry.status.map { ["as \($0.rawValue)"] } ?? []
        if !entry.registrations.isEmpty {
            parts.append("with the tax registration numbers \(Wording.list(entry.registrations))")
        }
        return parts.isEmpty ? "" : " The register shows \(number) \(parts.joined(separator: ", "))."
    }

    private func matches(_ assignments: ByCharge<Assignment>) -> [(Candidate, Invoice)] {
        guard !situation.snapshot.invoices.isEmpty else { return [] }
        var candidates: [Bill: [Candidate]] = [:]
        for (key, decision) in situation.decisions {
            guard
                let candidate = candidate(key, decision.charge, situation.agreement(of: decision).id, assignments[key])
            else { continue }
            candidates[candidate.0, default: []].append(candidate.1)
        }
        for (key, assignment) in assignments where situation.decisions[key] == nil {
            let charge = Charge(
                id: key.charge, revision: assignment.revision, amount: assignment.amount, currency: assignment.currency,
                time: assignment.time, order: assignment.observed)
            guard let candidate = candidate(key, charge, assignment.agreement, assignment) else { continue }
            candidates[candidate.0, default: []].append(candidate.1)
        }
        var invoices: [Bill: [Invoice]] = [:]
        for invoice in situation.snapshot.invoices {
            let bill = Bill(account: invoice.account, currency: invoice.currency.uppercased(), amount: invoice.amount)
            invoices[bill, default: []].append(invoice)
        }
        var found: [(Candidate, Invoice)] = []
        for (bill, issued) in invoices {
            let charges = candidates[bill] ?? []
            for invoice in issued {
                let fitting = charges.filter { isNear($0, invoice) }
                guard fitting.count == 1, let only = fitting.first, issued.filter({ isNear(only, $0) }).count == 1
                else {
                    continue
                }
                found.append((only, invoice))
            }
        }
        return found.sorted { $0.1.id < $1.1.id }
    }

    private func candidate(
        _ key: ChargeKey, _ charge: Charge, _ agreement: AgreementID, _ assignment: Assignment?
    ) -> (Bill, Candidate)? {
        guard let time = charge.time, time <= situation.now, let amount = charge.amount, let currency = charge.currency,
            let expected = charge.order ?? assigned(assignment)
        else { return nil }
        return (
            Bill(account: key.account, currency: currency.uppercased(), amount: amount),
            Candidate(key: key, agreement: agreement, charge: charge, expected: expected)
        )
    }

    /// The number an assignment put on the charge; one that came too late did not.
    private func assigned(_ assignment: Assignment?) -> OrderNumber? {
        guard let assignment, assignment.state == .verified || assignment.state == .invoiced else { return nil }
        return assignment.order.number
    }

    private func isNear(_ candidate: Candidate, _ invoice: Invoice) -> Bool {
        guard let time = candidate.charge.time else { return false }
        let distance = abs(time.milliseconds - invoice.issuedAt.milliseconds)
        return distance <= Rules.invoiceTolerance.milliseconds
    }
}
