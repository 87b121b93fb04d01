/// Limits that AWS documents.
enum Limits {
    /// Characters of a PO number in AWS Marketplace (buyer guide, "Using purchase orders").
    static let marketplaceNumber = 200
    /// Characters of a PO number in the Billing console ("Billing quotas").
    static let billingNumber = 100
    /// Active POs of an account in the Billing console ("Billing quotas").
    static let billingOrders = 100
    /// How many of those are worth a warning.
    static let billingOrdersNear = 90
}
