public import Reconciliation
public import Transport

/// What the configuration says about a feed of SAP Ariba.
public struct AribaOptions: Sendable {
    /// The feed's name.
    public var name: FeedName
    /// The runtime address of the API, up to and including `/prod`; it depends on the data centre.
    public var url: String
    /// Where tokens are given.
    public var tokenURL: String
    /// The OAuth client.
    public var clientID: String
    /// Its secret.
    public var clientSecret: Secret
    /// The application key, sent with each call.
    public var apiKey: Secret
    /// The site (reporting) or the network ID of the buyer (purchase orders).
    public var realm: String
    /// The view template of operational reporting; the buyer purchase orders API without it.
    public var view: String?
    /// How far back a reading of everything goes.
    public var history: Duration
    /// How much before the watermark is read again.
    public var overlap: Duration
    /// Calls of a day, where fewer than the gateway allows are to be made.
    public var callsPerDay: Int?
    /// Where a record has each field, where it is not where it usually is.
    public var fields: [FeedField: [RESTSource]]
    /// Seconds east of UTC for times that name no zone.
    public var zone: Int64
    /// Requests a second.
    public var requestsPerSecond: Double
    /// What status words mean, where the default does not fit.
    public var statuses: [OrderState: [String]]
    /// The custom fields that are kept, by name or pointer; everything that a record has where `nil`.
    public var customFields: Set<String>?

    /// Options with the contract's defaults.
    public init(
        name: FeedName, url: String, tokenURL: String, clientID: String, clientSecret: Secret, apiKey: Secret,
        realm: String, view: String? = nil, history: Duration = .seconds(365 * 86_400),
        overlap: Duration = .seconds(3600), callsPerDay: Int? = nil, fields: [FeedField: [RESTSource]] = [:],
        zone: Int64 = 0, requestsPerSecond: Double = 1, statuses: [OrderState: [String]] = [:],
        customFields: Set<String>? = nil
    ) {
        self.name = name
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.tokenURL = tokenURL
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.apiKey = apiKey
        self.realm = realm
        self.view = view
        self.history = history
        self.overlap = overlap
        self.callsPerDay = callsPerDay
        self.fields = fields
        self.zone = zone
        self.requestsPerSecond = requestsPerSecond
        self.statuses = statuses
        self.customFields = customFields
    }
}
