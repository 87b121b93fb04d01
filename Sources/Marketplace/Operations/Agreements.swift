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
        let listing = Listing(
            service: .agreement, operation: "SearchAgreements", account: account, body: .object(body))
        let found = try await read(listing, into: FoundAgreements()) { found, answer in
            for view in answer.answers("agreementViewSummaries") {
                if let agreement = Self.agreement(view, account) { found.take(agreement) }
            }
        }
        return found.agreements
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
        let listing = Listing(
            service: .agreement, operation: "GetAgreementTerms", account: account, body: .object(body))
        return try await read(listing, into: AgreementTerms(kinds: [])) { terms, answer in
            for term in answer.answers("acceptedTerms") {
                for member in term.object.members where !member.value.isNull { terms.kinds.insert(member.key) }
                if let renewal = term.answer("renewalTerm")?.answer("configuration") {
                    terms.renews = renewal.object["enableAutoRenew"]?.bool
                }
            }
        }
    }

    /// The kinds of the terms of several agreements, several at once.
    ///
    /// - Returns: what each came to; after an error other than `notFound` no more are asked, and those are left out.
    public func terms(
        of agreements: [(agreement: AgreementID, account: AccountID)]
    ) async -> [AgreementID: Result<AgreementTerms, MarketplaceError>] {
        let results = await SideBySide.calls(agreements, endingAt: { $0.kind != .notFound }) {
            (item) throws(MarketplaceError) in
            try await self.terms(in: item.account, of: item.agreement)
        }
        let found = zip(agreements, results).compactMap { item, result in result.map { (item.agreement, $0) } }
        return Dictionary(found) { first, _ in first }
    }
}

/// Agreements in the order listed; of one that comes twice, because it changes while it is paged through, the later
/// state.
private struct FoundAgreements {
    private(set) var agreements: [Agreement] = []
    private var places: [AgreementID: Int] = [:]

    mutating func take(_ agreement: Agreement) {
        if let place = places[agreement.id] {
            agreements[place] = agreement
        } else {
            places[agreement.id] = agreements.count
            agreements.append(agreement)
        }
    }
}
