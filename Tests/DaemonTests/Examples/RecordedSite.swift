import Configuration
import Documents
import Foundation
import Procurement
import Reconciliation
import Simulation
import Supervision
import Synchronization
import Testing
import Transport

@testable import Daemon

/// A system that answers what it was recorded to answer, and the feed of an example under `Config/feeds/` that reads it.
final class RecordedSite: Sendable {
    /// Answers by what is asked: `GET https://…`, `GET https://… records=0-50` or `POST https://… {body}`.
    private let answers: Mutex<[String: ScriptedTransport.Answer]> = Mutex([:])
    private let asked: Mutex<[Request]> = Mutex([])
    let feed: any Feed

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Config/feeds")

    /// The feed of an example; every secret is `s3cret`.
    init(example: String) throws {
        let relay = Relay()
        let composition = try Composition(example: example, transport: relay, time: ManualClock(isImpatient: true))
        feed = try composition.feed(try #require(composition.configuration.feeds.first))
        relay.site.withLock { $0 = self }
    }

    /// Records an answer.
    func answer(_ question: String, _ json: String, status: Int = 200, headers: [Request.Header] = []) {
        let headers = [Request.Header("content-type", "application/json")] + headers
        answers.withLock {
            $0[question] = .response(Response(status: status, headers: headers, body: Array(json.utf8)))
        }
    }

    /// Everything that was asked, in order.
    var requests: [Request] { asked.withLock { $0 } }

    /// Reads the feed.
    func read(full: Bool = true, cursor: JSONValue? = nil) async throws -> (orders: [PurchaseOrder], cursor: JSONValue?)
    {
        let taken = Mutex<[PurchaseOrder]>([])
        let next = try await feed.read(FeedPass(isFull: full, cursor: cursor)) { page in
            taken.withLock { $0 += page.orders }
        }
        return (taken.withLock { $0 }, next)
    }

    /// Stands between the feed and the site, which are made one after the other.
    private final class Relay: Transport {
        let site: Mutex<RecordedSite?> = Mutex(nil)

        func send(_ request: Request) async throws(TransportError) -> Response {
            guard let site = site.withLock({ $0 }) else { throw .cancelled }
            return try site.respond(request)
        }
    }

    private func respond(_ request: Request) throws(TransportError) -> Response {
        asked.withLock { $0.append(request) }
        let body = request.body.isEmpty ? "" : " " + String(decoding: request.body, as: UTF8.self)
        let range = request.headers.first { $0.name == "Range" }.map { " \($0.value)" } ?? ""
        let question = "\(request.method.rawValue) \(request.url)\(range)\(body)"
        switch answers.withLock({ $0[question] }) {
        case .response(let response): return response
        default:
            Issue.record("nobody recorded an answer to \(question)")
            return Response(status: 404, headers: [], body: [])
        }
    }
}

extension Composition {
    /// The program with an example's configuration; every secret is `s3cret`.
    init(
        example: String, transport: any Transport, time: any TimeSource, environment: [String: String] = [:]
    ) throws {
        let text = try String(contentsOf: RecordedSite.folder.appending(path: example), encoding: .utf8)
            .replacing(/\{(credential|file): [^}]+\}/, with: "{env: SECRET}")
        self.init(
            invocation: Invocation(
                configurationFile: example, environment: environment.merging(["SECRET": "s3cret"]) { $1 }),
            configuration: try Configuration.parse(text: text, file: example), transport: transport, time: time,
            entropy: SteadyEntropy(),
            log: EventLog.standardError(environment: [:], minimumLevel: .critical, wall: { 0 }, monotonic: { .zero }))
    }
}

/// The same numbers in every run.
private struct SteadyEntropy: Entropy {
    func unit() -> Double { 0.5 }
}

extension Request {
    /// The secret text that this request proves itself with, for tests alone.
    var proof: String {
        switch credential {
        case .none, .awsSignature: ""
        case .bearer(let token): token.withText { "Bearer \($0)" }
        case .basic(let user, let password): password.withText { "Basic \(user):\($0)" }
        case .headers(let headers): headers.map { header in header.value.withText { "\(header.name): \($0)" } }.joined()
        }
    }
}
