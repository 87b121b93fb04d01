@testable import Reconciliation

/// The rules of contract section 4 said once more, by trying everything: what has to come of a universe.
struct Expectation {
    /// What belongs on each charge.
    private(set) var decided: [ChargeID: OrderNumber] = [:]
    /// What is to be written.
    private(set) var written: [ChargeID: OrderNumber] = [:]

    private struct Line {
        let number: OrderNumber
        let symbol: Universe.LineSymbol
    }

    private let universe: Universe
    /// For each charge, whose claims stand on it, by rank.
    private var claims: [[(rank: Int, number: OrderNumber)]]
    /// Charges that lines of several orders could pay for.
    private var isBlocked: [Bool]

    init(_ universe: Universe) {
        self.universe = universe
        claims = universe.charges.map { _ in [] }
        isBlocked = universe.charges.map { _ in false }
        claim()
        for place in universe.charges.indices { decide(place) }
    }

    private mutating func claim() {
        var lines: [Line] = []
        var held: Set<OrderNumber> = []
        for (place, order) in universe.orders.enumerated() {
            if order.state == .issued {
                lines += order.lines.map { Line(number: Universe.number(place), symbol: $0) }
            } else if order.state == .onHold {
                held.insert(Universe.number(place))
            }
        }
        // A held order keeps the charge on which it stands, unless a line says that it takes it.
        let keepers = universe.charges.enumerated().map { place, charge -> OrderNumber? in
            guard let carried = charge.carries, held.contains(carried), !lines.contains(where: { takes($0, place) })
            else { return nil }
            return carried
        }
        let isShared =
            Set(lines.filter { $0.symbol.charge == nil }.map(\.number)).union(keepers.compactMap(\.self)).count > 1
        var installments: [Line] = []
        for line in lines {
            let auto = isShared ? ClaimScope.installment : .all
            let scope = line.symbol.scope == .auto ? auto : line.symbol.scope
            if let charge = line.symbol.charge {
                if charge < claims.count { claims[charge].append((0, line.number)) }
            } else if scope == .installment {
                installments.append(line)
            } else {
                for (place, charge) in universe.charges.enumerated()
                where scope == .all || (scope == .fixed) == (charge.due != nil) {
                    claims[place].append((scope == .all ? 3 : 2, line.number))
                }
            }
        }
        for amount in Set(installments.compactMap(\.symbol.amount)) {
            pair(
                installments.filter { $0.symbol.amount == amount },
                universe.charges.indices.filter {
                    let charge = universe.charges[$0]
                    return charge.due != nil && charge.amount == amount && charge.currency == "USD"
                        && keepers[$0] == nil
                })
        }
    }

    /// Whether a line claims a charge by its key, or by a scope that it states.
    private func takes(_ line: Line, _ place: Int) -> Bool {
        if let charge = line.symbol.charge { return charge == place }
        switch line.symbol.scope {
        case .all: return true
        case .fixed: return universe.charges[place].due != nil
        case .usage: return universe.charges[place].due == nil
        default: return false
        }
    }

    private mutating func pair(_ lines: [Line], _ places: [Int]) {
        let isOfSeveral = Set(lines.map(\.number)).count > 1
        let isUndecided =
            isOfSeveral && (lines.count > places.count || lines.contains { $0.symbol.needBy == nil })
        let owners = isUndecided ? [] : owners(lines, places)
        guard owners.count == 1, let only = owners.first else {
            for place in places { isBlocked[place] = true }
            return
        }
        for (place, owner) in zip(places, only) {
            if let owner { claims[place].append((1, owner)) }
        }
    }

    /// Who gets which charge, in every pairing of least distance.
    private func owners(_ lines: [Line], _ places: [Int]) -> Set<[OrderNumber?]> {
        var least = Double.infinity
        var found: Set<[OrderNumber?]> = []
        let lines = lines.sorted { ($0.symbol.needBy ?? .infinity) < ($1.symbol.needBy ?? .infinity) }
            .prefix(places.count)
        func give(_ next: Int, _ owners: [OrderNumber?], _ sum: Double) {
            guard next < lines.count else {
                if sum < least { (least, found) = (sum, []) }
                if sum == least { found.insert(owners) }
                return
            }
            for (seat, place) in places.enumerated() where owners[seat] == nil {
                var taken = owners
                taken[seat] = lines[next].number
                let distance =
                    lines[next].symbol.needBy.flatMap { date in universe.charges[place].due.map { abs($0 - date) } }
                give(next + 1, taken, sum + (distance ?? 0))
            }
        }
        give(0, places.map { _ in nil }, 0)
        return found
    }

    private mutating func decide(_ place: Int) {
        let standing = claims[place].filter { $0.rank == 0 || !isBlocked[place] }
        let best = Set(standing.filter { $0.rank == standing.map(\.rank).min() }.map(\.number))
        guard best.count == 1, let number = best.first else { return }
        let (charge, id) = (universe.charges[place], Universe.charge(place))
        decided[id] = number
        let isForeign = charge.carries != nil && charge.carries != number && !charge.isOurs
        guard charge.carries != number, charge.currency == "USD", !isForeign || universe.policy == .upsert,
            universe.policy != .observe
        else { return }
        written[id] = number
    }
}
