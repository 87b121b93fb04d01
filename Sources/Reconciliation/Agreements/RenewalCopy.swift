/// What a renewal will carry where the payments of an agreement carry different numbers: AWS copies the number of the
/// last payment to every payment of the renewal.
///
/// Source: buyer guide, "Purchase orders for renewals".
public struct RenewalCopy: Sendable, Hashable {
    /// The agreement.
    public var agreement: AgreementID
    /// Its account.
    public var account: AccountID
    /// The last payment.
    public var charge: ChargeID
    /// When that is due.
    public var due: Instant
    /// The number that will be copied; none where the last payment carries none.
    public var order: OrderNumber?
    /// The other numbers, sorted.
    public var others: [OrderNumber]
    /// Whether the agreement renews by itself, where its terms were read and say so.
    public var renews: Bool?

    /// In one sentence or two, with what to do.
    public var sentence: String {
        let copied =
            order.map { "copies PO \($0) of the last payment (\(charge), due \(due.day))" }
            ?? "copies no PO, as the last payment (\(charge), due \(due.day)) carries none,"
        let names = Wording.list(others.map { "PO \($0)" })
        return
            "\(renews == true ? "When" : "If") \(agreement) renews, AWS \(copied) to every payment of the renewal; other "
            + "payments carry \(names). Where that is not meant, set the PO that is to go on on \(charge) before, or issue a "
            + "purchase order that names the renewal."
    }
}

extension RenewalCopy {
    /// The agreements whose payments differ, sorted; agreements that do not renew are left out.
    static func copies(_ situation: Situation) -> [RenewalCopy] {
        situation.index.agreements.compactMap { agreement in
            guard agreement.status == .active, agreement.terms?.renews != false else { return nil }
            let payments = agreement.charges.filter { $0.time != nil }
            guard let last = payments.last, let due = last.time, due > situation.now else { return nil }
            let number = number(on: last, of: agreement, situation)
            let others = Set(payments.compactMap { self.number(on: $0, of: agreement, situation) }).subtracting([number]
            )
            .compactMap(\.self).sorted()
            guard !others.isEmpty else { return nil }
            return RenewalCopy(
                agreement: agreement.id, account: agreement.account, charge: last.id, due: due, order: number,
                others: others, renews: agreement.terms?.renews)
        }
    }

    /// The number on a charge once what is decided is written.
    private static func number(on charge: Charge, of agreement: Agreement, _ situation: Situation) -> OrderNumber? {
        let assignment = situation.assignments[ChargeKey(account: agreement.account, charge: charge.id)]
        guard let assignment, assignment.hold == nil, assignment.state != .dead, assignment.state != .blanket else {
            return charge.order
        }
        return assignment.order.number
    }
}
