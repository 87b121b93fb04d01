internal import Marketplace
internal import Reconciliation

/// What was read of one account.
struct AccountReading: Sendable {
    let account: AccountID
    var agreements: [Agreement] = []
    /// Whether ended agreements were read as well.
    var isComplete = false
    var listsWholeAccount: Bool?
    /// Charges that cannot be read.
    var unreadable = 0
    /// `nil` where License Manager could not be asked.
    var grants: [ReceivedGrant]?
    /// Denials of what is not needed for writing.
    var optional: [MarketplaceError] = []
}

/// Reads accounts side by side; one that fails costs the others nothing.
struct AccountReader: Sendable {
    let edges: CycleEdges
    let log: CycleLog

    /// Reads each account; of those that fail, why.
    func read(
        _ accounts: [AccountID], _ world: World, isFull: Bool
    ) async -> [AccountID: Result<AccountReading, MarketplaceError>] {
        await sideBySide(accounts) { await read($0, world, isFull: isFull) }
    }

    private func read(
        _ account: AccountID, _ world: World, isFull: Bool
    ) async -> Result<AccountReading, MarketplaceError> {
        let record = world.accounts[account]
        do throws(MarketplaceError) {
            var reading = AccountReading(account: account)
            reading.isComplete = isFull || record?.fullReadAt == nil
            async let grants = receivedGrants(account)
            reading.agreements = try await edges.client.agreements(in: account, isComplete: reading.isComplete)
            if !reading.isComplete, world.hasMissing(in: account, of: reading.agreements) {
                // How it ended, and so what took its place, tells a reading of the ended ones alone; orders that name it
                // are not to stand as unplaced until the next full reading.
                reading.agreements = try await edges.client.agreements(in: account, isComplete: true)
                reading.isComplete = true
            }
            let active = reading.agreements.filter { $0.status == .active }.map(\.id)
            let listing = try await edges.client.charges(
                in: account, of: active, listsWholeAccount: record?.listsWholeAccount,
                known: world.chargeCounts(in: account))
            reading.unreadable = listing.dropped
            reading.listsWholeAccount = active.isEmpty ? record?.listsWholeAccount : listing.isWholeAccount
            for place in reading.agreements.indices where reading.agreements[place].status == .active {
                reading.agreements[place].charges = listing.charges[reading.agreements[place].id] ?? []
            }
            for agreement in reading.agreements where AgreementRecord.isTooLarge(agreement) {
                throw MarketplaceError(
                    operation: "ListAgreementCharges", account: account, kind: .malformed,
                    message: "agreement \(agreement.id) has \(agreement.charges.count) charges, more than posyncd keeps"
                )
            }
            switch await grants {
            case .success(let found): reading.grants = found
            case .failure(let error): reading.optional.append(error)
            }
            log.accountRead(
                account, agreements: active.count, charges: listing.charges.values.reduce(0) { $0 + $1.count },
                dropped: listing.dropped)
            return .success(reading)
        } catch {
            log.accountFailed(account, error)
            return .failure(error)
        }
    }

    private func receivedGrants(_ account: AccountID) async -> Result<[ReceivedGrant], MarketplaceError> {
        do throws(MarketplaceError) {
            return .success(try await edges.client.receivedGrants(in: account))
        } catch {
            return .failure(error)
        }
    }
}

extension World {
    /// How many charges each active agreement of an account had when last read.
    func chargeCounts(in account: AccountID) -> [AgreementID: Int] {
        let active = (agreements[account] ?? []).filter { $0.status == .active }
        return Dictionary(active.map { ($0.id, $0.charges.count) }) { first, _ in first }
    }

    /// Whether an agreement of an account that was active when last read is not among the active ones any more.
    func hasMissing(in account: AccountID, of active: [Agreement]) -> Bool {
        let listed = Set(active.map(\.id))
        return (agreements[account] ?? []).contains { $0.status == .active && !listed.contains($0.id) }
    }

    /// Takes in what was read of an account.
    mutating func take(_ reading: AccountReading, at now: Instant) {
        let known = Dictionary((agreements[reading.account] ?? []).map { ($0.id, $0) }) { first, _ in first }
        var next = reading.agreements.map { agreement in
            var agreement = agreement
            if agreement.terms == nil { agreement.terms = known[agreement.id]?.terms }
            if agreement.initial == nil { agreement.initial = known[agreement.id]?.initial }
            return agreement
        }
        if !reading.isComplete {
            // Only active ones were asked for: one that is no longer among them has ended, in what way the next full
            // reading tells.
            let active = Set(next.map(\.id))
            for (id, agreement) in known where !active.contains(id) {
                var ended = agreement
                if ended.status == .active { ended.status = AgreementStatus("ENDED") }
                ended.charges = []
                next.append(ended)
            }
        }
        agreements[reading.account] = next.sorted { $0.id < $1.id }
        var record = accounts[reading.account] ?? AccountRecord(home: AccountHome(organization: nil, joinedAt: nil))
        record.listsWholeAccount = reading.listsWholeAccount
        record.readAt = now
        if reading.isComplete { record.fullReadAt = now }
        if let grants = reading.grants { record.grants = grants }
        accounts[reading.account] = record
    }
}
