extension MarketplaceClient {
    /// The addresses without which nothing can be written: the Agreement API's, and that of the service which mints the
    /// accounts' credentials.
    public var writeDestinations: [String] {
        [AWSService.agreement, .sts].map { caller.address(of: $0) }
    }
}
