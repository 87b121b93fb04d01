/// What may be written to AWS.
public enum Policy: String, Sendable, Hashable, CaseIterable {
    /// Nothing.
    case observe
    /// A charge that carries no PO, or one that this store wrote.
    case assignMissing = "assign-missing"
    /// Also a charge that carries a PO somebody else set.
    case upsert
}

/// What to do with an issued PO that the register shows as expired (buyer guide, "Expired PO").
public enum ExpiredOrders: String, Sendable, Hashable, CaseIterable {
    /// Assign it and say so: AWS revives it.
    case assign
    /// Hold it.
    case hold
}
