/// A PO that exists in the Billing console with a blanket-usage line item, and so covers charges without any write.
///
/// Source: buyer guide, "One PO for all Marketplace charges".
public struct BlanketOrder: Sendable, Hashable {
    /// Its number.
    public var order: OrderNumber
    /// The first moment it covers.
    public var from: Instant
    /// The first moment it no longer covers.
    public var until: Instant
    /// The accounts it covers; empty for all.
    public var accounts: [AccountID]

    /// A blanket PO over `from..<until`.
    public init(order: OrderNumber, from: Instant, until: Instant, accounts: [AccountID] = []) {
        self.order = order
        self.from = from
        self.until = until
        self.accounts = accounts
    }

    /// Whether a charge of `account` that is due at `moment` is covered.
    public func covers(_ account: AccountID, at moment: Instant) -> Bool {
        moment >= from && moment < until && (accounts.isEmpty || accounts.contains(account))
    }
}
