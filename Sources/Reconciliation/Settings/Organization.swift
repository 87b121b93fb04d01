/// The AWS organization as its management account shows it.
///
/// Source: organizations:DescribeOrganization and ListAccounts.
public struct Organization: Sendable, Hashable {
    /// `o-…`; none for a standalone account.
    public var id: String?
    /// The account whose settings decide whether a PO reaches the invoice.
    public var management: AccountID?
    /// The accounts, management account included.
    public var accounts: [Member]

    /// An organization of these accounts.
    public init(id: String?, management: AccountID?, accounts: [Member]) {
        self.id = id
        self.management = management
        self.accounts = accounts
    }

    /// One account of the organization.
    public struct Member: Sendable, Hashable {
        /// The account.
        public var id: AccountID
        /// Its name.
        public var name: String?
        /// `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, ….
        public var status: String
        /// When it joined this organization.
        public var joinedAt: Instant?

        /// A member of the organization.
        public init(id: AccountID, name: String? = nil, status: String = "ACTIVE", joinedAt: Instant? = nil) {
            self.id = id
            self.name = name
            self.status = status
            self.joinedAt = joinedAt
        }
    }
}

/// Whether the management account shares its POs with AWS Marketplace ("AWS Billing integration").
///
/// Source: the buyer guide's "Using service-linked roles for purchase orders"; iam:GetRole of
/// `AWSServiceRoleForMarketplacePurchaseOrders`.
public enum BillingIntegration: Sendable, Hashable {
    /// The role is there, on its path, trusting the service.
    case present
    /// The role is not there, or is not the service's: what is wrong, for the message.
    case missing(String)
    /// It could not be asked: why, for the message.
    case unknown(String)
}

/// A connection of a procurement portal to AWS.
///
/// Source: `ProcurementPortalPreferenceSummary` of invoicing:ListProcurementPortalPreferences.
public struct PortalPreference: Sendable, Hashable {
    /// Its ARN.
    public var arn: String
    /// `COUPA` or `SAP_BUSINESS_NETWORK`.
    public var portal: String
    /// Whether AWS may fetch purchase orders from the portal.
    public var isRetrievalEnabled: Bool
    /// The status of that: `ACTIVE` or what keeps it from being so.
    public var status: String?
    /// AWS's words for the status.
    public var reason: String?

    /// A preference with these fields.
    public init(arn: String, portal: String, isRetrievalEnabled: Bool, status: String?, reason: String?) {
        self.arn = arn
        self.portal = portal
        self.isRetrievalEnabled = isRetrievalEnabled
        self.status = status
        self.reason = reason
    }
}

/// A licence that another account of the organization shares with this one.
///
/// Source: license-manager:ListReceivedGrants with ListReceivedLicenses for the product.
public struct ReceivedGrant: Sendable, Hashable {
    /// The grant's ARN.
    public var arn: String
    /// The account that holds the grant.
    public var account: AccountID
    /// The licence's ARN.
    public var license: String?
    /// The product's id, where the licence names it.
    public var product: String?
    /// The product's name, for the message.
    public var productName: String?
    /// The account that shares the licence, where the grant tells it.
    public var granter: AccountID?
    /// `ACTIVE` or another status.
    public var status: String

    /// A grant with these fields.
    public init(
        arn: String, account: AccountID, license: String? = nil, product: String? = nil, productName: String? = nil,
        granter: AccountID? = nil, status: String = "ACTIVE"
    ) {
        self.arn = arn
        self.account = account
        self.license = license
        self.product = product
        self.productName = productName
        self.granter = granter
        self.status = status
    }
}

/// An issued invoice of AWS Marketplace.
///
/// Source: `InvoiceSummary` of invoicing:ListInvoiceSummaries. It has no line items, agreement or charge.
public struct Invoice: Sendable, Hashable {
    /// The invoice's id.
    public var id: InvoiceID
    /// The account it bills.
    public var account: AccountID
    /// The day it was issued.
    public var issuedAt: Instant
    /// The total before tax.
    public var amount: Amount
    /// Three letters.
    public var currency: String
    /// The PO number it carries.
    public var order: OrderNumber?

    /// An invoice with these fields.
    public init(
        id: InvoiceID, account: AccountID, issuedAt: Instant, amount: Amount, currency: String, order: OrderNumber?
    ) {
        self.id = id
        self.account = account
        self.issuedAt = issuedAt
        self.amount = amount
        self.currency = currency
        self.order = order
    }
}
