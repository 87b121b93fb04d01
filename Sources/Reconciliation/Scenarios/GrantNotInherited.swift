/// Row 15, "POs with License Manager": the original subscription's PO does not apply to a grant's charges.
enum GrantNotInherited {
    static func findings(_ situation: Situation) -> [Finding] {
        var byAccount: [AccountID: [ReceivedGrant]] = [:]
        for grant in situation.snapshot.grants where isForeign(grant, situation) {
            byAccount[grant.account, default: []].append(grant)
        }
        return byAccount.sorted { $0.key < $1.key }.map { account, grants in
            let names = Set(grants.map { $0.productName ?? $0.product ?? $0.arn }).sorted()
            let granters = Set(grants.compactMap(\.granter)).sorted().map(\.text)
            let from = granters.isEmpty ? "another account" : "account \(Wording.list(granters))"
            return Finding(
                .grantNotInherited, .notice, Finding.Subject(account: account),
                detail:
                    "Account \(account) uses \(Wording.list(names)) by a License Manager grant from \(from). The PO of the "
                    + "original subscription does not apply to charges under a grant.",
                remedy: "If such charges need a PO, have a blanket PO in Billing that covers account \(account) "
                    + "(\(Wording.billingPage(situation.snapshot.management)), line item type AWS Marketplace Blanket Usage) "
                    + "and declare it under `blanket`.",
                owner: .billingAdmin)
        }
    }

    /// A grant in use for a product of which the account has no agreement of its own.
    private static func isForeign(_ grant: ReceivedGrant, _ situation: Situation) -> Bool {
        guard !["DELETED", "REJECTED", "FAILED_WORKFLOW", "WORKFLOW_COMPLETED"].contains(grant.status) else {
            return false
        }
        guard let product = grant.product, let account = situation.accounts[grant.account] else { return true }
        return !account.agreements.contains { agreement in
            agreement.status == .active && agreement.products.contains { $0.id == product }
        }
    }
}
