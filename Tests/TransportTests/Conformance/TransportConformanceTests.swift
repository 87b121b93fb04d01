import Simulation
import Testing
import Transport

/// What every transport holds to: what a test or a simulation sees with a stand-in is what libcurl does.
@Suite("Every transport") struct TransportConformanceTests {
    /// Every kind of transport with everything that its peers can do.
    static let pairs = TransportKind.allCases.flatMap { kind in
        PeerBehaviour.allCases.filter(kind.knows).map { (kind, $0) }
    }

    private static func request(_ stage: any TransportStage) -> Request {
        Request(.get, stage.url, limits: .init(bodyBytes: PeerBehaviour.limit, total: .milliseconds(1500)))
    }

    @Test("says the same of what a peer does", arguments: pairs)
    func outcomes(_ kind: TransportKind, _ behaviour: PeerBehaviour) async throws {
        try await kind.with(behaviour) { stage in
            let outcome = await stage.transport.outcome(of: Self.request(stage))
            let expected =
                switch behaviour {
                case .answers, .isBusy, .redirects: "answer"
                case .answersTooMuch: "tooLarge"
                case .isAbsent: "unreachable"
                case .breaksOff: "interrupted"
                case .isSilent: "timeout"
                }
            #expect(outcome.kind == expected, "\(outcome)")
            #expect(stage.seen == (behaviour == .isAbsent ? 0 : 1))
        }
    }

    @Test("gives any status and its headers as an answer, and follows nothing", arguments: TransportKind.allCases)
    func statuses(_ kind: TransportKind) async throws {
        try await kind.with(.isBusy) { stage in
            let answer = try await stage.transport.send(Self.request(stage))
            #expect(answer.status == 503 && answer.header("retry-after") == "7")
        }
        guard kind.knows(.redirects) else { return }
        try await kind.with(.redirects) { stage in
            let answer = try await stage.transport.send(Self.request(stage))
            #expect(answer.status == 302 && answer.header("location") == "/elsewhere" && stage.seen == 1)
        }
    }

    @Test("gives the body whole, and names of headers in lower case", arguments: TransportKind.allCases)
    func answers(_ kind: TransportKind) async throws {
        try await kind.with(.answers) { stage in
            for count in 1...3 {
                let answer = try await stage.transport.send(Self.request(stage))
                #expect(answer.status == 200 && !answer.body.isEmpty)
                #expect(answer.headers.allSatisfy { $0.name == $0.name.lowercased() })
                #expect(stage.seen == count)
                guard kind != .simulated else { continue }
                #expect(answer.body == Array(PeerBehaviour.body.utf8) && answer.header("x-name") == "value")
            }
        }
    }

    @Test("refuses before anything is sent what must not be sent", arguments: TransportKind.allCases)
    func refusals(_ kind: TransportKind) async throws {
        try await kind.with(.answers) { stage in
            let secret = Secret("s")
            let key = Request.AWSSignature(
                region: "us-east-1", service: "sts", accessKey: "A", secretKey: secret, sessionToken: nil)
            for request in [
                Request(.get, "http://procurement.example/orders"), Request(.get, "file:///etc/passwd"),
                Request(.get, "gopher://127.0.0.1/"), Request(.get, "https://user:secret@procurement.example/"),
                Request(.get, ""), Request(.get, stage.url, headers: [.init("X-A", "b\r\nX-C: d")]),
                Request(.get, stage.url, headers: [.init("X-A\nB", "c")]),
                Request(.get, stage.url, credential: .bearer(Secret("a\r\nb"))),
                Request(.get, stage.url, credential: .awsSignature(key)),
            ] {
                let outcome = await stage.transport.outcome(of: request)
                #expect(outcome.kind == "refused", "\(request.url): \(outcome)")
            }
            #expect(stage.seen == 0)
        }
    }

    @Test("sends nothing for a task that is cancelled", arguments: TransportKind.allCases)
    func cancellation(_ kind: TransportKind) async throws {
        try await kind.with(.answers) { stage in
            let task = Task {
                // Nothing but its cancellation ends this sleep.
                try? await Task.sleep(for: .seconds(3600))
                return await stage.transport.outcome(of: Self.request(stage)).kind
            }
            task.cancel()
            #expect(await task.value == "cancelled")
            #expect(stage.seen == 0)
        }
    }
}
