internal import Reconciliation
internal import Transport

/// Credentials that are fetched anew before they run out.
///
/// From 15 minutes before the end on a new fetch is tried, and a failure borne; from 10 minutes on it has to succeed (the
/// SDKs' advisory and mandatory refresh). Credentials that last shorter than that are kept for half of their life, so
/// that they are not fetched for every call.
actor RefreshingCredentials {
    private static let advisory = Duration.seconds(15 * 60)
    private static let mandatory = Duration.seconds(10 * 60)
    /// Time between two tries that need not succeed yet.
    private static let advisoryPause = Duration.seconds(60)

    private let time: any TimeSource
    private let flight: SingleFlight<AWSCredentials>
    private var held: Held?

    private struct Held {
        let credentials: AWSCredentials
        /// From when on new ones should be there, and have to be there.
        var renewal: Instant?
        let deadline: Instant?
    }

    init(time: any TimeSource, fetch: @escaping SingleFlight<AWSCredentials>.Fetch) {
        self.time = time
        flight = SingleFlight(time: time, fetch: fetch)
    }

    private var now: Instant { Instant(milliseconds: time.wallMilliseconds()) }

    /// Credentials that are good for some time.
    func current() async throws(MarketplaceError) -> AWSCredentials {
        guard let held, held.deadline.map({ now < $0 }) ?? true else { return try await fetched() }
        guard let renewal = held.renewal, now >= renewal else { return held.credentials }
        // The next try, should this one fail; others go on with what there is.
        self.held?.renewal = now + Self.advisoryPause
        return (try? await fetched()) ?? held.credentials
    }

    /// Credentials other than those that AWS has just refused; `nil` where there are none.
    func others(than refused: AWSCredentials) async throws(MarketplaceError) -> AWSCredentials? {
        if let held, !held.credentials.isSame(as: refused) { return held.credentials }
        let credentials = try await fetched()
        return credentials.isSame(as: refused) ? nil : credentials
    }

    /// Credentials other than those that are held now.
    private func fetched() async throws(MarketplaceError) -> AWSCredentials {
        let seen = held?.credentials
        return try await flight.value {
            await self.newer(than: seen)
        } keep: {
            await self.keep($0)
        }
    }

    private func newer(than seen: AWSCredentials?) -> AWSCredentials? {
        held?.credentials == seen ? nil : held?.credentials
    }

    private func keep(_ credentials: AWSCredentials) {
        if held?.credentials != credentials { held = hold(credentials) }
    }

    private func hold(_ credentials: AWSCredentials) -> Held {
        guard let expiresAt = credentials.expiresAt else {
            return Held(credentials: credentials, renewal: nil, deadline: nil)
        }
        let life = max(expiresAt - now, .zero)
        return Held(
            credentials: credentials, renewal: expiresAt - min(Self.advisory, life * 3 / 4),
            deadline: expiresAt - min(Self.mandatory, life / 2))
    }
}

extension AWSCredentials {
    /// Whether they are the same keys, whatever is known about their end.
    func isSame(as other: AWSCredentials) -> Bool {
        accessKey == other.accessKey && secretKey == other.secretKey && sessionToken == other.sessionToken
    }
}
