/// The wording that findings share, so that the same thing is said in the same words everywhere.
enum Wording {
    /// `1200.00 USD`, or `an amount that is not known yet`.
    static func money(_ amount: Amount?, _ currency: String?) -> String {
        guard let amount else { return "an amount that is not known yet" }
        return "\(amount) \(currency ?? "")".trimmed
    }

    /// `charge ch-1 (1200.00 USD, due 2026-12-01)`.
    static func charge(_ charge: Charge) -> String {
        "charge \(charge.id) (\(money(charge.amount, charge.currency)), \(due(charge.time)))"
    }

    /// `due 2026-12-01`, or `no date`.
    static func due(_ time: Instant?) -> String {
        time.map { "due \($0.day)" } ?? "no date"
    }

    /// `8 days`, `5 hours`; whole units, so that it does not change with every cycle.
    static func span(_ span: Duration) -> String {
        let hours = max(span.milliseconds, 0) / 3_600_000
        if hours < 48 { return "\(hours) hour\(hours == 1 ? "" : "s")" }
        return "\(hours / 24) days"
    }

    /// The first few of many, with how many more there are.
    static func list(_ items: [String], limit: Int = 8) -> String {
        guard items.count > limit else { return items.joined(separator: ", ") }
        return items.prefix(limit).joined(separator: ", ") + " and \(items.count - limit) more"
    }

    /// Where a PO is set in AWS Marketplace.
    static func marketplacePage(_ account: AccountID) -> String {
        "in account \(account), AWS Marketplace > Manage subscriptions > the agreement > Purchase orders"
    }

    /// Where POs are kept in the management account.
    static func billingPage(_ management: AccountID) -> String {
        "in the management account \(management), Billing and Cost Management > Purchase orders"
    }
}

/// The text of a case for AWS Support, ready to be sent.
enum SupportCase {
    /// A case that asks for the right PO on one charge or invoice.
    static func text(
        management: AccountID, account: AccountID, agreement: AgreementID?, charge: Charge?, invoice: Invoice?,
        wrong: OrderNumber?, right: OrderNumber
    ) -> String {
        var parts = ["Management (payer) account \(management)", "subscribing account \(account)"]
        if let agreement { parts.append("AWS Marketplace agreement \(agreement)") }
        if let charge { parts.append(Wording.charge(charge)) }
        if let invoice {
            parts.append("invoice \(invoice.id) of \(invoice.issuedAt.day) over \(invoice.amount) \(invoice.currency)")
        }
        let shown = wrong.map { "the purchase order number \($0)" } ?? "no purchase order number"
        return "Open a case with AWS Support (Billing > Purchase orders) from the management account with this text: "
            + "\"\(parts.joined(separator: ", ")). It shows \(shown); the right number is \(right). "
            + "Please correct it and issue the invoice again with \(right).\""
    }
}
