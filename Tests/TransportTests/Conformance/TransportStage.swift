import Simulation
import Synchronization
import Testing
import Transport

/// What the peer of a transport does.
enum PeerBehaviour: String, CaseIterable, Sendable {
    /// It answers 200 with a body and a header.
    case answers
    /// It answers 503 and asks to wait.
    case isBusy
    /// It answers with a redirect to another place of its own.
    case redirects
    /// It answers with more than the request bears.
    case answersTooMuch
    /// Nobody listens.
    case isAbsent
    /// It takes the request, and the connection breaks before the answer is whole.
    case breaksOff
    /// It takes the request and says nothing.
    case isSilent

    /// What the answer is, where there is one.
    static let body = #"{"orders":[]}"#
    /// Bytes of body that a request of the suite bears.
    static let limit = 1000
}

/// A transport with a peer, as the conformance suite drives them.
protocol TransportStage: Sendable {
    var transport: any Transport { get }
    /// An address of the peer.
    var url: String { get }
    /// How many requests the peer saw.
    var seen: Int { get }
}

/// The transports that the suite runs against.
enum TransportKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// libcurl and a server on loopback.
    case real
    /// The stand-in of most tests.
    case scripted
    /// The network of the simulations.
    case simulated

    var testDescription: String { rawValue }

    /// Whether a peer of this kind can behave so.
    func knows(_ behaviour: PeerBehaviour) -> Bool {
        self != .simulated || [.answers, .isBusy, .isAbsent, .breaksOff].contains(behaviour)
    }

    /// Runs `body` with a transport of this kind whose peer behaves so.
    func with<Value: Sendable>(
        _ behaviour: PeerBehaviour, _ body: @Sendable (any TransportStage) async throws -> Value
    ) async throws -> Value {
        switch self {
        case .real: try await RealStage.with(behaviour, body)
        case .scripted: try await body(ScriptedStage(behaviour))
        case .simulated: try await body(SimulatedStage(behaviour))
        }
    }
}

/// libcurl and a server on loopback.
private struct RealStage: TransportStage {
    let transport: any Transport
    let url: String
    let server: RawServer

    var seen: Int { server.heads.count }

    static func with<Value: Sendable>(
        _ behaviour: PeerBehaviour, _ body: @Sendable (any TransportStage) async throws -> Value
    ) async throws -> Value {
        let server = try RawServer { connection in
            while true {
                try connection.readRequest()
                switch behaviour {
                case .answers: try connection.answer(PeerBehaviour.body, headers: ["X-Name: value"])
                case .isBusy: try connection.answer("", status: "503 Busy", headers: ["Retry-After: 7"])
                case .redirects: try connection.answer("", status: "302 Found", headers: ["Location: /elsewhere"])
                case .answersTooMuch:
                    try connection.answer(String(repeating: " ", count: PeerBehaviour.limit + 1))
                case .isAbsent: break
                case .breaksOff:
                    try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"ord")
                    connection.reset()
                    return
                case .isSilent: try connection.readToEnd()
                }
            }
        }
        let url = server.origin + "/orders"
        if behaviour == .isAbsent { server.stop() } else { server.start() }
        defer { if behaviour != .isAbsent { server.stop() } }
        return try await withTransport { transport in
            try await body(RealStage(transport: transport, url: url, server: server))
        }
    }
}

/// The stand-in of most tests.
private struct ScriptedStage: TransportStage {
    let scripted: ScriptedTransport
    let url = "http://127.0.0.1:9/orders"

    var transport: any Transport { scripted }
    /// Nobody saw what did not arrive.
    var seen: Int { isAbsent ? 0 : scripted.requests.count }
    private let isAbsent: Bool

    init(_ behaviour: PeerBehaviour) {
        isAbsent = behaviour == .isAbsent
        scripted = ScriptedTransport(time: ManualClock(isImpatient: true)) { _ in
            switch behaviour {
            case .answers:
                .response(
                    Response(
                        status: 200, headers: [Request.Header("X-Name", "value")], body: Array(PeerBehaviour.body.utf8))
                )
            case .isBusy: .status(503, headers: [Request.Header("Retry-After", "7")])
            case .redirects: .status(302, headers: [Request.Header("Location", "/elsewhere")])
            case .answersTooMuch:
                .response(
                    Response(
                        status: 200, headers: [], body: [UInt8](repeating: 0x20, count: PeerBehaviour.limit + 1)))
            case .isAbsent: .failure(.unreachable("refused"))
            case .breaksOff: .failure(.interrupted("reset"))
            case .isSilent: .silence
            }
        }
    }
}

/// The network of the simulations.
private struct SimulatedStage: TransportStage {
    let network: SimulatedNetwork
    let url = SimulatedNetwork.procurementURL + "/api/purchase_orders"

    var transport: any Transport { network }
    var seen: Int { network.sightings.count { $0.fate != .unreachable } }

    init(_ behaviour: PeerBehaviour) {
        network = SimulatedNetwork(
            SimulatedProcurement(), SimulatedMarketplace(accounts: []), time: ManualClock(isImpatient: true),
            fate: { _ in
                switch behaviour {
                case .isBusy: .status(503, retryAfter: 7)
                case .isAbsent: .unreachable
                case .breaksOff: .answerLost
                default: .answered
                }
            })
    }
}
