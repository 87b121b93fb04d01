public import Reconciliation

/// A feed of the kind `ariba`.
public struct AribaConfiguration: Sendable, Hashable {
    /// `tokenURL`: where tokens are given; it depends on the data centre.
    public var tokenURL: String
    /// `clientID`: the OAuth client.
    public var clientID: String
    /// `clientSecret`: its secret.
    public var clientSecret: SecretReference
    /// `apiKey`: the application key.
    public var apiKey: SecretReference
    /// `realm`: the site, or the network ID of the buyer (`AN…`) where there is no `view`.
    public var realm: String
    /// `view`: the view template of operational reporting; the purchase orders API for buyers without it.
    public var view: String?
    /// `history`: how far back a reading of everything goes; a year unless said otherwise.
    public var history: Duration
    /// `overlap`: how much before the watermark is read again; an hour unless said otherwise.
    public var overlap: Duration
    /// `callsPerDay`: to make fewer calls than SAP allows, where other programs use the same application.
    public var callsPerDay: Int?
    /// `fields`: where a record has a field, as for `rest`, where it is not where it usually is.
    public var fields: [FeedField: [RESTConfiguration.FieldSource]]
    /// `timeZone`: seconds east of UTC for times that name no zone; written `UTC` or `+02:00`.
    public var zone: Int64
}

extension NodeReader {
    /// What a feed of the kind `ariba` says beside what every feed says.
    func ariba() -> FeedConfiguration.Kind? {
        let tokenURL = address("tokenURL")
        let clientID = neededText("clientID")
        let secret = secret("clientSecret")
        let apiKey = self.secret("apiKey")
        let realm = neededText("realm")
        let view = text("view")
        let history = duration("history", .seconds(86_400) ... .seconds(366 * 86_400))
        let overlap = duration("overlap", .zero ... .seconds(31 * 86_400))
        let calls = whole("callsPerDay", 1...1_000_000)
        let fields = node("fields") == nil ? [:] : fields()
        let zone = zone("timeZone")
        guard let secret, let apiKey else { return nil }
        return .ariba(
            AribaConfiguration(
                tokenURL: tokenURL, clientID: clientID, clientSecret: secret, apiKey: apiKey, realm: realm, view: view,
                history: history ?? .seconds(365 * 86_400), overlap: overlap ?? .seconds(3600), callsPerDay: calls,
                fields: fields, zone: zone ?? 0))
    }
}
