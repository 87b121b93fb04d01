/// Says of every selected line how it ended and why.
struct LineOutcomes {
    let situation: Situation
    let weighing: Weighing

    /// The outcomes in the order of orders and lines.
    func outcomes() -> [LineOutcome] {
        let standing = standingLines()
        var outcomes: [LineOutcome] = []
        outcomes.reserveCapacity(situation.lines.count + situation.idle.count)
        let missed = missedCharges()
        for place in situation.lines.indices {
            var outcome = outcome(place, situation.lines[place], standing[place])
            if let charges = missed[place] { outcome.missed = charges }
            outcomes.append(outcome)
        }
        for line in situation.idle {
            var outcome = blank(line, .ineligible, IdleOrder.reason(line.order))
            outcome.agreements = line.match.active.map { situation.index.agreements[$0].id }
            outcomes.append(outcome)
        }
        // Sorting is stable, and the lines of an order are either all issued or all idle.
        return situation.idle.isEmpty ? outcomes : outcomes.sorted(byKey: \.order)
    }

    /// For lines the charges that fell due without PO while they claimed them.
    private func missedCharges() -> [Int: [ChargeKey]] {
        var missed: [Int: [ChargeKey]] = [:]
        for (key, decision) in situation.decisions where decision.timing == .late && decision.charge.order == nil {
            for line in decision.rivals { missed[line, default: []].append(key) }
        }
        return missed
    }

    /// For each line the charges on which it stands: its own, and those where another line of its order goes for it.
    private func standingLines() -> [[ChargeKey]] {
        var standing = [[ChargeKey]](repeating: [], count: situation.lines.count)
        for (key, decision) in situation.decisions {
            guard case .assign(let winner) = decision.verdict else { continue }
            let isStanding =
                decision.timing.isOpen || situation.assignments[key]?.order.number == number(winner.line)
                || decision.charge.order == number(winner.line)
            guard isStanding else { continue }
            standing[winner.line].append(key)
            guard winner.scope != .installment, winner.scope != .charge else { continue }
            let members = winner.isInherited ? situation.heirs : situation.members
            for member in members[decision.agreement] ?? []
            where member != winner.line && situation.scopes[member] == winner.scope
                && number(member) == number(winner.line)
            {
                standing[member].append(key)
            }
        }
        for place in situation.lines.indices {
            guard let agreement = situation.lines[place].claimed else { continue }
            let paid = situation.paid.charges(of: situation.lines[place], on: situation.index.agreements[agreement])
            let missing = paid.filter { !standing[place].contains($0) }
            if !missing.isEmpty { standing[place] = (standing[place] + missing).sorted() }
        }
        return standing
    }

    private func number(_ line: Int) -> OrderNumber { situation.lines[line].order.number }

    private func blank(_ line: SelectedLine, _ result: LineOutcome.Result, _ reason: String) -> LineOutcome {
        LineOutcome(
            order: line.order.key, number: line.order.number, line: line.line.number, result: result,
            rule: line.keys?.rule.name, keys: line.keys?.descriptions ?? [], agreements: [], scope: nil, charges: [],
            candidates: [], reason: reason)
    }

    private func outcome(_ place: Int, _ line: SelectedLine, _ standing: [ChargeKey]) -> LineOutcome {
        if let failed = failedKey(line, standing) { return failed }
        guard let agreementPlace = line.claimed else { return blank(line, .unmatched, "no agreement") }
        let agreement = situation.index.agreements[agreementPlace]
        var outcome = blank(line, .assigned, "")
        outcome.agreements = [agreement.id]
        outcome.scope = situation.scopes[place]
        switch situation.verdicts[place] {
        case .settled(let charge):
            outcome.charges = [ChargeKey(account: agreement.account, charge: charge)]
            outcome.reason = "its instalment was due before and carries the number"
        case .installmentUnmatched(let reason, let candidates):
            outcome.result = .unmatched
            outcome.reason = reason
            outcome.candidates = weighed(candidates, agreement, "cannot be told to be this line's")
        case .installmentConflict(let candidates):
            outcome.result = .conflict
            outcome.reason = "more lines of different orders than charges of \(money(line))"
            outcome.candidates = weighed(candidates, agreement, "lines of other orders fit it as well")
        case .claims, nil:
            conclude(&outcome, place, line, agreementPlace, standing)
        }
        return outcome
    }

    private func failedKey(_ line: SelectedLine, _ standing: [ChargeKey]) -> LineOutcome? {
        if let scope = line.unknownScope {
            let known = ClaimScope.stated.map(\.rawValue).joined(separator: ", ")
            return blank(line, .unmatched, "its scope is \"\(scope.prefix(40))\", which is none of \(known)")
        }
        guard let keys = line.keys else { return blank(line, .unmatched, "no mapping rule finds a key in it") }
        let names = keys.descriptions.joined(separator: ", ")
        if line.match.active.count > 1 {
            var outcome = blank(line, .ambiguous, "\(names) names \(line.match.active.count) active agreements")
            outcome.agreements = line.match.active.map { situation.index.agreements[$0].id }
            outcome.candidates = line.match.active.map { place in
                let agreement = situation.index.agreements[place]
                return LineOutcome.Candidate(
                    agreement: agreement.id, charge: nil,
                    reason: "in account \(agreement.account); the key fits it, and others as well")
            }
            return outcome
        }
        guard line.match.active.isEmpty else { return nil }
        guard !line.match.inactive.isEmpty else {
            return blank(line, .unmatched, "\(names) names no agreement of the accounts read\(unread)")
        }
        if line.heir != nil, !standing.isEmpty { return nil }
        var outcome = blank(line, .unmatched, "\(names) names no active agreement")
        outcome.candidates = ended(line)
        return outcome
    }

    /// How a line that names an ended agreement comes to the one that took its place.
    private func renewal(_ line: SelectedLine) -> String {
        guard line.heir != nil, let old = line.match.inactive.first else { return "" }
        return ", which took the place of \(situation.index.agreements[old].id)"
    }

    /// The ended agreements that a line names, each with the one that took its place.
    private func ended(_ line: SelectedLine) -> [LineOutcome.Candidate] {
        line.match.inactive.map { place in
            let agreement = situation.index.agreements[place]
            let next = situation.index.successor(of: place).map { successor in
                ", and \(situation.index.agreements[successor.place].id) took its place: \(successor.evidence)"
            }
            return LineOutcome.Candidate(
                agreement: agreement.id, charge: nil, reason: "its status is \(agreement.status)\(next ?? "")")
        }
    }

    /// The accounts in which the agreement may be all the same, as nobody could look.
    private var unread: String {
        let accounts = situation.accounts.values.filter { $0.hold == .unread }.map(\.id.text).sorted()
        return accounts.isEmpty ? "" : "; not read: \(Wording.list(accounts))"
    }

    private func conclude(
        _ outcome: inout LineOutcome, _ place: Int, _ line: SelectedLine, _ agreementPlace: Int, _ standing: [ChargeKey]
    ) {
        let agreement = situation.index.agreements[agreementPlace]
        outcome.charges = standing
        if line.heir != nil { outcome.candidates = ended(line) }
        if weighing == .told { outcome.candidates += turnedDown(place, agreement, standing) }
        if !standing.isEmpty {
            outcome.reason =
                "stands on \(standing.count) charge\(standing.count == 1 ? "" : "s") of \(agreement.id)\(renewal(line))"
        } else if isContested(place, agreement) {
            outcome.result = .conflict
            outcome.reason = "another order claims the same charges with equal right"
        } else {
            outcome.result = .unmatched
            outcome.reason =
                agreement.charges.isEmpty
                ? "\(agreement.id) has no charges" : "no open charge of \(agreement.id) is the line's"
        }
    }

    /// Whether another order claims a charge of the agreement with the same right as the line.
    private func isContested(_ place: Int, _ agreement: Agreement) -> Bool {
        agreement.charges.contains { charge in
            let key = ChargeKey(account: agreement.account, charge: charge.id)
            guard case .conflict(let claims)? = situation.decisions[key]?.verdict else { return false }
            return claims.contains { $0.line == place }
        }
    }

    /// The charges of the line's agreement that are not the line's, each with the reason.
    private func turnedDown(
        _ place: Int, _ agreement: Agreement, _ standing: [ChargeKey]
    ) -> [LineOutcome.Candidate] {
        let own = Set(standing)
        return agreement.charges.compactMap { charge in
            let key = ChargeKey(account: agreement.account, charge: charge.id)
            guard !own.contains(key), let decision = situation.decisions[key] else { return nil }
            return LineOutcome.Candidate(agreement: agreement.id, charge: key, reason: rejection(decision, place))
        }
    }

    /// Why a charge of the line's agreement is not the line's.
    private func rejection(_ decision: ChargeDecision, _ place: Int) -> String {
        switch decision.verdict {
        case .conflict(let claims) where claims.contains { $0.line == place }:
            let others = Set(claims.map { number($0.line) }).subtracting([number(place)]).sorted()
            return "\(others.map(\.text).joined(separator: ", ")) claims it with equal right"
        case .undecided:
            return "instalments of several orders fit it and cannot be told apart"
        case .assign(let winner) where winner.line != place:
            return "\(number(winner.line)) line \(situation.lines[winner.line].line.number) goes first"
        default:
            break
        }
        if decision.rivals.contains(place), decision.charge.order == nil {
            let others = Set(decision.rivals.map(number)).subtracting([number(place)]).sorted().map(\.text)
            return "it fell due \(decision.charge.time?.day ?? "") without PO"
                + (others.isEmpty ? "" : ", while \(Wording.list(others)) claimed it with equal right")
        }
        if situation.lines[place].heir != nil, let carried = decision.charge.order, carried != number(place) {
            return "it carries \(carried), and an order that names an ended agreement takes no other number's place"
        }
        switch decision.timing {
        case .past: return "it was due \(decision.charge.time?.day ?? ""), before the invoice window"
        case .late:
            let carries = decision.charge.order == nil ? "is too late to change" : "carries another order's number"
            return "it was due \(decision.charge.time?.day ?? "") and \(carries)"
        case .undated: return "it has no date, the line's scope is \(situation.scopes[place]?.rawValue ?? "")"
        case .ahead: return "it is outside the line's scope \(situation.scopes[place]?.rawValue ?? "")"
        }
    }

    private func weighed(_ charges: [ChargeID], _ agreement: Agreement, _ reason: String) -> [LineOutcome.Candidate] {
        charges.map {
            LineOutcome.Candidate(
                agreement: agreement.id, charge: ChargeKey(account: agreement.account, charge: $0), reason: reason)
        }
    }

    private func money(_ line: SelectedLine) -> String {
        "\(line.line.amount?.description ?? "no amount") \(line.currency ?? "")".trimmed
    }
}
