public import FoundationEssentials

extension AWSWorld {
    /// An invoice of AWS Marketplace.
    public struct Invoice: Sendable, Hashable {
        /// Its number.
        public var id: String
        /// The account it is for.
        public var account: String
        /// When it was issued.
        public var issued: Date
        /// The amount before tax.
        public var amount: String
        /// Three letters.
        public var currency = "USD"
        /// The purchase order printed on it.
        public var order: String?
        /// `AWS_MARKETPLACE`, or `AWS` for AWS's own services.
        public var entity = "AWS_MARKETPLACE"

        /// An invoice of AWS Marketplace.
        public init(_ id: String, account: String, issued: Date, amount: String, order: String?) {
            self.id = id
            self.account = account
            self.issued = issued
            self.amount = amount
            self.order = order
        }
    }

    /// A procurement portal's connection to AWS.
    public struct PortalPreference: Sendable, Hashable {
        /// Its ARN.
        public var arn: String
        /// `COUPA` or `SAP_BUSINESS_NETWORK`.
        public var portal: String
        /// `ACTIVE`, `SUSPENDED`, `TEST_FAILED` and so on.
        public var status: String
        /// Why it has this status.
        public var reason: String?

        /// A connection through which purchase orders are fetched.
        public init(arn: String, portal: String, status: String, reason: String? = nil) {
            self.arn = arn
            self.portal = portal
            self.status = status
            self.reason = reason
        }
    }

    /// A licence that one account shares with another.
    public struct Grant: Sendable, Hashable {
        /// The grant's own id.
        public var id: String
        /// The account that uses the licence.
        public var grantee: String
        /// The account that bought.
        public var granter: String
        /// The licence's id.
        public var license: String
        /// The product's id.
        public var product: String
        /// The product's name.
        public var productName: String
        /// `ACTIVE`, `DISABLED` and so on.
        public var status = "ACTIVE"

        /// An active grant.
        public init(
            _ id: String, grantee: String, granter: String, license: String, product: String, productName: String
        ) {
            self.id = id
            self.grantee = grantee
            self.granter = granter
            self.license = license
            self.product = product
            self.productName = productName
        }

        var arn: String { "arn:aws:license-manager::\(granter):grant:\(id)" }
        var licenseARN: String { "arn:aws:license-manager::\(granter):license:\(license)" }
    }
}
