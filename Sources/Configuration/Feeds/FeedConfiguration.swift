public import Reconciliation

/// One entry of `feeds`.
public struct FeedConfiguration: Sendable, Hashable {
    /// Its unique name.
    public var name: FeedName
    /// Its address.
    public var url: String
    /// Which orders and lines concern AWS Marketplace; none to go by the mapping rules.
    public var select: Selection?
    /// Requests a second.
    public var requestsPerSecond: Double
    /// What the source's status words mean, where the default does not fit.
    public var statuses: [OrderState: [String]]
    /// What depends on the kind.
    public var kind: Kind

    /// The kinds of feed.
    public enum Kind: Sendable, Hashable {
        case coupa(CoupaConfiguration)
        case rest(RESTConfiguration)
        case ariba(AribaConfiguration)
        case cxml(CXMLConfiguration)
        case csv(CSVConfiguration)

        /// Requests a second where the configuration says nothing: SAP grants Ariba's applications one, and a server of
        /// files is asked for each file on one connection.
        var usualRate: Double {
            switch self {
            case .ariba: 1
            case .coupa, .rest: 10
            case .cxml, .csv: 50
            }
        }
    }
}

/// A feed of the kind `coupa`.
public struct CoupaConfiguration: Sendable, Hashable {
    /// The OAuth client.
    public var clientID: String
    /// Its secret.
    public var clientSecret: SecretReference
    /// The scopes asked for.
    public var scopes: [String]
    /// How much before the watermark is read again.
    public var overlap: Duration
    /// Whether orders are marked as exported after the commit.
    public var acknowledges: Bool
    /// Whether deleted lines are asked for.
    public var showsDeletedLines: Bool
}
