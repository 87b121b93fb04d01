public import Reconciliation

/// What the configuration says about AWS (contract, section 3, `marketplace`).
public struct MarketplaceSettings: Sendable, Hashable {
    /// The management account.
    public var management: AccountID
    /// A role to assume for the management account; none where the credentials are its own.
    public var managementRole: String?
    /// The role to assume in every other account: its name, or its path and name.
    public var memberRole: String?
    /// The external id that the roles' trust policies ask for.
    public var externalID: String?
    /// Calls a second, for each operation and account.
    public var rates: [String: Double]

    /// AWS's documented quotas (Agreement API, "Service quotas"); services without documented ones are called slowly.
    public static let defaultRates: [String: Double] = [
        "SearchAgreements": 5, "DescribeAgreement": 5, "GetAgreementTerms": 10, "ListAgreementCharges": 15,
        "UpdatePurchaseOrders": 3, "ListInvoiceSummaries": 5, "ListAccounts": 5, "ListProcurementPortalPreferences": 5,
        "ListReceivedGrants": 5, "ListReceivedLicenses": 5, "GetRole": 5, "DescribeOrganization": 2, "AssumeRole": 10,
        "GetCallerIdentity": 10,
    ]

    /// Settings with the defaults; `rates` override the documented quotas.
    public init(
        management: AccountID, managementRole: String? = nil, memberRole: String? = nil, externalID: String? = nil,
        rates: [String: Double] = [:]
    ) {
        self.management = management
        self.managementRole = managementRole
        self.memberRole = memberRole
        self.externalID = externalID
        self.rates = Self.defaultRates.merging(rates) { _, given in given }
    }
}
