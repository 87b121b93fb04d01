public import Reconciliation

/// The configuration file, checked (contract, section 3).
public struct Configuration: Sendable {
    /// What may be written.
    public var policy: Policy
    /// Time between cycles.
    public var interval: Duration
    /// Every feed is read in full at least this often.
    public var fullEvery: Duration
    /// The state directory, where the file names one.
    public var state: String?
    /// The register of the Billing console's purchase orders: a path, relative to the file's folder.
    public var register: String?
    /// A charge due sooner is too late to change.
    public var cutoff: Duration
    /// What to do with POs that the register shows as expired.
    public var expiredOrders: ExpiredOrders
    /// The feeds.
    public var feeds: [FeedConfiguration]
    /// The mapping rules.
    public var mapping: [MappingRule]
    /// Where a line says which charges it pays for.
    public var scope: FieldPath?
    /// Declared blanket POs.
    public var blanket: [BlanketOrder]
    /// What is read and written at AWS.
    public var marketplace: MarketplaceConfiguration
    /// The bounds of one cycle.
    public var limits: LimitsConfiguration
    /// How findings are told.
    public var alerts: AlertsConfiguration
}

/// The section `marketplace`.
public struct MarketplaceConfiguration: Sendable, Hashable {
    /// The management account.
    public var management: AccountID
    /// A role to assume for it.
    public var managementRole: String?
    /// Whether the organization's accounts are discovered.
    public var discovers: Bool
    /// The role to assume in each account.
    public var role: String?
    /// The external id that the roles ask for.
    public var externalID: String?
    /// Without discovery, the accounts; with it, further ones.
    public var include: [AccountID]
    /// Accounts to leave out.
    public var exclude: [AccountID]
    /// Hold writes while the billing integration is known to be off.
    public var requireIntegration: Bool
    /// How many days back invoices are verified; none where it is off.
    public var invoiceDays: Int
    /// Calls a second by operation.
    public var requestsPerSecond: [String: Double]
}

/// The section `limits`.
public struct LimitsConfiguration: Sendable, Hashable {
    /// More writes in one cycle are held as unsafe.
    public var changes: Int
    /// A larger share of replaced numbers is held as unsafe.
    public var fraction: Double
    /// Attempts after which a write is dead.
    public var attempts: Int
}

/// The section `alerts`.
public struct AlertsConfiguration: Sendable, Hashable {
    /// How long a finding stands before it is said again.
    public var remind: Duration
    /// How long before a charge is due it is warned of.
    public var deadline: Duration
    /// A command that gets a digest of what newly fires or resolves.
    public var command: [String]
    /// An address that gets it as JSON.
    public var webhook: WebhookAddress?
}

/// Where a webhook is; with many services its address is its secret.
public enum WebhookAddress: Sendable, Hashable {
    /// As it stands in the file.
    case address(String)
    /// Kept elsewhere.
    case secret(SecretReference)
}

extension Configuration {
    /// The configuration's part in the decision.
    public func rules(isForced: Bool = false) -> Rules {
        var selections: [FeedName: Selection] = [:]
        for feed in feeds { selections[feed.name] = feed.select }
        return Rules(
            policy: policy, selections: selections, mapping: mapping, scope: scope, blanket: blanket, cutoff: cutoff,
            invoiceWindow: .seconds(marketplace.invoiceDays * 86_400),
            requireIntegration: marketplace.requireIntegration, expiredOrders: expiredOrders,
            maximumChanges: limits.changes, maximumFraction: limits.fraction, deadline: alerts.deadline,
            isForced: isForced)
    }
}
