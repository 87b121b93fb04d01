public import Documents
public import Reconciliation
internal import Transport

/// Marking orders as exported, where the configuration asks for it (Coupa Core API, "Special actions": `exported=true` is
/// a request of its own, by the internal id).
extension CoupaFeed {
    /// Orders that are still to be marked, with the version that was read.
    struct Owed: Sendable {
        var versions: [String: Int] = [:]

        /// Orders that are remembered at most; the cursor is one record of the store. Whatever is beyond comes with the
        /// next full reading.
        static let limit = 10_000

        init(_ cursor: JSONValue?) {
            for member in cursor?["owed"]?.object?.members ?? [] { versions[member.key] = member.value.integer }
        }

        /// The cursor with these orders.
        func noted(in cursor: JSONValue?) -> JSONValue? {
            guard case .object(var object) = cursor else { return cursor }
            let members = versions.sorted { $0.key < $1.key }.prefix(Self.limit).map {
                JSONObject.Member(key: $0.key, value: JSONValue($0.value))
            }
            object["owed"] = members.isEmpty ? nil : .object(JSONObject(uniqueMembers: members))
            return .object(object)
        }
    }

    public func noting(_ orders: [PurchaseOrder], in cursor: JSONValue?) -> JSONValue? {
        guard options.acknowledges else { return cursor }
        var owed = Owed(cursor)
        for order in orders where order.state != .unreadable && order.state != .draft {
            owed.versions[order.key.id] = order.version
        }
        return owed.noted(in: cursor)
    }

    public func settle(_ memory: FeedMemory) async -> FeedSettlement {
        var owed = Owed(memory.cursor)
        guard options.acknowledges, !owed.versions.isEmpty else { return FeedSettlement(cursor: memory.cursor) }
        var settlement = FeedSettlement(cursor: nil)
        for (id, version) in owed.versions.sorted(by: { $0.key < $1.key }) {
            do throws(FeedError) {
                try await markExported(id, version)
                owed.versions[id] = nil
            } catch {
                settlement.faults.append("order \(id) could not be marked as exported: \(error.message)")
                // What refuses one order for want of a permission, or does not answer, does the same with the others.
                if error.kind != .rejected { break }
            }
        }
        settlement.cursor = owed.noted(in: memory.cursor)
        return settlement
    }

    /// Marks an order, where its version is still the one that was read: a revision since is a new order to all who go by
    /// the mark, and will be read first.
    private func markExported(_ id: String, _ version: Int) async throws(FeedError) {
        let path = "/api/purchase_orders/\(PercentEncoding.encoded(id))"
        let fields = PercentEncoding.encoded("[\"id\",\"version\",\"exported\"]")
        guard let now = try await row(.get, "\(path)?fields=\(fields)"), now["version"]?.integer == version,
            now["exported"]?.bool != true
        else { return }
        // Coupa has no conditional writes: a revision in between shows in the answer, and must not pass for exported.
        let after = try await row(.put, "\(path)?exported=true&fields=\(fields)")
        if let revised = after?["version"]?.integer, revised != version {
            _ = try await row(.put, "\(path)?exported=false&fields=\(fields)")
        }
    }

    /// The JSON of an order; `nil` where it is gone.
    private func row(_ method: Request.Method, _ path: String) async throws(FeedError) -> JSONValue? {
        let request = Request(
            method, options.url + path,
            headers: [.init("Accept", "application/json"), .init("Content-Type", "application/json")])
        let response = try await login.send(request, isRead: method == .get)
        switch response.status {
        case 200..<300: return try FeedHTTP.json(response, from: options.url)
        case 404: return nil
        case 401, 403:
            throw FeedError(
                .denied,
                "\(options.url) does not let client \(options.clientID) do it (HTTP \(response.status)): its scopes must "
                    + "include core.purchase_order.write")
        default: throw refusal(response, path)
        }
    }
}
