internal import Documents
internal import FoundationEssentials

/// One page of a listing, and the token of the next.
///
/// A token is good for the listing that gave it, as with AWS.
struct AWSPage<Element> {
    let elements: [Element]
    let token: String?

    /// - Parameters:
    ///   - all: the whole listing.
    ///   - listing: what tells it from others: the operation, the account and the request's other members.
    init(
        _ all: [Element], _ request: AWSRequest, size: String, token: String, most: Int, limit: Int, listing: String
    ) throws(AWSFailure) {
        let count = max(1, min(request[size]?.integer ?? most, most, limit))
        var start = 0
        if let given = request.text(token) {
            let parts = given.split(separator: "@", maxSplits: 1)
            guard parts.count == 2, let place = Int(parts[0]), parts[1] == listing, place <= all.count else {
                throw .validation("INVALID_NEXT_TOKEN", "The token is of another listing.")
            }
            start = place
        }
        elements = Array(all[start...].prefix(count))
        self.token = start + count < all.count ? "\(start + count)@\(listing)" : nil
    }
}

extension SandboxState {
    /// A page as JSON: its elements under `name`, the next token under `token`.
    func page(
        _ all: [JSONValue], _ request: AWSRequest, _ operation: String, name: String, token: String = "NextToken",
        size: String = "MaxResults", most: Int
    ) throws(AWSFailure) -> AWSResult {
        var listing = "\(operation)-\(request.caller.account)"
        for member in request.members.members where member.key != token && member.key != size {
            listing += "-\(member.value.compactText().utf8.reduce(5381 as UInt32) { $0 &* 33 &+ UInt32($1) })"
        }
        let page = try AWSPage(
            all, request, size: size, token: token, most: most, limit: world.aws.switches.pageLimit, listing: listing)
        var object = JSONObject()
        object[name] = .array(page.elements)
        if let next = page.token { object[token] = .string(next) }
        return .json(.object(object))
    }

    /// A time as the Agreement API writes it.
    func moment(_ date: Date) -> JSONValue { world.aws.switches.writesISOTimes ? .string(date.isoText) : date.epoch }
}
