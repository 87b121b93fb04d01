internal import Marketplace
internal import Reconciliation

extension World {
    /// Takes in a listing of the organization: which accounts there are, and which have moved.
    mutating func see(
        _ organization: Organization, _ scope: CycleEdges.AccountScope, _ integration: BillingIntegration,
        at now: Instant
    ) {
        let listed = Dictionary(organization.accounts.map { ($0.id, $0) }) { first, _ in first }
        forget(scope.exclude)
        for account in Set(accounts.keys).union(listed.keys).subtracting(scope.exclude) {
            let member = listed[account]
            if var record = accounts[account] {
                if record.home.organization == nil, record.home.joinedAt == nil {
                    record.home.organization = organization.id
                    record.home.joinedAt = member?.joinedAt
                } else if member != nil || !scope.include.contains(account) {
                    record.home.see(member, organization: organization.id, integration: integration, at: now)
                }
                accounts[account] = record
            } else if let member {
                accounts[account] = AccountRecord(
                    home: AccountHome(organization: organization.id, joinedAt: member.joinedAt))
            }
        }
    }

    /// The accounts to be read: those listed as active, and those that are to be read in any case.
    func readable(_ organization: Organization, _ scope: CycleEdges.AccountScope) -> [AccountID] {
        let active = organization.accounts.filter { $0.status == "ACTIVE" }.map(\.id)
        return Set(active + scope.include).subtracting(scope.exclude).sorted()
    }

    /// Forgets accounts that the configuration leaves out.
    mutating func forget(_ excluded: Set<AccountID>) {
        for account in excluded {
            accounts[account] = nil
            agreements[account] = nil
        }
    }

    /// Forgets every account but these.
    mutating func forget(except kept: Set<AccountID>) {
        forget(Set(accounts.keys).union(agreements.keys).subtracting(kept))
    }

    /// Takes in the charges of some agreements, read again.
    mutating func take(_ listing: ChargeListing, of account: AccountID, only agreements: [AgreementID]) {
        let read = Set(agreements)
        for place in self.agreements[account]?.indices ?? 0..<0 {
            guard let id = self.agreements[account]?[place].id, read.contains(id) else { continue }
            self.agreements[account]?[place].charges = listing.charges[id] ?? []
        }
    }

    /// Accounts in which a charge was due between two moments that carries a PO or was assigned one.
    func accountsWithDueCharges(since: Instant, until: Instant) -> [AccountID] {
        var found: Set<AccountID> = []
        let assigned = Set(assignments.map(\.key))
        for (account, agreements) in agreements {
            let isDue = agreements.contains { agreement in
                agreement.charges.contains { charge in
                    guard let time = charge.time, time >= since, time <= until else { return false }
                    return charge.order != nil
                        || assigned.contains(ChargeKey(account: account, charge: charge.id))
                }
            }
            if isDue { found.insert(account) }
        }
        for assignment in assignments where !found.contains(assignment.key.account) {
            if let time = assignment.time, time >= since, time <= until { found.insert(assignment.key.account) }
        }
        return found.sorted()
    }
}
