import Documents
import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

@testable import Marketplace

/// AWS in memory: a script answers each operation; time passes as soon as somebody sleeps.
struct AWSStage {
    typealias Answer = ScriptedTransport.Answer

    static let management = AccountID("111111111111")
    static let member = AccountID("222222222222")
    /// Lasting keys of the management account.
    static let environment = [
        "AWS_ACCESS_KEY_ID": "AKIDMANAGEMENT", "AWS_SECRET_ACCESS_KEY": "s", "AWS_EC2_METADATA_DISABLED": "true",
    ]

    let clock: ManualClock
    let transport: ScriptedTransport
    let client: MarketplaceClient

    /// - Parameters:
    ///   - jitter: what every random number is.
    ///   - script: the answer to the n-th call (from 1) of an operation; `nil` for the usual one.
    init(
        environment: [String: String] = Self.environment, home: String = "/nowhere", jitter: Double = 0.5,
        settings: MarketplaceSettings = MarketplaceSettings(management: Self.management, memberRole: "sync"),
        clock: ManualClock = ManualClock(isImpatient: true),
        script: @escaping @Sendable (StagedCall) async -> Answer?
    ) {
        let counts = CallCounts()
        self.clock = clock
        transport = ScriptedTransport(time: clock) { [clock] request in
            let call = StagedCall(request, number: counts.next(request.operation))
            return await script(call) ?? Self.usual(call, Instant(milliseconds: clock.wallMilliseconds()))
        }
        client = MarketplaceClient(
            transport: transport, environment: environment, homeDirectory: home, time: clock,
            entropy: FixedEntropy(value: jitter), settings: settings)
    }

    /// Who the keys belong to, and sessions of roles that last an hour.
    private static func usual(_ call: StagedCall, _ now: Instant) -> Answer {
        switch call.operation {
        case "GetCallerIdentity":
            .xml(
                "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/x</Arn>"
                    + "<UserId>AIDA</UserId><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
            )
        case "AssumeRole", "AssumeRoleWithWebIdentity":
            .session("ASIA\(call.number)", until: now + .seconds(3600))
        default: .failure(.unreachable("the stage has no answer for \(call.operation)"))
        }
    }

    /// The operations asked for, in order.
    var operations: [String] { transport.requests.map(\.operation) }

    /// The requests of one operation.
    func requests(_ operation: String) -> [Request] { transport.requests.filter { $0.operation == operation } }
}

/// One call as the script sees it.
struct StagedCall: Sendable {
    let request: Request
    let operation: String
    /// The how many-th of its operation, from 1.
    let number: Int

    init(_ request: Request, number: Int) {
        self.request = request
        operation = request.operation
        self.number = number
    }

    /// The JSON body.
    var json: JSONObject { (try? JSONReader.read(request.body))?.object ?? JSONObject() }
}

/// Random numbers that are all the same.
struct FixedEntropy: Entropy {
    let value: Double
    func unit() -> Double { value }
}

private final class CallCounts: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    func next(_ operation: String) -> Int {
        counts.withLock {
            $0[operation, default: 0] += 1
            return $0[operation] ?? 0
        }
    }
}

extension Request {
    /// The AWS operation, or the method and path of anything else.
    var operation: String {
        if let target = headers.first(where: { $0.name == "X-Amz-Target" })?.value {
            return String(target.split(separator: ".").last ?? "")
        }
        if let action = form["Action"] { return action }
        return "\(method.rawValue) \(url)"
    }

    /// The fields of a form.
    var form: [String: String] {
        var fields: [String: String] = [:]
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[String(parts[0])] = parts.count > 1 ? PercentEncoding.decoded(String(parts[1])) : ""
        }
        return fields
    }

    /// The access key that signs it; `nil` where it is not signed.
    var signer: String? {
        guard case .awsSignature(let signature) = credential else { return nil }
        return signature.accessKey
    }

    /// A secret header's text.
    func secret(_ name: String) -> String? {
        guard case .headers(let headers) = credential else { return nil }
        return headers.first { $0.name == name }?.value.withText { $0 }
    }
}

extension ScriptedTransport.Answer {
    static func xml(_ text: String, status: Int = 200) -> Self {
        .response(Response(status: status, headers: [.init("content-type", "text/xml")], body: Array(text.utf8)))
    }

    static func text(_ text: String, status: Int = 200, headers: [Request.Header] = []) -> Self {
        .response(Response(status: status, headers: headers, body: Array(text.utf8)))
    }

    /// What STS answers for a role.
    static func session(_ key: String, until end: Instant) -> Self {
        .xml(
            "<R><Credentials><AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>s/\(key)+&amp;</SecretAccessKey>"
                + "<SessionToken>t-\(key)</SessionToken><Expiration>\(end)</Expiration></Credentials></R>")
    }

    /// An error of a JSON service.
    static func error(_ code: String, reason: String? = nil, message: String = "no", status: Int = 400) -> Self {
        let reason = reason.map { #","reason":"\#($0)""# } ?? ""
        return .json(#"{"__type":"com.amazonaws.x#\#(code)","message":"\#(message)"\#(reason)}"#, status: status)
    }

    /// An error of a service that answers in XML.
    static func xmlError(_ code: String, status: Int = 400) -> Self {
        .xml(
            "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>no</Message></Error></ErrorResponse>",
            status: status)
    }
}
