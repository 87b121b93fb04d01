internal import Documents
public import Reconciliation
public import Transport

/// The one client for everything that is asked of AWS: the right credentials for each account, paced and retried calls,
/// answers as the values of the field.
public final class MarketplaceClient: Sendable {
    /// Elements that one call of UpdatePurchaseOrders takes.
    public static let updateLimit = 86

    /// Calls and throttles since the last reset.
    public let tally = CallTally()
    let caller: AWSCaller
    private let settings: MarketplaceSettings
    private let sessions: Sessions

    /// A client with the credentials, region and endpoints of the environment and AWS's shared files. What is wrong with
    /// those, each call tells.
    public init(
        transport: any Transport, environment: [String: String], homeDirectory: String, time: any TimeSource,
        entropy: any Entropy, settings: MarketplaceSettings
    ) {
        let environment = AWSEnvironment(environment, homeDirectory: homeDirectory)
        let configuration = Result { () throws(MarketplaceError) in
            try AWSConfiguration(environment: environment, profiles: SharedProfiles(environment: environment))
        }
        self.settings = settings
        caller = AWSCaller(
            configuration: configuration, transport: transport, time: time, entropy: entropy, rates: settings.rates,
            tally: tally)
        sessions = Sessions(
            loader: CredentialLoader(
                environment: environment, tokens: SecurityTokens(caller: caller), transport: transport, time: time,
                entropy: entropy), settings: settings, time: time)
    }

    /// The account that the credentials themselves belong to, and who they are.
    public func callerIdentity() async throws(MarketplaceError) -> (account: AccountID, principal: String) {
        let identity = try await sessions.identity()
        return (identity.account, identity.principal)
    }

    /// Finds the credentials that everything begins with, without asking AWS about them.
    public func findCredentials() async throws(MarketplaceError) {
        _ = try await sessions.base()
    }

    // MARK: - Calls

    func json(
        _ service: AWSService, _ operation: String, _ account: AccountID, _ body: JSONValue, isChange: Bool = false
    ) async throws(MarketplaceError) -> Answer {
        let call = AWSCaller.Call(
            service: service, operation: operation, account: account, body: body.canonicalBytes(), isChange: isChange)
        let bytes = try await signed(call, for: account)
        if bytes.isEmpty { return Answer(JSONObject()) }
        do {
            if let answer = Answer(try JSONReader.read(bytes)) { return answer }
        } catch {
            throw malformed(
                call, "\(error): \(Response.looks(bytes))")
        }
        throw malformed(call, "it is no object")
    }

    func form(
        _ service: AWSService, _ operation: String, _ version: String, _ fields: [(String, String)],
        _ account: AccountID
    ) async throws(MarketplaceError) -> String {
        let call = AWSCaller.Call(
            service: service, operation: operation, account: account,
            body: FormEncoding.encode([("Action", operation), ("Version", version)] + fields))
        return String(decoding: try await signed(call, for: account), as: UTF8.self)
    }

    /// Sends a call with the account's credentials; once more with newer ones where they have run out meanwhile.
    private func signed(_ call: AWSCaller.Call, for account: AccountID) async throws(MarketplaceError) -> [UInt8] {
        let credentials = try await sessions.credentials(for: account)
        do {
            return try await caller.send(call, credentials)
        } catch {
            guard ErrorClass.isStale(error),
                let others = try await sessions.credentials(for: account, otherThan: credentials)
            else { throw error }
            return try await caller.send(call, others)
        }
    }

    private func malformed(_ call: AWSCaller.Call, _ reason: String) -> MarketplaceError {
        MarketplaceError(
            operation: call.operation, account: call.account, kind: .malformed,
            message: "the answer cannot be read: \(reason)")
    }

    var management: AccountID { settings.management }
}
