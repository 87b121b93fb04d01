import Documents
import FoundationEssentials
import Sandbox
import Transport

/// Somebody who calls the sandbox over real sockets, well-formed or not.
struct Caller {
    let sandbox: Sandbox
    let transport: CurlTransport

    /// Runs `body` with a sandbox in a world.
    static func run(_ world: SandboxWorld, _ body: (Caller) async throws -> Void) async throws {
        let sandbox = try await Sandbox.start(world)
        let transport = try CurlTransport(CurlSettings(userAgent: "sandbox-tests"))
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(Caller(sandbox: sandbox, transport: transport)))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        await sandbox.stop()
        try result.get()
    }

    /// What a signature claims; as it should be unless a test changes it.
    struct Signature {
        var service = "aws-marketplace"
        var region = "us-east-1"
        var key = "AKIDTEST"
        var token: String?
    }

    /// A call of the Agreement API; its answer.
    func agreement(
        _ operation: String, _ body: JSONValue, signature: Signature? = Signature(),
        type: String = "application/x-amz-json-1.0", prefix: String = "AWSMPCommerceService_v20200301"
    ) async throws -> JSONValue {
        var credential = Request.Credential.none
        if let signature {
            credential = .awsSignature(
                .init(
                    region: signature.region, service: signature.service, accessKey: signature.key,
                    secretKey: Secret("secret"), sessionToken: signature.token.map { Secret($0) }))
        }
        let request = Request(
            .post, await sandbox.address(.aws) + "/",
            headers: [.init("Content-Type", type), .init("X-Amz-Target", "\(prefix).\(operation)")],
            credential: credential, body: body.canonicalBytes())
        return try JSONReader.read(try await transport.send(request).body)
    }

    /// A request to the procurement system; its status and answer.
    func procurement(
        _ method: Request.Method, _ path: String, token: String? = nil, form: String? = nil,
        accept: String = "application/json"
    ) async throws -> (status: Int, body: JSONValue) {
        let type = form == nil ? "application/json" : "application/x-www-form-urlencoded"
        let response = try await transport.send(
            Request(
                method, await sandbox.address(.procurement) + path,
                headers: [.init("Accept", accept), .init("Content-Type", type)],
                credential: token.map { .bearer(Secret($0)) } ?? .none, body: Array((form ?? "").utf8)))
        return (response.status, try JSONReader.read(response.body))
    }

    /// A token of the procurement system.
    func token(_ scope: String = "core.purchase_order.read") async throws -> String {
        let form = "grant_type=client_credentials&client_id=posyncd&client_secret=s%26cret&scope=\(scope)"
        return try await procurement(.post, "/oauth2/token", form: form).body["access_token"]?.string ?? ""
    }

    /// What was wrong with the last call.
    var problems: [String] { sandbox.calls.last?.problems ?? [] }
}

extension SandboxWorld {
    static let start = Date(timeIntervalSince1970: 1_795_435_200)

    /// One account with two agreements, and orders enough for two pages.
    static func small() -> SandboxWorld {
        var aws = AWSWorld(management: "111111111111", keys: [.init("AKIDTEST", account: "111111111111")])
        let later = start.addingTimeInterval(40 * 86_400)
        aws.agreements = ["one", "two"].map { name in
            AWSWorld.Agreement(
                "agmt-\(name)", acceptor: "111111111111", product: "prod-\(name)", offer: "offer-\(name)", start: start,
                charges: ["a", "b"].map { AWSWorld.Charge("ch-\(name)-\($0)", "10.00", time: later) })
        }
        var procurement = ProcurementWorld(clientID: "posyncd", clientSecret: "s&cret")
        procurement.orders = (1...60).map { id in
            ProcurementWorld.Order(
                id, "PO-\(id)", updated: start.addingTimeInterval(Double(id) * 60),
                lines: [.init("1", "Software", "10.00")])
        }
        var world = SandboxWorld(aws: aws, procurement: procurement)
        world.setTime = start
        return world
    }
}
