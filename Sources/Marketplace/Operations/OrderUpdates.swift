internal import Documents
public import Reconciliation

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
