/// What has been worked out so far, for the scenarios to look at.
struct Situation {
    let snapshot: Snapshot
    let rules: Rules
    let now: Instant
    let index: AgreementIndex
    let accounts: [AccountID: AccountView]
    /// The selected lines of orders that are issued.
    let lines: [SelectedLine]
    /// The selected lines of orders that are not.
    let idle: [SelectedLine]
    /// Lines of one agreement, by its place.
    let members: [Int: [Int]]
    /// Lines that name an ended agreement, by the place of the one that took its place.
    let heirs: [Int: [Int]]
    /// What was decided about each charge of an active agreement.
    let decisions: ByCharge<ChargeDecision>
    /// What became of each line within its agreement.
    let verdicts: [Int: LineVerdict]
    /// How each line claims.
    let scopes: [Int: ClaimScope]
    /// Every number of a known order, with the agreements its lines name.
    let orderAgreements: [OrderNumber: Set<Int>]
    /// The lines of orders that are issued and have paid a charge, by key.
    let payingLines: Set<PaidCharges.LineKey>
    /// The assignments of the last plan.
    let previous: ByCharge<Assignment>
    /// What lines have paid before.
    let paid: PaidCharges
    /// The register, by number.
    let register: [OrderNumber: RegisterEntry]?
    /// The assignments; filled in after the decisions.
    var assignments = ByCharge<Assignment>()

    init(_ snapshot: Snapshot, _ rules: Rules, now: Instant) {
        self.snapshot = snapshot
        self.rules = rules
        self.now = now
        let index = AgreementIndex(snapshot.accounts)
        self.index = index
        accounts = Dictionary(snapshot.accounts.map { ($0.id, $0) }) { first, _ in first }
        var reader = LineReader(rules, index)
        var lines: [SelectedLine] = []
        var idle: [SelectedLine] = []
        var orderAgreements: [OrderNumber: Set<Int>] = [:]
        reader.read(SelectedLine.Orders(snapshot.orders.sorted(byKey: \.key))) { line in
            line.addAgreements(to: &orderAgreements[line.order.number, default: []])
            if line.order.state == .issued { lines.append(line) } else { idle.append(line) }
        }
        self.lines = lines
        self.idle = idle
        self.orderAgreements = orderAgreements
        register = snapshot.register.map { Dictionary($0.map { ($0.number, $0) }) { first, _ in first } }

        var members: [Int: [Int]] = [:]
        var heirs: [Int: [Int]] = [:]
        for (place, line) in lines.enumerated() where line.unknownScope == nil {
            if let agreement = line.agreement { members[agreement, default: []].append(place) }
            if let agreement = line.heir { heirs[agreement, default: []].append(place) }
        }
        self.members = members
        self.heirs = heirs

        var waiting: [Int: [ChargeID: OrderNumber]] = [:]
        for line in idle where line.order.state.mayBeIssued && line.match.charges.isEmpty {
            guard let place = line.agreement else { continue }
            for charge in index.agreements[place].charges where charge.order == line.order.number {
                waiting[place, default: [:]][charge.id] = line.order.number
            }
        }

        previous = ByCharge(snapshot.previous.map(\.key), snapshot.previous)
        let paid = PaidCharges(previous, rules, now: now)
        self.paid = paid
        payingLines = paid.lines(among: lines)

        var charges: [ChargeKey] = []
        var decisions: [ChargeDecision] = []
        let count = index.agreements.reduce(0) { $0 + ($1.status == .active ? $1.charges.count : 0) }
        charges.reserveCapacity(count)
        decisions.reserveCapacity(count)
        var verdicts: [Int: LineVerdict] = [:]
        var scopes: [Int: ClaimScope] = [:]
        let precedence = Precedence(rules: rules, now: now, lines: lines)
        for (place, agreement) in index.agreements.enumerated() where agreement.status == .active {
            let isRightful = { (charge: Charge) -> Bool in
                guard let carried = charge.order else { return false }
                let key = ChargeKey(account: agreement.account, charge: charge.id)
                return snapshot.written[key]?.contains { $0.order == carried } == true
                    || orderAgreements[carried]?.contains(place) == true
            }
            let builder = ClaimBuilder(rules: rules, now: now, lines: lines, isRightful: isRightful, paid: paid)
            let claims = builder.claims(
                on: agreement, members: members[place] ?? [], waiting: waiting[place] ?? [:],
                heirs: heirs[place] ?? [])
            verdicts.merge(claims.verdicts) { first, _ in first }
            scopes.merge(claims.scopes) { first, _ in first }
            for charge in agreement.charges {
                charges.append(ChargeKey(account: agreement.account, charge: charge.id))
                decisions.append(precedence.decide(charge, of: agreement, at: place, claims))
            }
        }
        self.decisions = ByCharge(charges, decisions)
        self.verdicts = verdicts
        self.scopes = scopes
    }

    /// The agreement of a decision.
    func agreement(of decision: ChargeDecision) -> Agreement { index.agreements[decision.agreement] }

    /// Whether this store put the number onto the charge.
    func isOurs(_ number: OrderNumber, on key: ChargeKey) -> Bool {
        snapshot.written[key]?.contains { $0.order == number } ?? false
    }

    /// The subject of a finding about a charge.
    func subject(_ key: ChargeKey, _ decision: ChargeDecision, order: OrderNumber? = nil) -> Finding.Subject {
        Finding.Subject(
            account: key.account, agreement: agreement(of: decision).id, charge: key.charge, order: order)
    }
}
