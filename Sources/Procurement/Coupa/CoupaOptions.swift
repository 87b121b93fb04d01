public import Reconciliation
public import Transport

/// What the configuration says about a Coupa feed.
public struct CoupaOptions: Sendable {
    /// The feed's name.
    public var name: FeedName
    /// The instance: `https://acme.coupahost.com`.
    public var url: String
    /// The OAuth client.
    public var clientID: String
    /// Its secret.
    public var clientSecret: Secret
    /// The scopes asked for.
    public var scopes: [String]
    /// How much before the watermark is read again: `updated-at` has whole seconds, and commits are not in its order.
    public var overlap: Duration
    /// Requests a second.
    public var requestsPerSecond: Double
    /// What status words mean, where the default does not fit.
    public var statuses: [OrderState: [String]]
    /// The custom fields that are read; all of `custom-fields` where `nil`.
    public var customFields: Set<String>?
    /// Whether orders are marked as exported after the commit.
    public var acknowledges: Bool
    /// Whether deleted lines are asked for, and every line has to say whether it is one.
    public var showsDeletedLines: Bool

    /// Options with the contract's defaults.
    public init(
        name: FeedName, url: String, clientID: String, clientSecret: Secret,
        scopes: [String] = ["core.purchase_order.read"], overlap: Duration = .seconds(600),
        requestsPerSecond: Double = 10, statuses: [OrderState: [String]] = [:], customFields: Set<String>? = nil,
        acknowledges: Bool = false, showsDeletedLines: Bool = false
    ) {
        self.name = name
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scopes = scopes
        self.overlap = overlap
        self.requestsPerSecond = requestsPerSecond
        self.statuses = statuses
        self.customFields = customFields
        self.acknowledges = acknowledges
        self.showsDeletedLines = showsDeletedLines
    }
}
