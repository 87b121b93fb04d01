internal import Marketplace
internal import Procurement
internal import Reconciliation
internal import Store
internal import Supervision

/// What looking at the world came to: what is known now, what is to be done, and what could not be read.
struct Sight: Sendable {
    var knowledge: Knowledge
    var plan: Plan
    /// How many findings of reading the plan was made with.
    var conditions = 0
    var outcome = CycleOutcome()
    /// Accounts that could not be read, and why.
    var failures: [AccountID: MarketplaceError] = [:]
    /// Whether the credentials themselves are missing, so that nothing of AWS could be read.
    var lacksCredentials = false
    /// Why the organization's accounts could not be listed.
    var listingError: MarketplaceError?
}

/// Reads feeds and accounts and makes a plan; writes nothing anywhere. `plan` ends here, `sync` goes on.
struct Look: Sendable {
    /// Terms that are asked for in one cycle; the others follow in later ones.
    static let termsLimit = 200

    let edges: CycleEdges
    let rules: Rules
    let fullEvery: Duration
    let staleAfter: Duration
    let log: CycleLog

    /// Looks at everything that `kind` asks for.
    func look(
        _ world: World, _ queue: RetryQueue, _ kind: CycleKind, weighing: Weighing = .untold
    ) async -> Sight {
        let world = recognised(world)
        let reader = FeedReader(
            edges: edges, selector: OrderSelector(rules), fullEvery: fullEvery, log: log)
        async let feeds = kind.isRetry ? [] : reader.read(world, isFull: kind.isFull)
        let isFull = kind.isFull || FullReading.isDue(last: world.status.lastFull, every: fullEvery, now: edges.now)
        var knowledge = Knowledge(
            world: world, feeds: Set(edges.feeds.map(\.feed.name)), management: edges.scope.management,
            integration: world.status.integration, queue: queue.standings)
        var sight = Sight(knowledge: knowledge, plan: Plan())
        var conditions = Conditions()
        if kind.isRetry {
            await readDue(queue, &knowledge, &conditions, &sight)
        } else {
            let accounts = await readManagement(&knowledge, &conditions, &sight)
            await read(accounts, isFull: isFull, &knowledge, &conditions, &sight)
            if isFull, sight.outcome.accounts.allSatisfy({ $0.error == nil }) {
                knowledge.world.status.lastFull = edges.now
            }
        }
        fold(await feeds, &knowledge, &conditions, &sight)
        readRegister(&knowledge, &conditions)
        if !kind.isRetry { await readInvoices(&knowledge, &conditions, &sight) }
        knowledge.conditions = conditions.all
        var plan = reconcile(knowledge.snapshot, rules: rules, now: edges.now, weighing: weighing)
        if await readTerms(plan.wantedTerms, &knowledge, &conditions) {
            knowledge.conditions = conditions.all
            plan = reconcile(knowledge.snapshot, rules: rules, now: edges.now, weighing: weighing)
        }
        sight.knowledge = knowledge
        sight.plan = plan
        sight.conditions = knowledge.conditions.count
        sight.outcome.isComplete = sight.outcome.troubles.isEmpty
        sight.outcome.count(plan)
        return sight
    }

    // MARK: - Feeds and register

    /// The world without what is known of systems that feeds lead to no more.
    private func recognised(_ world: World) -> World {
        var world = world
        let identities = edges.feeds.map { ($0.feed.name, $0.identity) }
        for name in world.recognise(Dictionary(identities) { first, _ in first }, at: edges.now) {
            log.feedExchanged(name)
        }
        return world
    }

    private func fold(
        _ results: [FeedReader.Result], _ knowledge: inout Knowledge, _ conditions: inout Conditions,
        _ sight: inout Sight
    ) {
        for result in results {
            let name = result.feed.feed.name
            var line = CycleOutcome.Feed(name: name.text, orders: 0, error: nil)
            if let ledger = result.ledger { knowledge.world.feeds[name, default: FeedRecord()].ledger = ledger }
            switch result.outcome {
            case .success(let reading):
                let sign = FeedFold().apply(
                    reading, selection: result.feed.selection, to: &knowledge.world, at: edges.now)
                if case .empty(let before) = sign { conditions.feedEmpty(name, before: before) }
                knowledge.world.forgetFormer(of: name)
                conditions.feedFaults(name, result.faults)
                line.orders = knowledge.world.orders.keys.count { $0.feed == name }
            case .failure(let error):
                let lastRead = knowledge.world.feeds[name]?.readAt
                conditions.feedFailed(
                    name, error, lastRead: lastRead, staleAfter: staleAfter, now: edges.now)
                line.error = error.message
                sight.outcome.troubles.append("Feed \(name) could not be read: \(error.message)")
            }
            sight.outcome.feeds.append(line)
        }
        knowledge.knowsOrders = edges.feeds.allSatisfy { knowledge.world.feeds[$0.feed.name]?.readAt != nil }
    }

    private func readRegister(_ knowledge: inout Knowledge, _ conditions: inout Conditions) {
        guard let register = edges.register else { return }
        do {
            let found = try register.read()
            knowledge.register = found.entries
            conditions.registerFaults(register.path, found.faults)
        } catch {
            conditions.registerFailed(error.message)
        }
    }

    // MARK: - AWS

    /// Reads the management account's settings; the accounts to be read.
    private func readManagement(
        _ knowledge: inout Knowledge, _ conditions: inout Conditions, _ sight: inout Sight
    ) async -> [AccountID] {
        let management = edges.scope.management
        let reading = await ManagementReader(client: edges.client, discovers: edges.scope.discovers).read()
        if case .success(let integration) = reading.integration { knowledge.integration = integration }
        if case .failure(let error) = reading.integration {
            conditions.note(error, in: management, isNeeded: false)
            if error.kind == .denied { knowledge.integration = .unknown("iam:GetRole is denied") }
        }
        knowledge.world.status.integration = knowledge.integration
        switch reading.portals {
        case .success(let portals): knowledge.portals = portals
        case .failure(let error): conditions.note(error, in: management, isNeeded: false)
        }
        switch reading.organization {
        case .success(let organization):
            guard edges.scope.discovers else { break }
            knowledge.world.see(organization, edges.scope, knowledge.integration, at: edges.now)
            return knowledge.world.readable(organization, edges.scope)
        case .failure(let error):
            sight.lacksCredentials = sight.lacksCredentials || error.isMissingCredentials
            conditions.note(error, in: management, isNeeded: edges.scope.discovers)
            guard edges.scope.discovers else { break }
            sight.listingError = error
            sight.outcome.troubles.append("The organization's accounts could not be listed: \(error)")
            if error.kind != .denied {
                conditions.accountFailed(management, error, lastRead: knowledge.world.accounts[management]?.readAt)
            }
            let known = knowledge.world.accounts.keys.filter { !edges.scope.exclude.contains($0) }
            return known.isEmpty ? [management] : known.sorted()
        }
        knowledge.world.forget(except: Set(edges.scope.include))
        return edges.scope.include
    }

    private func read(
        _ accounts: [AccountID], isFull: Bool, _ knowledge: inout Knowledge, _ conditions: inout Conditions,
        _ sight: inout Sight
    ) async {
        let results = await AccountReader(edges: edges, log: log).read(accounts, knowledge.world, isFull: isFull)
        for account in accounts.sorted() {
            var line = CycleOutcome.Account(account: account.text, agreements: 0, charges: 0, error: nil)
            switch results[account] {
            case .success(let reading):
                knowledge.world.take(reading, at: edges.now)
                line.unreadable = reading.unreadable
                conditions.chargesUnreadable(account, reading.unreadable)
                for error in reading.optional { conditions.note(error, in: account, isNeeded: false) }
            case .failure(let error):
                // Credentials that are missing are missing everywhere, and who cannot be asked for the organization cannot be
                // asked for its own account: that is said once.
                let isSaid =
                    (sight.lacksCredentials && error.isMissingCredentials) || sight.listingError == error
                sight.lacksCredentials = sight.lacksCredentials || error.isMissingCredentials
                sight.failures[account] = error
                knowledge.unread.insert(account)
                conditions.accountFailed(account, error, lastRead: knowledge.world.accounts[account]?.readAt)
                line.error = "\(error)"
                if !isSaid { sight.outcome.troubles.append("Account \(account) could not be read: \(error)") }
            case nil: continue
            }
            let active = (knowledge.world.agreements[account] ?? []).filter { $0.status == .active }
            line.agreements = active.count
            line.charges = active.reduce(0) { $0 + $1.charges.count }
            sight.outcome.accounts.append(line)
        }
    }

    /// Reads the charges that due writes are about, and nothing else.
    private func readDue(
        _ queue: RetryQueue, _ knowledge: inout Knowledge, _ conditions: inout Conditions, _ sight: inout Sight
    ) async {
        let due = Dictionary(grouping: queue.due(at: edges.now), by: \.account)
        // Accounts with nothing due are not looked at, and so nothing is written there.
        knowledge.unread.formUnion(Set(knowledge.world.agreements.keys).subtracting(due.keys))
        for (account, entries) in due.sorted(by: { $0.key < $1.key }) {
            do throws(MarketplaceError) {
                let agreements = Set(entries.map(\.agreement)).sorted()
                let listing = try await edges.client.charges(in: account, ofEach: agreements)
                knowledge.world.take(listing, of: account, only: agreements)
            } catch {
                sight.failures[account] = error
                knowledge.unread.insert(account)
                conditions.accountFailed(account, error, lastRead: knowledge.world.accounts[account]?.readAt)
                sight.outcome.troubles.append("Account \(account) could not be read: \(error)")
                log.accountFailed(account, error)
            }
        }
    }

    /// Invoices of accounts with charges that were due within the window.
    private func readInvoices(
        _ knowledge: inout Knowledge, _ conditions: inout Conditions, _ sight: inout Sight
    ) async {
        guard rules.invoiceWindow > .zero else { return }
        let from = edges.now - rules.invoiceWindow - Rules.invoiceTolerance
        let now = edges.now
        for account in knowledge.world.accountsWithDueCharges(since: from, until: now) {
            do throws(MarketplaceError) {
                let found = try await edges.client.invoices(of: account, from: from, until: now + .seconds(86_400))
                knowledge.world.invoices = knowledge.world.invoices.filter { $0.value.account != account }
                for invoice in found { knowledge.world.invoices[invoice.id] = invoice }
            } catch {
                conditions.note(error, in: knowledge.management, isNeeded: false)
                log.accountFailed(account, error)
                if error.kind == .denied { return }
            }
        }
        knowledge.world.invoices = knowledge.world.invoices.filter { $0.value.issuedAt >= from }
    }

    /// Terms that the plan wants to know; whether any were read.
    private func readTerms(
        _ wanted: [AgreementID: AccountID], _ knowledge: inout Knowledge, _ conditions: inout Conditions
    ) async -> Bool {
        let asked = wanted.sorted { $0.key < $1.key }.prefix(Self.termsLimit)
        let terms = await edges.client.terms(of: asked.map { (agreement: $0.key, account: $0.value) })
        var isAny = false
        for (agreement, account) in asked {
            switch terms[agreement] {
            case .success(let found):
                guard let place = knowledge.world.agreements[account]?.firstIndex(where: { $0.id == agreement }) else {
                    continue
                }
                knowledge.world.agreements[account]?[place].terms = found
                isAny = true
            case .failure(let error): conditions.note(error, in: account, isNeeded: false)
            case nil: continue
            }
        }
        return isAny
    }
}

extension MarketplaceError {
    /// Whether there are no credentials at all.
    var isMissingCredentials: Bool { kind == .credentials && operation == "credentials" }
}
