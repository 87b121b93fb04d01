public import FoundationEssentials

/// What AWS holds, and how it behaves where its documentation leaves that open.
public struct AWSWorld: Sendable {
    /// The management account.
    public var management: String
    /// The organization; none where Organizations is not in use.
    public var organization: Organization?
    /// Long-lived access keys.
    public var keys: [AccessKey]
    /// Roles that may be assumed.
    public var roles: [AssumableRole] = []
    /// Roles that `iam:GetRole` finds, by account.
    public var serviceRoles: [String: [ServiceRole]] = [:]
    /// The agreements of all accounts.
    public var agreements: [Agreement] = []
    /// The invoices of all accounts.
    public var invoices: [Invoice] = []
    /// The procurement portals connected to the management account.
    public var portals: [PortalPreference] = []
    /// Licences that accounts share.
    public var grants: [Grant] = []
    /// What is undocumented.
    public var switches = Switches()

    /// A world with a management account and nothing in it.
    public init(management: String, keys: [AccessKey]) {
        self.management = management
        self.keys = keys
    }

    /// Behaviour that AWS leaves undocumented: a program has to do the right thing either way.
    public struct Switches: Sendable, Hashable {
        /// `ListAgreementCharges` without an agreement is refused with `MISSING_AGREEMENT_ID`.
        public var chargesNeedAgreement = false
        /// Times are ISO 8601 texts, as in the guide's samples, and not epoch seconds, as in the model.
        public var writesISOTimes = false
        /// A purchase order that is set counts as a new revision of the charge.
        public var updateBumpsRevision = false
        /// Calls beyond the documented quotas are throttled.
        public var enforcesQuotas = false
        /// Things on one page at most, where AWS allows more.
        public var pageLimit = Int.max

        /// The behaviour that the model and the guide agree on most.
        public init() {}
    }

    /// An organization of accounts.
    public struct Organization: Sendable, Hashable {
        /// Its id: `o-…`.
        public var id: String
        /// Its accounts, the management account among them.
        public var members: [Member]

        /// An organization.
        public init(id: String, members: [Member]) {
            self.id = id
            self.members = members
        }
    }

    /// An account of the organization.
    public struct Member: Sendable, Hashable {
        /// Twelve digits.
        public var id: String
        /// What people call it.
        public var name: String
        /// `ACTIVE`, `SUSPENDED` or `PENDING_CLOSURE`.
        public var status = "ACTIVE"
        /// When it joined this organization.
        public var joined: Date

        /// An active account.
        public init(_ id: String, name: String, joined: Date) {
            self.id = id
            self.name = name
            self.joined = joined
        }
    }

    /// An access key and what its owner may not do.
    public struct AccessKey: Sendable, Hashable {
        /// `AKID…`.
        public var id: String
        /// The account it belongs to.
        public var account: String
        /// The owner's ARN.
        public var principal: String
        /// The session token, where the key is a session's.
        var sessionToken: String?
        /// The role of a session; what it is denied is looked up at every call.
        var role: String?
        /// Actions that are denied, such as `aws-marketplace:UpdatePurchaseOrders`; a `*` at the end stands for any rest.
        public var denied: [String] = []
        /// The reason that a denial of the Agreement API carries.
        public var denialReason = "INVALID_ACCESS"

        /// A key of an account's user.
        public init(_ id: String, account: String, principal: String? = nil) {
            self.id = id
            self.account = account
            self.principal = principal ?? "arn:aws:iam::\(account):user/posyncd"
        }
    }

    /// A role that may be assumed.
    public struct AssumableRole: Sendable, Hashable {
        /// The account it belongs to.
        public var account: String
        /// Its name.
        public var name: String
        /// The external id that its trust policy asks for.
        public var externalID: String?
        /// Actions that are denied to its sessions.
        public var denied: [String] = []
        /// The reason that a denial of the Agreement API carries.
        public var denialReason = "INVALID_ACCESS"
        /// Whether its trust policy lets anybody assume it.
        public var isTrusting = true

        /// A role that anybody with a key may assume.
        public init(_ name: String, account: String) {
            self.name = name
            self.account = account
        }

        var arn: String { "arn:aws:iam::\(account):role/\(name)" }
    }

    /// A service-linked role.
    public struct ServiceRole: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its path, with a slash at either end.
        public var path: String
        /// The service that it trusts.
        public var principal: String

        /// A role.
        public init(name: String, path: String, principal: String) {
            self.name = name
            self.path = path
            self.principal = principal
        }

        /// The role that the AWS Billing integration of Marketplace creates.
        public static let billingIntegration = ServiceRole(
            name: "AWSServiceRoleForMarketplacePurchaseOrders",
            path: "/aws-service-role/purchase-orders.marketplace.amazonaws.com/",
            principal: "purchase-orders.marketplace.amazonaws.com")
    }
}
