public import FoundationEssentials

extension AWSWorld {
    /// An agreement, as its acceptor sees it.
    public struct Agreement: Sendable, Hashable {
        /// Its id: `agmt-…`.
        public var id: String
        /// The account that bought.
        public var acceptor: String
        /// What was bought.
        public var product: String
        /// The type of the product, such as `SaaSProduct`.
        public var productType = "SaaSProduct"
        /// The offer that was accepted.
        public var offer: String
        /// `ACTIVE`, `EXPIRED`, `CANCELLED` and so on.
        public var status = "ACTIVE"
        /// When it began.
        public var start: Date
        /// When it ends; none for pay as you go.
        public var end: Date?
        /// The kinds of its terms, such as `usageBasedPricingTerm`.
        public var terms: [String] = []
        /// Whether it renews itself; charges of the past may then still be changed.
        public var renews = false
        /// The first agreement of the chain of renewals that it belongs to, where AWS shows it.
        public var initial: String?
        /// Its charges.
        public var charges: [Charge]

        /// An active agreement.
        public init(_ id: String, acceptor: String, product: String, offer: String, start: Date, charges: [Charge]) {
            self.id = id
            self.acceptor = acceptor
            self.product = product
            self.offer = offer
            self.start = start
            self.charges = charges
        }
    }

    /// A charge of an agreement.
    public struct Charge: Sendable, Hashable {
        /// Its id: `ch-…`.
        public var id: String
        /// Its revision, from 1.
        public var revision = 1
        /// The amount before tax; none where usage decides.
        public var amount: String?
        /// Three letters.
        public var currency: String
        /// When it is due; none where that is not known, as with usage.
        public var time: Date?
        /// The purchase order that it carries.
        public var order: String?
        /// Whether it gives money back; such a charge takes no purchase order.
        public var isRefund = false
        /// The reason with which a purchase order for this charge is refused, such as `UNSUPPORTED_ACTION`.
        public var refusal: String?

        /// A charge without purchase order.
        public init(_ id: String, _ amount: String?, currency: String = "USD", time: Date?) {
            self.id = id
            self.amount = amount
            self.currency = currency
            self.time = time
        }
    }

    /// The charge called `id`; setting it changes or removes it. Ids are unique over all agreements.
    public subscript(charge id: String) -> Charge? {
        get {
            for agreement in agreements {
                if let charge = agreement.charges.first(where: { $0.id == id }) { return charge }
            }
            return nil
        }
        set {
            for place in agreements.indices {
                guard let index = agreements[place].charges.firstIndex(where: { $0.id == id }) else { continue }
                if let newValue {
                    agreements[place].charges[index] = newValue
                } else {
                    agreements[place].charges.remove(at: index)
                }
                return
            }
        }
    }

    /// The agreement called `id`; setting it changes, adds or removes it.
    public subscript(agreement id: String) -> Agreement? {
        get { agreements.first { $0.id == id } }
        set {
            let place = agreements.firstIndex { $0.id == id }
            switch (place, newValue) {
            case (let place?, let value?): agreements[place] = value
            case (let place?, nil): agreements.remove(at: place)
            case (nil, let value?): agreements.append(value)
            case (nil, nil): break
            }
        }
    }

    /// The purchase orders that charges carry, by charge.
    public var orders: [String: String] {
        var orders: [String: String] = [:]
        for charge in agreements.flatMap(\.charges) { orders[charge.id] = charge.order }
        return orders
    }
}
