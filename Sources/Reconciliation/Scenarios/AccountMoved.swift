/// Row 5, "Subscribing account moves to a different organization".
enum AccountMoved {
    static func findings(_ situation: Situation) -> [Finding] {
        situation.snapshot.accounts.sorted { $0.id < $1.id }.compactMap { account in
            guard let move = account.move else { return nil }
            return Finding(
                .accountMoved, .error, Finding.Subject(account: account.id),
                detail: "Account \(account.id) \(seen(move.sign)). A PO does not go with an account to another "
                    + "organization: Marketplace still shows it, invoices do not (the guide's older text says otherwise).",
                remedy: remedy(move, account.id, situation.snapshot.management), owner: .billingAdmin)
        }
    }

    private static func seen(_ sign: AccountMove.Sign) -> String {
        switch sign {
        case .left(let organization): "is no longer listed in organization \(organization)"
        case .organization(let from, let to): "moved from organization \(from) to \(to)"
        case .rejoined(let moment): "left its organization and joined again on \(moment.day)"
        }
    }

    private static func remedy(_ move: AccountMove, _ account: AccountID, _ management: AccountID) -> String {
        switch move.stage {
        case .held:
            "Writes to account \(account) are held. Complete the integration in the new organization: its management "
                + "account, AWS Marketplace > Settings > AWS Billing integration; and let posyncd run against that "
                + "management account (now \(management)). posyncd then assigns every open charge again."
        case .reapplying:
            "The integration is confirmed. posyncd is assigning every open charge of account \(account) again; nothing "
                + "to do."
        }
    }
}
