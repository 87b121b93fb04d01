/// Limits that AWS documents, and ours.
enum Limits {
    /// Bytes of a finding's detail or remedy, whatever a source has put into it.
    static let findingText = 8192
    /// Characters of a PO number in AWS Marketplace (buyer guide, "Using purchase orders").
    static let marketplaceNumber = 200
    /// Characters of a PO number in the Billing console ("Billing quotas").
    static let billingNumber = 100
    /// Active POs of an account in the Billing console ("Billing quotas").
    static let billingOrders = 100
    /// How many of those are worth a warning.
    static let billingOrdersNear = 90
}
