internal import Documents
public import Reconciliation

/// The charges of an account, by agreement.
public struct ChargeListing: Sendable, Hashable {
    /// The charges, in the order listed.
    public var charges: [AgreementID: [Charge]] = [:]
    /// Whether the account's charges came in one listing: to be remembered for the next time.
    public var isWholeAccount: Bool
    /// Charges without id, agreement or revision: they cannot be written.
    public var dropped = 0
}

extension MarketplaceClient {
    /// The charges of an account (ListAgreementCharges): in one listing where AWS allows it, for each agreement where it
    /// answers `MISSING_AGREEMENT_ID`.
    ///
    /// - Parameters:
    ///   - agreements: the active ones; where there are none, nothing is asked.
    ///   - listsWholeAccount: what an earlier listing found; `nil` to try.
    public func charges(
        in account: AccountID, of agreements: [AgreementID], listsWholeAccount: Bool?
    ) async throws(MarketplaceError) -> ChargeListing {
        var listing = ChargeListing(isWholeAccount: listsWholeAccount ?? true)
        guard !agreements.isEmpty else { return listing }
        if listsWholeAccount ?? true {
            do {
                try await list(account, nil, &listing)
                return listing
            } catch {
                guard error.reason == "MISSING_AGREEMENT_ID" else { throw error }
                listing = ChargeListing(isWholeAccount: false)
            }
        }
        for agreement in agreements { try await list(account, agreement, &listing) }
        return listing
    }

    /// The charges of some agreements only, after they were written.
    public func charges(
        in account: AccountID, ofEach agreements: [AgreementID]
    ) async throws(MarketplaceError) -> ChargeListing {
        var listing = ChargeListing(isWholeAccount: false)
        for agreement in agreements { try await list(account, agreement, &listing) }
        return listing
    }

    private func list(
        _ account: AccountID, _ agreement: AgreementID?, _ listing: inout ChargeListing
    ) async throws(MarketplaceError) {
        var body = JSONObject()
        body["catalog"] = "AWSMarketplace"
        if let agreement { body["agreementId"] = .string(agreement.text) }
        body["maxResults"] = 50
        try await pages(.agreement, "ListAgreementCharges", account, .object(body), token: "nextToken") { answer in
            for item in answer.answers("items") {
                guard let id = item.text("id"), let revision = item.integer("revision"),
                    let owner = item.text("agreementId") ?? agreement?.text
                else {
                    listing.dropped += 1
                    continue
                }
                let charge = Charge(
                    id: ChargeID(id), revision: revision, amount: item.amount("amount"),
                    currency: item.text("currencyCode"), time: item.instant("time"),
                    order: item.text("purchaseOrderReference").map { OrderNumber($0) })
                listing.charges[AgreementID(owner), default: []].append(charge)
            }
        }
    }
}

/// One element of a write.
public struct OrderUpdate: Sendable, Hashable {
    /// The charge.
    public var charge: ChargeID
    /// Its revision as last read: AWS refuses the write where it is no longer the latest.
    public var revision: Int
    /// The PO number.
    public var order: OrderNumber

    /// The number `order` for a charge at a revision.
    public init(charge: ChargeID, revision: Int, order: OrderNumber) {
        self.charge = charge
        self.revision = revision
        self.order = order
    }
}

extension MarketplaceClient {
    /// Sets PO numbers on charges of one agreement (UpdatePurchaseOrders): all of them or none.
    ///
    /// - Parameter updates: 1 to `updateLimit` different charges.
    /// - Throws: `unknownOutcome` where the write may have been done: the charges have to be read before anything is sent
    ///   again.
    public func update(
        in account: AccountID, _ agreement: AgreementID, _ updates: [OrderUpdate]
    ) async throws(MarketplaceError) {
        let elements: [JSONValue] = updates.map { update in
            [
                "chargeId": .string(update.charge.text), "chargeRevision": JSONValue(update.revision),
                "agreementId": .string(agreement.text), "purchaseOrderReference": .string(update.order.text),
            ]
        }
        _ = try await json(
            .agreement, "UpdatePurchaseOrders", account, ["purchaseOrders": .array(elements)], isChange: true)
    }
}
