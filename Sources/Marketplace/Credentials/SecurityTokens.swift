internal import Reconciliation
internal import Transport

/// The Security Token Service: whom credentials belong to, and credentials for roles (STS API Reference).
struct SecurityTokens: Sendable {
    let caller: AWSCaller

    private static let version = ("Version", "2011-06-15")

    /// Whom credentials belong to.
    struct Identity: Sendable, Hashable {
        let account: AccountID
        let principal: String
    }

    /// Whom these credentials belong to (GetCallerIdentity).
    func identity(_ credentials: AWSCredentials) async throws(MarketplaceError) -> Identity {
        let answer = try await send("GetCallerIdentity", [], nil, credentials)
        guard let account = SimpleXML.text("Account", in: answer) else {
            throw MarketplaceError(
                operation: "GetCallerIdentity", kind: .malformed, message: "the answer names no account")
        }
        return Identity(account: AccountID(account), principal: SimpleXML.text("Arn", in: answer) ?? "")
    }

    /// A session of a role (AssumeRole).
    ///
    /// - Parameter account: the account that the calls are counted and reported for.
    func assume(
        _ request: RoleRequest, in account: AccountID?, with credentials: AWSCredentials
    ) async throws(MarketplaceError) -> AWSCredentials {
        var fields = [("RoleArn", request.role), ("RoleSessionName", request.sessionName)]
        if let externalID = request.externalID { fields.append(("ExternalId", externalID)) }
        if let duration = request.duration { fields.append(("DurationSeconds", String(duration))) }
        return try session("AssumeRole", account, await send("AssumeRole", fields, account, credentials))
    }

    /// A session of a role for somebody whom an identity provider vouches for (AssumeRoleWithWebIdentity, unsigned).
    func assume(_ identity: WebIdentity) async throws(MarketplaceError) -> AWSCredentials {
        let token: String
        do {
            token = try SmallFile.text(identity.tokenFile)
        } catch {
            throw .credentials("the web identity token file \(identity.tokenFile) cannot be read: \(error.reason)")
        }
        let fields = [
            ("RoleArn", identity.role), ("RoleSessionName", identity.sessionName), ("WebIdentityToken", token),
        ]
        let operation = "AssumeRoleWithWebIdentity"
        return try session(operation, nil, await send(operation, fields, nil, nil))
    }

    private func send(
        _ operation: String, _ fields: [(String, String)], _ account: AccountID?, _ credentials: AWSCredentials?
    ) async throws(MarketplaceError) -> String {
        let call = AWSCaller.Call(
            service: .sts, operation: operation, account: account,
            body: FormEncoding.encode([("Action", operation), Self.version] + fields))
        return String(decoding: try await caller.send(call, credentials), as: UTF8.self)
    }

    private func session(
        _ operation: String, _ account: AccountID?, _ answer: String
    ) throws(MarketplaceError) -> AWSCredentials {
        guard let key = SimpleXML.text("AccessKeyId", in: answer),
            let secret = SimpleXML.text("SecretAccessKey", in: answer),
            let token = SimpleXML.text("SessionToken", in: answer),
            let expiresAt = SimpleXML.text("Expiration", in: answer).flatMap({ Instant(iso: $0) })
        else {
            throw MarketplaceError(
                operation: operation, account: account, kind: .malformed, message: "the answer has no credentials")
        }
        return AWSCredentials(
            accessKey: key, secretKey: Secret(secret), sessionToken: Secret(token), expiresAt: expiresAt)
    }
}
