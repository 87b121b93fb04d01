internal import Documents
public import Reconciliation

/// The charges of an account, by agreement.
public struct ChargeListing: Sendable, Hashable {
    /// The charges, in the order listed.
    public var charges: [AgreementID: [Charge]] = [:]
    /// Whether AWS lists the charges of an account without an agreement: to be remembered for the next time.
    public var isWholeAccount: Bool
    /// Charges that cannot be read: without id, agreement or revision, or with a member that is not what AWS documents.
    /// Nothing is known about them, and nothing is written to them.
    public var dropped = 0
}

extension MarketplaceClient {
    /// Charges in one page (Agreement API, ListAgreementCharges).
    private static let pageSize = 50

    /// The charges of an account (ListAgreementCharges): in one listing where AWS allows it, for each agreement where it
    /// does not.
    ///
    /// What AWS does without an agreement is not documented. Where it refuses, be it by `MISSING_AGREEMENT_ID` or because
    /// a policy asks for an agreement, or leaves out an agreement that has charges, each agreement is listed.
    ///
    /// - Parameters:
    ///   - agreements: the active ones; where there are none, nothing is asked.
    ///   - listsWholeAccount: what an earlier listing found; `nil` to try.
    ///   - known: how many charges the agreements had when last read: where listing each takes no more calls, that is
    ///     done, since those calls run side by side and pages do not.
    public func charges(
        in account: AccountID, of agreements: [AgreementID], listsWholeAccount: Bool?, known: [AgreementID: Int] = [:]
    ) async throws(MarketplaceError) -> ChargeListing {
        guard !agreements.isEmpty else { return ChargeListing(isWholeAccount: listsWholeAccount ?? true) }
        guard listsWholeAccount ?? true else { return try await charges(in: account, ofEach: agreements) }
        if listsWholeAccount == true, Self.isEachAsCheap(agreements, known) {
            var listing = try await charges(in: account, ofEach: agreements)
            listing.isWholeAccount = true
            return listing
        }
        let whole: ChargeListing
        do {
            whole = try await list(account, nil).listing
        } catch {
            guard error.kind == .rejected || error.kind == .denied else { throw error }
            return try await charges(in: account, ofEach: agreements)
        }
        if listsWholeAccount == nil, let silent = agreements.first(where: { whole.charges[$0] == nil }),
            try await !list(account, silent).listing.charges.isEmpty
        {
            return try await charges(in: account, ofEach: agreements)
        }
        return whole
    }

    private static func isEachAsCheap(_ agreements: [AgreementID], _ known: [AgreementID: Int]) -> Bool {
        func pages(_ charges: Int) -> Int { max(1, (charges + pageSize - 1) / pageSize) }
        let counts = agreements.compactMap { known[$0] }
        guard agreements.count > 1, counts.count == agreements.count else { return false }
        return counts.reduce(0) { $0 + pages($1) } <= pages(counts.reduce(0, +))
    }

    /// The charges of some agreements only, each listed by itself, several at once.
    public func charges(
        in account: AccountID, ofEach agreements: [AgreementID]
    ) async throws(MarketplaceError) -> ChargeListing {
        let results = await SideBySide.calls(agreements, endingAt: { _ in true }) {
            (agreement) throws(MarketplaceError) in
            try await self.list(account, agreement)
        }
        let failures = results.compactMap { $0?.failure }
        if let failure = failures.first(where: { $0.kind != .cancelled }) ?? failures.first { throw failure }
        var pages = ChargePages(isWholeAccount: false)
        for case .success(let found)? in results { pages.merge(found) }
        return pages.listing
    }

    private func list(_ account: AccountID, _ agreement: AgreementID?) async throws(MarketplaceError) -> ChargePages {
        var body = JSONObject()
        body["catalog"] = "AWSMarketplace"
        if let agreement { body["agreementId"] = .string(agreement.text) }
        body["maxResults"] = JSONValue(Self.pageSize)
        let listing = Listing(
            service: .agreement, operation: "ListAgreementCharges", account: account, body: .object(body))
        return try await read(listing, into: ChargePages(isWholeAccount: agreement == nil)) { pages, answer in
            for item in answer.answers("items") { pages.take(item, of: agreement) }
        }
    }
}

/// Charges as they are found in pages; of one that comes twice, because it changes while it is paged through, the later
/// revision.
private struct ChargePages: Sendable {
    private(set) var listing: ChargeListing
    private var places: [ChargeID: (agreement: AgreementID, place: Int)] = [:]

    init(isWholeAccount: Bool) {
        listing = ChargeListing(isWholeAccount: isWholeAccount)
    }

    mutating func take(_ item: Answer, of agreement: AgreementID?) {
        guard let owner = item.text("agreementId").map({ AgreementID($0) }) ?? agreement,
            let charge = Self.charge(item)
        else {
            listing.dropped += 1
            return
        }
        take(charge, of: owner)
    }

    mutating func merge(_ other: ChargePages) {
        for (agreement, charges) in other.listing.charges {
            for charge in charges { take(charge, of: agreement) }
        }
        listing.dropped += other.listing.dropped
    }

    private mutating func take(_ charge: Charge, of agreement: AgreementID) {
        if let known = places[charge.id] {
            guard let before = listing.charges[known.agreement]?[known.place], before.revision < charge.revision else {
                return
            }
            listing.charges[known.agreement]?[known.place] = charge
        } else {
            places[charge.id] = (agreement, listing.charges[agreement]?.count ?? 0)
            listing.charges[agreement, default: []].append(charge)
        }
    }

    /// A charge; `nil` where it cannot be told what it is. A date that cannot be read is not no date, which would make
    /// it a usage charge, and a number that cannot be read is not no number, which would let it be overwritten.
    private static func charge(_ item: Answer) -> Charge? {
        guard let id = item.text("id"), let revision = item.integer("revision") else { return nil }
        let charge = Charge(
            id: ChargeID(id), revision: revision, amount: item.amount("amount"), currency: item.text("currencyCode"),
            time: item.instant("time"), order: item.text("purchaseOrderReference").map { OrderNumber($0) })
        let isOdd =
            (item.has("time") && charge.time == nil) || (item.has("amount") && charge.amount == nil)
            || (charge.order == nil && item.has("purchaseOrderReference")
                && !item.isEmptyText("purchaseOrderReference"))
        return isOdd ? nil : charge
    }
}

extension Result {
    fileprivate var failure: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
