/// Finds agreements by what mapping rules name them by.
struct AgreementIndex {
    /// Every agreement, in the order of accounts and ids; its charges by date, so that nothing is said in another order
    /// because AWS listed them in one.
    let agreements: [Agreement]
    private var byID: [AgreementID: [Int]] = [:]
    private var byOffer: [String: [Int]] = [:]
    private var byProduct: [String: [Int]] = [:]
    private var byCharge: [ChargeID: [Int]] = [:]
    private var byAccount: [AccountID: [Int]] = [:]

    init(_ accounts: [AccountView]) {
        agreements = accounts.flatMap(\.agreements).sorted { ($0.account, $0.id) < ($1.account, $1.id) }.map {
            var agreement = $0
            agreement.charges.sort {
                ($0.time?.milliseconds ?? .max, $0.id) < ($1.time?.milliseconds ?? .max, $1.id)
            }
            return agreement
        }
        for (index, agreement) in agreements.enumerated() {
            byID[agreement.id, default: []].append(index)
            byAccount[agreement.account, default: []].append(index)
            if let offer = agreement.offer { byOffer[offer, default: []].append(index) }
            for product in agreement.products where byProduct[product.id]?.last != index {
                byProduct[product.id, default: []].append(index)
            }
            for charge in agreement.charges { byCharge[charge.id, default: []].append(index) }
        }
    }

    /// What the keys of a rule name.
    struct Match {
        /// The active agreements, by their place in `agreements`.
        var active: [Int] = []
        /// Agreements that the keys name but that are not active.
        var inactive: [Int] = []
        /// The charge that the keys name.
        var charge: ChargeID?
    }

    /// The agreements that satisfy every part of the keys.
    func match(_ keys: KeyReader.Keys) -> Match {
        var found: Set<Int>?
        var match = Match()
        for (kind, values) in zip(keys.rule.to, keys.values) {
            var named: Set<Int> = []
            for value in values { named.formUnion(places(of: value, kind)) }
            found = found.map { $0.intersection(named) } ?? named
            if kind == .charge { match.charge = values.count == 1 ? ChargeID(values[0]) : nil }
        }
        for place in (found ?? []).sorted() {
            if agreements[place].status == .active { match.active.append(place) } else { match.inactive.append(place) }
        }
        return match
    }

    private func places(of value: String, _ kind: MappingKey) -> [Int] {
        switch kind {
        case .agreement: byID[AgreementID(value)] ?? []
        case .offer: byOffer[value] ?? []
        case .product: byProduct[value] ?? []
        case .charge: byCharge[ChargeID(value)] ?? []
        case .account: byAccount[AccountID(value)] ?? []
        }
    }

    /// The active agreement of the same account that took the place of one that ended, where AWS's own fields say so
    /// beyond doubt: the same first agreement, or the same products, and only one such.
    func successor(of place: Int) -> Agreement? {
        let old = agreements[place]
        let first = old.initial ?? old.id
        let peers = (byAccount[old.account] ?? []).map { agreements[$0] }.filter { $0.status == .active }
        let chained = peers.filter { $0.initial == first }
        if !chained.isEmpty { return chained.count == 1 ? chained.first : nil }
        let products = Set(old.products.map(\.id))
        let alike = peers.filter {
            !products.isEmpty && Set($0.products.map(\.id)) == products && $0.acceptor == old.acceptor
        }
        return alike.count == 1 ? alike.first : nil
    }
}
