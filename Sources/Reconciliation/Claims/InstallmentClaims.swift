/// Gives each instalment of a payment schedule the line that pays for it (buyer guide, "Flexible payment schedule").
struct InstallmentClaims {
    let builder: ClaimBuilder
    let agreement: Agreement
    /// Charges on which orders stand that are not issued now.
    let waiting: Set<ChargeID>

    private struct Price: Hashable {
        let amount: Amount
        let currency: String
    }

    private var lines: [SelectedLine] { builder.lines }

    /// Adds the claims and verdicts of the lines `members`.
    func add(_ members: [Int], to result: inout AgreementClaims) {
        var groups: [Price: [Int]] = [:]
        var order: [Price] = []
        var prices: [OrderNumber: Set<Price>] = [:]
        // Orders with a line that may pay for any charge: their number is nowhere out of place.
        var broad = Set(result.scopes.filter { $0.value != .installment }.map { lines[$0.key].order.number })
        for member in members {
            guard let amount = lines[member].line.amount, let currency = lines[member].currency else {
                result.verdicts[member] = .installmentUnmatched(
                    reason: "the line has no \(lines[member].line.amount == nil ? "amount" : "currency")",
                    candidates: [])
                broad.insert(lines[member].order.number)
                continue
            }
            let price = Price(amount: amount, currency: currency)
            prices[lines[member].order.number, default: []].insert(price)
            if groups[price] == nil { order.append(price) }
            groups[price, default: []].append(member)
        }
        let dated = datedCharges()
        for price in order {
            pair(groups[price] ?? [], price, dated[price] ?? [], &result) { charge in
                guard let number = charge.order, let paying = prices[number] else { return false }
                return !paying.contains(price) && !broad.contains(number)
            }
        }
    }

    /// The instalments by what they cost, the earliest first.
    private func datedCharges() -> [Price: [Charge]] {
        var dated: [Price: [Charge]] = [:]
        for charge in agreement.charges where charge.time != nil {
            guard let amount = charge.amount, let currency = charge.currency else { continue }
            dated[Price(amount: amount, currency: currency), default: []].append(charge)
        }
        return dated.mapValues { $0.sorted { (date($0), $0.id) < (date($1), $1.id) } }
    }

    /// - Parameters:
    ///   - charges: the instalments of that price, the earliest first.
    ///   - isMisplaced: whether a charge carries the number of an order whose lines pay for other instalments.
    private func pair(
        _ members: [Int], _ price: Price, _ charges: [Charge], _ result: inout AgreementClaims,
        isMisplaced: (Charge) -> Bool
    ) {
        var open = charges.filter { timing($0).isOpen && !waiting.contains($0.id) }
        let before = charges.filter { !timing($0).isOpen }
        var (rest, settled) = settle(members, on: before)
        settleFromStore(&rest, &settled, besides: open)
        for (member, charge) in settled { result.verdicts[member] = .settled(charge) }
        guard !rest.isEmpty else { return }
        let isDated = rest.allSatisfy { lines[$0].line.needBy != nil }
        if isDated {
            // A line may be meant for an instalment that was missed; that it is told by its date only.
            let taken = Set(settled.map(\.charge))
            open += before.filter {
                timing($0) == .late && !taken.contains($0.id) && (!builder.isRightful($0) || isMisplaced($0))
            }
        }
        guard !open.isEmpty else {
            let taken = Set(settled.map(\.charge))
            let missed = before.filter { timing($0) == .late && !taken.contains($0.id) && $0.order == nil }
            miss(missed, rest, &result)
            for member in rest {
                result.verdicts[member] = .installmentUnmatched(
                    reason: "no open dated charge of \(price.amount) \(price.currency) is left",
                    candidates: missed.map(\.id))
            }
            return
        }
        let numbers = Set(rest.map { lines[$0].order.number })
        if numbers.count > 1, rest.count > open.count {
            for member in rest { result.verdicts[member] = .installmentConflict(candidates: open.map(\.id)) }
            miss(open.filter { timing($0) == .late && $0.order == nil }, rest, &result)
            return block(open, rest, &result)
        }
        if numbers.count > 1, !isDated {
            return refuse(rest, open, "lines of different orders have no date to tell them apart by", &result)
        }
        assign(rest, open, numbers, &result)
    }

    /// Pairs lines with charges; where one order alone has more lines than charges, its first lines take them.
    private func assign(
        _ members: [Int], _ charges: [Charge], _ numbers: Set<OrderNumber>, _ result: inout AgreementClaims
    ) {
        let sorted = members.sorted { before($0, $1) }
        let paying = Array(sorted.prefix(charges.count))
        let places = Dictionary(uniqueKeysWithValues: numbers.sorted().enumerated().map { ($1, $0) })
        let pairing = Pairing(
            lines: paying.map { (places[lines[$0].order.number] ?? 0, lines[$0].line.needBy) },
            charges: charges.map(\.time))
        guard let pairing else {
            let reason =
                charges.count > Pairing.maximumSize
                ? "more than \(Pairing.maximumSize) charges have the same amount"
                : "the dates allow more than one pairing of lines and charges"
            return refuse(members, charges, reason, &result)
        }
        // Lines of one order may be exchanged among their charges: the earlier line gets the earlier charge.
        var owned: [OrderNumber: (lines: [Int], charges: [Int])] = [:]
        for (place, member) in paying.enumerated() {
            owned[lines[member].order.number, default: ([], [])].lines.append(member)
            owned[lines[member].order.number, default: ([], [])].charges.append(pairing.charges[place])
        }
        for (_, share) in owned {
            for (member, charge) in zip(share.lines, share.charges.sorted { date(charges[$0]) < date(charges[$1]) }) {
                result.verdicts[member] = .claims
                result.add(member, .installment, on: charges[charge].id)
            }
        }
        for member in sorted.dropFirst(charges.count) {
            result.verdicts[member] = .installmentUnmatched(
                reason: "earlier lines of the order take every charge of its amount", candidates: charges.map(\.id))
        }
    }

    /// Lines whose number already stands on an instalment that was due before: nearest dates first.
    private func settle(_ members: [Int], on charges: [Charge]) -> (
        rest: [Int], settled: [(line: Int, charge: ChargeID)]
    ) {
        var rest = members.sorted { before($0, $1) }
        var settled: [(line: Int, charge: ChargeID)] = []
        for charge in charges {
            guard let number = charge.order else { continue }
            let own = rest.filter { lines[$0].order.number == number }
            guard let nearest = own.min(by: { distance($0, charge) < distance($1, charge) }) else { continue }
            rest.removeAll { $0 == nearest }
            settled.append((nearest, charge.id))
        }
        return (rest, settled)
    }

    /// Lines whose instalment this store saw carrying their number, where AWS lists it no more.
    private func settleFromStore(
        _ rest: inout [Int], _ settled: inout [(line: Int, charge: ChargeID)], besides open: [Charge]
    ) {
        guard !builder.paid.isEmpty else { return }
        var taken = Set(settled.map(\.charge)).union(open.map(\.id))
        rest.removeAll { member in
            let charges = builder.paid.charges(of: lines[member], on: agreement).map(\.charge)
            guard let charge = charges.first(where: { !taken.contains($0) }) else { return false }
            taken.insert(charge)
            settled.append((member, charge))
            return true
        }
    }

    private func refuse(_ members: [Int], _ charges: [Charge], _ reason: String, _ result: inout AgreementClaims) {
        for member in members {
            result.verdicts[member] = .installmentUnmatched(reason: reason, candidates: charges.map(\.id))
        }
        block(charges, members, &result)
    }

    private func block(_ charges: [Charge], _ members: [Int], _ result: inout AgreementClaims) {
        for charge in charges { result.undecided[charge.id, default: []] += members }
    }

    /// Remembers charges that fell due without PO while these lines could have paid for them.
    private func miss(_ charges: [Charge], _ members: [Int], _ result: inout AgreementClaims) {
        for charge in charges { result.missed[charge.id, default: []] += members }
    }

    private func timing(_ charge: Charge) -> ChargeTiming { ChargeTiming(charge, builder.rules, now: builder.now) }

    private func date(_ charge: Charge) -> Instant { charge.time ?? Instant(milliseconds: .max) }

    private func distance(_ member: Int, _ charge: Charge) -> Int64 {
        guard let date = lines[member].line.needBy, let time = charge.time else { return 0 }
        return abs(date.milliseconds - time.milliseconds)
    }

    /// By date, then as the documents have it; the same however the orders were read.
    private func before(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (
            lines[left].line.needBy?.milliseconds ?? .max, lines[right].line.needBy?.milliseconds ?? .max
        )
        return first != second ? first < second : left < right
    }
}
