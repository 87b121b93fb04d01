internal import Documents
internal import FoundationEssentials

extension SandboxState {
    /// Answers a request to the procurement system, and writes it down.
    mutating func procurement(_ request: IncomingRequest) -> Reply {
        var call = SandboxCall(system: .procurement, operation: Self.operation(request), outcome: "done")
        let fault = faults.next(.procurement, call.operation, nil)
        if let fault, let reply = Self.reply(fault) {
            call.outcome = fault.name
            calls.append(call)
            return reply
        }
        let answer: OutgoingAnswer
        do throws(CoupaRefusal) {
            switch call.operation {
            case "token": answer = try mint(request, &call)
            case "list": answer = .json(.array(try list(request, &call)))
            case "get": answer = .json(try get(request, &call))
            case "put": answer = .json(try markExported(request, &call))
            default: throw CoupaRefusal(404, "there is nothing at \(request.path)")
            }
        } catch {
            call.outcome = "HTTP \(error.status)"
            answer = .json(error.body, status: error.status)
        }
        calls.append(call)
        return fault == .lostReply ? .truncated(answer) : .answer(answer)
    }

    private static func operation(_ request: IncomingRequest) -> String {
        switch (request.method, request.path) {
        case ("POST", "/oauth2/token"): "token"
        case ("GET", "/api/purchase_orders"): "list"
        case ("GET", let path) where path.hasPrefix("/api/purchase_orders/"): "get"
        case ("PUT", let path) where path.hasPrefix("/api/purchase_orders/"): "put"
        default: "?"
        }
    }

    private static func reply(_ fault: Fault.Kind) -> Reply? {
        switch fault {
        case .throttle: .answer(.json(["errors": ["rate": ["Too many requests"]]], status: 429))
        case .error(let code, _): .answer(.json(["error": .string(code)], status: 400))
        case .status(let status, let body, let type):
            .answer(OutgoingAnswer(status: status, type: type, body: Array(body.utf8)))
        case .reset: .closed
        case .hang: .silence
        case .lostReply: nil
        }
    }

    // MARK: - Tokens

    private mutating func mint(_ request: IncomingRequest, _ call: inout SandboxCall) throws(CoupaRefusal)
        -> OutgoingAnswer
    {
        if request.header("content-type") != "application/x-www-form-urlencoded" {
            call.problems.append("a token is asked for with a form")
        }
        let form = FormFields(String(decoding: request.body, as: UTF8.self))
        guard form["grant_type"] == "client_credentials" else {
            throw CoupaRefusal(400, error: "unsupported_grant_type")
        }
        guard form["client_id"] == world.procurement.clientID, form["client_secret"] == world.procurement.clientSecret
        else { throw CoupaRefusal(401, error: "invalid_client") }
        let scopes = Set((form["scope"] ?? "").split(separator: " ").map(String.init))
        guard !scopes.isEmpty, scopes.isSubset(of: world.procurement.scopes) else {
            throw CoupaRefusal(400, error: "invalid_scope")
        }
        let token = "sandbox-token-\(nextSerial())"
        tokens[token] = Date().addingTimeInterval(Double(world.procurement.tokenLife))
        return .json([
            "access_token": .string(token), "token_type": "bearer",
            "expires_in": JSONValue(world.procurement.tokenLife),
            "scope": .string(scopes.sorted().joined(separator: " ")),
        ])
    }

    private func authorize(
        _ request: IncomingRequest, _ scope: String, _ call: inout SandboxCall
    ) throws(CoupaRefusal) {
        if request.header("accept") != "application/json" || request.header("content-type") != "application/json" {
            call.problems.append("Accept and Content-Type have to be application/json, both")
        }
        let bearer = request.header("authorization") ?? ""
        guard bearer.hasPrefix("Bearer "), let end = tokens[String(bearer.dropFirst(7))], end > Date() else {
            throw CoupaRefusal(401, error: "invalid_token")
        }
        guard world.procurement.scopes.contains(scope) else { throw CoupaRefusal(403, "the scope \(scope) is missing") }
    }

    // MARK: - Purchase orders

    private func list(_ request: IncomingRequest, _ call: inout SandboxCall) throws(CoupaRefusal) -> [JSONValue] {
        try authorize(request, "core.purchase_order.read", &call)
        let query = CoupaQuery(request.query, filtersById: world.procurement.filtersById)
        call.problems += query.problems
        guard query.problems.isEmpty else { throw CoupaRefusal(400, query.problems.joined(separator: "; ")) }
        return query.page(of: world.procurement.orders).map { $0.document(showsDeletedLines: query.showsDeletedLines) }
    }

    private func place(_ request: IncomingRequest) throws(CoupaRefusal) -> Int {
        let id = request.path.split(separator: "/").last.flatMap { Int($0) }
        guard let place = world.procurement.orders.firstIndex(where: { $0.id == id }) else {
            throw CoupaRefusal(404, "there is no such purchase order")
        }
        return place
    }

    private func get(_ request: IncomingRequest, _ call: inout SandboxCall) throws(CoupaRefusal) -> JSONValue {
        try authorize(request, "core.purchase_order.read", &call)
        return world.procurement.orders[try place(request)].document()
    }

    private mutating func markExported(
        _ request: IncomingRequest, _ call: inout SandboxCall
    ) throws(CoupaRefusal) -> JSONValue {
        try authorize(request, "core.purchase_order.write", &call)
        guard let flag = FormFields(request.query)["exported"], flag == "true" || flag == "false" else {
            throw CoupaRefusal(400, "only exported can be set")
        }
        let place = try place(request)
        world.procurement.orders[place].isExported = flag == "true"
        return world.procurement.orders[place].document()
    }
}

/// An answer with which Coupa refuses a request.
struct CoupaRefusal: Error {
    let status: Int
    let body: JSONValue

    /// An error of the API.
    init(_ status: Int, _ text: String) {
        self.status = status
        body = ["errors": ["purchase_order": [.string(text)]]]
    }

    /// An error of OAuth.
    init(_ status: Int, error: String) {
        self.status = status
        body = ["error": .string(error)]
    }
}
