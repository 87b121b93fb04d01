internal import Reconciliation
internal import Transport

/// Credentials for each account: the own ones where they belong to it, else those of the role there; each fetched by one
/// call at a time and renewed before they run out.
actor Sessions {
    private let own: OwnCredentials
    private let settings: MarketplaceSettings
    private let time: any TimeSource
    private let asking: SingleFlight<SecurityTokens.Identity>
    private var known: SecurityTokens.Identity?
    private var roles: [AccountID: RefreshingCredentials] = [:]

    init(loader: CredentialLoader, settings: MarketplaceSettings, time: any TimeSource) {
        let own = OwnCredentials(
            source: RefreshingCredentials(time: time) { () async throws(MarketplaceError) in try await loader.load() },
            tokens: loader.tokens)
        self.own = own
        self.settings = settings
        self.time = time
        asking = SingleFlight(time: time) { () async throws(MarketplaceError) in try await own.identity() }
    }

    /// The credentials that everything begins with.
    func base() async throws(MarketplaceError) -> AWSCredentials { try await own.source.current() }

    /// The account of the own credentials, asked once.
    func identity() async throws(MarketplaceError) -> SecurityTokens.Identity {
        if let known { return known }
        return try await asking.value {
            await self.known
        } keep: {
            await self.know($0)
        }
    }

    private func know(_ identity: SecurityTokens.Identity) { known = identity }

    /// Credentials for calls in `account`.
    func credentials(for account: AccountID) async throws(MarketplaceError) -> AWSCredentials {
        try await source(for: account).current()
    }

    /// Credentials for calls in `account`, other than those that AWS refused; `nil` where there are none.
    func credentials(
        for account: AccountID, otherThan refused: AWSCredentials
    ) async throws(MarketplaceError) -> AWSCredentials? {
        try await source(for: account).others(than: refused)
    }

    private func source(for account: AccountID) async throws(MarketplaceError) -> RefreshingCredentials {
        guard let role = try await role(for: account) else { return own.source }
        if let known = roles[account] { return known }
        let request = RoleRequest(role: role, externalID: settings.externalID)
        let source = RefreshingCredentials(time: time) { [own] () async throws(MarketplaceError) in
            try await own.assume(request, in: account)
        }
        roles[account] = source
        return source
    }

    private func role(for account: AccountID) async throws(MarketplaceError) -> String? {
        if account == settings.management, let role = settings.managementRole { return role }
        let own = try await identity().account
        guard own != account else { return nil }
        guard let role = settings.memberRole else {
            throw MarketplaceError(
                operation: "AssumeRole", account: account, kind: .credentials,
                message:
                    "the credentials belong to account \(own), and no role is configured for account \(account): set "
                    + "marketplace.accounts.role")
        }
        if role.hasPrefix("arn:") { return role }
        return "arn:aws:iam::\(account):role/\(role)"
    }
}

/// The credentials that everything begins with, and what is asked with them; once more with others where AWS no longer
/// takes these.
struct OwnCredentials: Sendable {
    let source: RefreshingCredentials
    let tokens: SecurityTokens

    /// Whom they belong to.
    func identity() async throws(MarketplaceError) -> SecurityTokens.Identity {
        let credentials = try await source.current()
        do {
            return try await tokens.identity(credentials)
        } catch {
            return try await tokens.identity(try await others(than: credentials, after: error))
        }
    }

    /// A session of a role.
    func assume(_ request: RoleRequest, in account: AccountID) async throws(MarketplaceError) -> AWSCredentials {
        let credentials = try await source.current()
        do {
            return try await tokens.assume(request, in: account, with: credentials)
        } catch {
            let others = try await others(than: credentials, after: error)
            return try await tokens.assume(request, in: account, with: others)
        }
    }

    private func others(
        than credentials: AWSCredentials, after error: MarketplaceError
    ) async throws(MarketplaceError) -> AWSCredentials {
        guard ErrorClass.isStale(error), let others = try await source.others(than: credentials) else { throw error }
        return others
    }
}
