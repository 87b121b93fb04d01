internal import Documents
public import Reconciliation

extension MarketplaceClient {
    /// The agreements that `account` accepted (SearchAgreements).
    ///
    /// - Parameter isComplete: whether ended agreements are listed too; active ones alone otherwise.
    public func agreements(in account: AccountID, isComplete: Bool) async throws(MarketplaceError) -> [Agreement] {
        var filters: [(String, String)] = [("PartyType", "Acceptor"), ("AgreementType", "PurchaseAgreement")]
        if !isComplete { filters.append(("Status", "ACTIVE")) }
        var body = JSONObject()
        body["catalog"] = "AWSMarketplace"
        body["filters"] = .array(
            filters.map { ["name": .string($0.0), "values": [.string($0.1)]] })
        body["maxResults"] = 50
        var agreements: [Agreement] = []
        try await pages(.agreement, "SearchAgreements", account, .object(body), token: "nextToken") { answer in
            for view in answer.answers("agreementViewSummaries") {
                if let agreement = Self.agreement(view, account) { agreements.append(agreement) }
            }
        }
        return agreements
    }

    private static func agreement(_ view: Answer, _ account: AccountID) -> Agreement? {
        guard let id = view.text("agreementId") else { return nil }
        let proposal = view.answer("proposalSummary")
        return Agreement(
            id: AgreementID(id), account: account, status: AgreementStatus(view.text("status") ?? "UNKNOWN"),
            offer: proposal?.text("offerId"),
            products: (proposal?.answers("resources") ?? []).compactMap { resource in
                resource.text("id").map { .init(id: $0, type: resource.text("type")) }
            },
            acceptor: view.answer("acceptor")?.text("accountId").map { AccountID($0) },
            acceptedAt: view.instant("acceptanceTime"), startsAt: view.instant("startTime"),
            endsAt: view.instant("endTime"), initial: view.text("initialAgreementId").map { AgreementID($0) })
    }

    /// The kinds of an agreement's terms (GetAgreementTerms).
    public func terms(in account: AccountID, of agreement: AgreementID) async throws(MarketplaceError) -> AgreementTerms
    {
        var body = JSONObject()
        body["agreementId"] = .string(agreement.text)
        body["maxResults"] = 50
        var terms = AgreementTerms(kinds: [])
        try await pages(.agreement, "GetAgreementTerms", account, .object(body), token: "nextToken") { answer in
            for term in answer.answers("acceptedTerms") {
                for member in term.object.members where !member.value.isNull { terms.kinds.insert(member.key) }
                if let renewal = term.answer("renewalTerm")?.answer("configuration") {
                    terms.renews = renewal.object["enableAutoRenew"]?.bool
                }
            }
        }
        return terms
    }
}
