public import Transport

/// Where a secret comes from: kept since the start, or read anew whenever it is needed, since somebody else renews it.
public struct SecretSource: Sendable {
    private let reading: @Sendable () throws(FeedError) -> Secret

    /// A secret that does not change.
    public init(_ secret: Secret) {
        reading = { () throws(FeedError) in secret }
    }

    /// A secret that is read anew for each request; the error says which one and why it is not there.
    public init(reading: @escaping @Sendable () throws(FeedError) -> Secret) {
        self.reading = reading
    }

    /// The secret as it is now.
    func secret() throws(FeedError) -> Secret { try reading() }
}
