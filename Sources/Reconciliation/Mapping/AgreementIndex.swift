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
        /// The charges that the keys name, where they name charges: the line pays for these and no others.
        var charges: [ChargeID] = []
        /// The active agreement that took the place of all those inactive ones beyond doubt.
        var successor: Int?
    }

    /// The agreements that satisfy every part of the keys.
    func match(_ keys: KeyReader.Keys) -> Match {
        var found: Set<Int>?
        var match = Match()
        for (kind, values) in zip(keys.rule.to, keys.values) {
            var named: Set<Int> = []
            for value in values { named.formUnion(places(of: value, kind)) }
            found = found.map { $0.intersection(named) } ?? named
            if kind == .charge { match.charges = values.map { ChargeID($0) } }
        }
        for place in (found ?? []).sorted() {
            if agreements[place].status == .active { match.active.append(place) } else { match.inactive.append(place) }
        }
        if match.active.isEmpty {
            let successors = Set(match.inactive.map { successor(of: $0)?.place })
            if successors.count == 1 { match.successor = successors.first ?? nil }
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

    /// An agreement that took the place of one that ended, and by what AWS's own fields tell so.
    struct Successor {
        let place: Int
        let evidence: String
    }

    /// The active agreement of the same account that took the place of one that ended, where that is beyond doubt: the
    /// only one with the same first agreement (`initialAgreementId`); or the only one of the same products and acceptor,
    /// where AWS says that the old one was replaced, or the new one begins where the old one ended.
    func successor(of place: Int) -> Successor? {
        let old = agreements[place]
        let first = old.initial ?? old.id
        let peers = (byAccount[old.account] ?? []).filter { peer in
            agreements[peer].status == .active && isLater(agreements[peer], old)
        }
        let chained = peers.filter { agreements[$0].initial == first }
        if !chained.isEmpty {
            guard chained.count == 1, let only = chained.first else { return nil }
            return Successor(place: only, evidence: "AWS shows \(first) as the first agreement of both")
        }
        let products = Set(old.products.map(\.id))
        let alike = peers.filter { peer in
            !products.isEmpty && Set(agreements[peer].products.map(\.id)) == products
                && agreements[peer].acceptor == old.acceptor && agreements[peer].initial == nil
        }
        guard alike.count == 1, let only = alike.first, isReplaced(old, by: agreements[only]) else { return nil }
        return Successor(place: only, evidence: "it is the only one of the same products, account and acceptor")
    }

    private func isLater(_ new: Agreement, _ old: Agreement) -> Bool {
        guard let began = old.startsAt, let begins = new.startsAt else { return true }
        return begins >= began
    }

    /// How far the beginning of a renewal may be from the end of what it renews.
    private static let seam = Duration.seconds(2 * 86_400)

    private func isReplaced(_ old: Agreement, by new: Agreement) -> Bool {
        switch old.status.word {
        case "RENEWED", "REPLACED", "SUPERSEDED": return true
        case "CANCELLED", "TERMINATED", "ROLLED_BACK": return false
        default:
            guard let end = old.endsAt, let begin = new.startsAt else { return false }
            return begin >= end - Self.seam && begin <= end + Self.seam
        }
    }
}
