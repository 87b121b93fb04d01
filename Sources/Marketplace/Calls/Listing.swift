internal import Documents
internal import Reconciliation

/// A listing that comes in pages.
struct Listing: Sendable {
    var service: AWSService
    var operation: String
    var account: AccountID
    /// The request without a token.
    var body: JSONValue
    /// The member that has the token, in request and answer.
    var token = "nextToken"

    /// Pages of one listing: a token that never ends must not hold a cycle up for ever.
    static let pageLimit = 4000
}

extension MarketplaceClient {
    /// Reads every page of a listing and folds them into `initial`; an empty page is one like any other, and only a page
    /// without token is the last. Where AWS no longer takes a token, the listing is begun anew, once.
    func read<Value>(
        _ listing: Listing, into initial: Value, _ take: (inout Value, Answer) -> Void
    ) async throws(MarketplaceError) -> Value {
        var value = initial
        do {
            try await pages(listing) { take(&value, $0) }
            return value
        } catch {
            guard error.reason == "INVALID_NEXT_TOKEN" || error.code == "InvalidNextTokenException" else { throw error }
            value = initial
            try await pages(listing) { take(&value, $0) }
            return value
        }
    }

    private func pages(_ listing: Listing, _ take: (Answer) -> Void) async throws(MarketplaceError) {
        var body = listing.body.object ?? JSONObject()
        var seen: Set<String> = []
        for _ in 0..<Listing.pageLimit {
            let answer = try await json(listing.service, listing.operation, listing.account, .object(body))
            take(answer)
            // A token may be of any length.
            guard let next = answer.object[listing.token]?.text, !next.isEmpty else { return }
            guard seen.insert(next).inserted else { throw malformed(listing, "a page token came twice") }
            body[listing.token] = .string(next)
        }
        throw malformed(listing, "more than \(Listing.pageLimit) pages")
    }

    private func malformed(_ listing: Listing, _ message: String) -> MarketplaceError {
        MarketplaceError(operation: listing.operation, account: listing.account, kind: .malformed, message: message)
    }
}
