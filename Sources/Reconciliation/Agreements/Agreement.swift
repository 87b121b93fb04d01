/// An agreement of AWS Marketplace in which one of our accounts is the acceptor, with its charges.
///
/// Source: `AgreementViewSummary` of marketplace-agreement:SearchAgreements.
public struct Agreement: Sendable, Hashable {
    /// The agreement's id.
    public var id: AgreementID
    /// The account it was read in.
    public var account: AccountID
    /// Where it is in its life.
    public var status: AgreementStatus
    /// The offer it came from.
    public var offer: String?
    /// The products it is about.
    public var products: [Product]
    /// The account that accepted it, where it says.
    public var acceptor: AccountID?
    /// When it was accepted.
    public var acceptedAt: Instant?
    /// When it begins.
    public var startsAt: Instant?
    /// When it ends; none for pay-as-you-go.
    public var endsAt: Instant?
    /// The first agreement of a chain of renewals, where AWS says so.
    public var initial: AgreementID?
    /// The kinds of its terms, where they were read (`usageBasedPricingTerm`, `byolPricingTerm`, …).
    public var terms: AgreementTerms?
    /// Its charges; empty for an agreement that is not active.
    public var charges: [Charge]

    /// An agreement with these fields.
    public init(
        id: AgreementID, account: AccountID, status: AgreementStatus = .active, offer: String? = nil,
        products: [Product] = [], acceptor: AccountID? = nil, acceptedAt: Instant? = nil, startsAt: Instant? = nil,
        endsAt: Instant? = nil, initial: AgreementID? = nil, terms: AgreementTerms? = nil, charges: [Charge] = []
    ) {
        self.id = id
        self.account = account
        self.status = status
        self.offer = offer
        self.products = products
        self.acceptor = acceptor
        self.acceptedAt = acceptedAt
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.initial = initial
        self.terms = terms
        self.charges = charges
    }

    /// A product of AWS Marketplace.
    public struct Product: Sendable, Hashable {
        /// Its id: `prod-…`.
        public var id: String
        /// Its type: `SaaSProduct`, `AmiProduct`, `ContainerProduct`, `MachineLearningProduct`, ….
        public var type: String?

        /// The product `id` of a type.
        public init(id: String, type: String? = nil) {
            self.id = id
            self.type = type
        }
    }
}

/// `AgreementStatus` of the Agreement API; an open list.
public struct AgreementStatus: Sendable, Hashable, CustomStringConvertible {
    /// The word as AWS writes it.
    public let word: String

    /// The status written `word`.
    public init(_ word: String) { self.word = word }

    /// In force: the only status in which charges are assigned.
    public static let active = AgreementStatus("ACTIVE")

    /// The word.
    public var description: String { word }
}

/// What GetAgreementTerms tells that a decision needs.
public struct AgreementTerms: Sendable, Hashable {
    /// The kinds of terms, as the union's member names.
    public var kinds: Set<String>
    /// Whether it renews by itself, where a renewal term says.
    public var renews: Bool?

    /// These kinds of terms.
    public init(kinds: Set<String>, renews: Bool? = nil) {
        self.kinds = kinds
        self.renews = renews
    }
}

/// A charge of an agreement: what AWS has invoiced or will invoice.
///
/// Source: `Charge` of marketplace-agreement:ListAgreementCharges; every member is optional there. A charge without id,
/// agreement or revision cannot be written and is dropped at the edge.
public struct Charge: Sendable, Hashable {
    /// The charge's id.
    public var id: ChargeID
    /// Its latest revision: compare-and-set when it is written.
    public var revision: Int
    /// What it comes to, where AWS knows already.
    public var amount: Amount?
    /// Three letters.
    public var currency: String?
    /// When it is due; none for usage and for payments whose date is not known yet.
    public var time: Instant?
    /// The PO number that it carries now.
    public var order: OrderNumber?

    /// A charge with these fields.
    public init(
        id: ChargeID, revision: Int, amount: Amount? = nil, currency: String? = nil, time: Instant? = nil,
        order: OrderNumber? = nil
    ) {
        self.id = id
        self.revision = revision
        self.amount = amount
        self.currency = currency
        self.time = time
        self.order = order
    }
}

/// A charge where it stands: charge ids are unique in an account.
public struct ChargeKey: Sendable, Hashable, Comparable {
    /// The account of the agreement.
    public var account: AccountID
    /// The charge.
    public var charge: ChargeID

    /// The charge `charge` in `account`.
    public init(account: AccountID, charge: ChargeID) {
        self.account = account
        self.charge = charge
    }

    public static func < (left: ChargeKey, right: ChargeKey) -> Bool {
        left.account != right.account ? left.account < right.account : left.charge < right.charge
    }
}
