internal import Reconciliation
internal import Transport

/// Credentials for each account: the own ones where they belong to it, else those of the role there; each minted once
/// at a time and kept until shortly before they run out.
actor Sessions {
    /// Role credentials with less than this left are minted anew.
    private static let margin = Duration.seconds(5 * 60)

    private let caller: AWSCaller
    private let chain: CredentialChain
    private let settings: MarketplaceSettings
    private let time: any TimeSource
    private var own: AWSCredentials?
    private var known: Identity?
    private var asking: Task<Result<Identity, MarketplaceError>, Never>?
    private var roles: [AccountID: AWSCredentials] = [:]
    private var minting: [AccountID: Task<Result<AWSCredentials, MarketplaceError>, Never>] = [:]

    /// Whom credentials belong to.
    struct Identity: Sendable {
        let account: AccountID
        let principal: String
    }

    init(caller: AWSCaller, chain: CredentialChain, settings: MarketplaceSettings, time: any TimeSource) {
        self.caller = caller
        self.chain = chain
        self.settings = settings
        self.time = time
    }

    private var now: Instant { Instant(milliseconds: time.wallMilliseconds()) }

    private func isFresh(_ credentials: AWSCredentials) -> Bool {
        credentials.expiresAt.map { $0 - now > Self.margin } ?? true
    }

    /// The credentials that everything begins with.
    func base() async throws(MarketplaceError) -> AWSCredentials {
        if let own, isFresh(own) { return own }
        let credentials = try await chain.credentials()
        own = credentials
        return credentials
    }

    /// The account of the own credentials, asked once.
    func identity() async throws(MarketplaceError) -> Identity {
        if let known { return known }
        if let asking { return try await asking.value.get() }
        let task = Task { () -> Result<Identity, MarketplaceError> in
            do throws(MarketplaceError) {
                return .success(try await self.ask())
            } catch {
                return .failure(error)
            }
        }
        asking = task
        let result = await task.value
        asking = nil
        if case .success(let identity) = result { known = identity }
        return try result.get()
    }

    private func ask() async throws(MarketplaceError) -> Identity {
        let call = AWSCaller.Call(
            service: .sts, operation: "GetCallerIdentity", account: nil,
            body: FormEncoding.encode([("Action", "GetCallerIdentity"), ("Version", "2011-06-15")]))
        let answer = String(decoding: try await caller.send(call, try await base()), as: UTF8.self)
        guard let account = SimpleXML.text("Account", in: answer) else {
            throw MarketplaceError(
                operation: "GetCallerIdentity", kind: .malformed, message: "the answer names no account")
        }
        return Identity(account: AccountID(account), principal: SimpleXML.text("Arn", in: answer) ?? "")
    }

    func forget(_ account: AccountID) {
        roles[account] = nil
        own = nil
    }

    /// Credentials for calls in `account`.
    func credentials(for account: AccountID) async throws(MarketplaceError) -> AWSCredentials {
        guard let role = try await role(for: account) else { return try await base() }
        if let known = roles[account], isFresh(known) { return known }
        if let running = minting[account] { return try await running.value.get() }
        let task = Task { () -> Result<AWSCredentials, MarketplaceError> in
            do throws(MarketplaceError) {
                return .success(try await self.assume(role, account))
            } catch {
                return .failure(error)
            }
        }
        minting[account] = task
        let result = await task.value
        minting[account] = nil
        if case .success(let credentials) = result { roles[account] = credentials }
        return try result.get()
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

    private func assume(_ role: String, _ account: AccountID) async throws(MarketplaceError) -> AWSCredentials {
        var fields = [
            ("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", role), ("RoleSessionName", "posyncd"),
        ]
        if let externalID = settings.externalID { fields.append(("ExternalId", externalID)) }
        let call = AWSCaller.Call(
            service: .sts, operation: "AssumeRole", account: account, body: FormEncoding.encode(fields))
        let answer = String(decoding: try await caller.send(call, try await base()), as: UTF8.self)
        guard let key = SimpleXML.text("AccessKeyId", in: answer),
            let secret = SimpleXML.text("SecretAccessKey", in: answer),
            let token = SimpleXML.text("SessionToken", in: answer)
        else {
            throw MarketplaceError(
                operation: "AssumeRole", account: account, kind: .malformed, message: "the answer has no credentials")
        }
        return AWSCredentials(
            accessKey: key, secretKey: Secret(secret), sessionToken: Secret(token),
            expiresAt: SimpleXML.text("Expiration", in: answer).flatMap { Instant(iso: $0) })
    }
}
