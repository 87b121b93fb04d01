import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

@testable import Marketplace

@Suite("Calls are tried again as the SDKs' standard mode does")
struct RetryTests {
    private static let read = AWSCaller.Call(
        service: .agreement, operation: "SearchAgreements", account: AWSStage.member, body: [])
    private static let change = AWSCaller.Call(
        service: .agreement, operation: "UpdatePurchaseOrders", account: AWSStage.member, body: [], isChange: true)

    private struct Rig {
        let clock = ManualClock(isImpatient: true)
        let tally = CallTally()
        let transport: ScriptedTransport
        let caller: AWSCaller

        init(
            _ answers: [ScriptedTransport.Answer], _ environment: [String: String] = [:], jitter: Double = 0.5
        ) {
            transport = ScriptedTransport(answers, time: clock)
            let environment = AWSEnvironment(environment)
            caller = AWSCaller(
                configuration: Result { () throws(MarketplaceError) in
                    try AWSConfiguration(
                        environment: environment,
                        profiles: SharedProfiles(environment: environment, config: [:], credentials: [:]))
                }, transport: transport, time: clock, entropy: FixedEntropy(value: jitter), rates: [:], tally: tally)
        }

        func send(_ call: AWSCaller.Call) async -> Result<[UInt8], MarketplaceError> {
            do throws(MarketplaceError) {
                return .success(try await caller.send(call, nil))
            } catch {
                return .failure(error)
            }
        }
    }

    private static let good = ScriptedTransport.Answer.json("{}")

    // MARK: - What is tried again

    @Test(arguments: [
        ScriptedTransport.Answer.error("ThrottlingException"), .error("InternalServerException", status: 500),
        .error("New", status: 503), .error("RequestTimeoutException"), .status(502), .text("<html>", status: 504),
        .status(429), .failure(.unreachable("x")), .failure(.timeout("x")), .failure(.interrupted("x")),
        .failure(.tls("x")),
    ])
    func whatMayPassIsTriedThreeTimes(_ answer: ScriptedTransport.Answer) async {
        let passing = Rig([answer, answer, Self.good])
        #expect(await passing.send(Self.read).isSuccess)
        let lasting = Rig([answer, answer, answer, Self.good])
        #expect(await !lasting.send(Self.read).isSuccess)
        #expect(lasting.transport.requests.count == 3)
    }

    @Test(arguments: [
        ScriptedTransport.Answer.error("ValidationException"), .error("AccessDeniedException"),
        .error("AccessDeniedException", status: 500), .error("ResourceNotFoundException"),
        .error("ConflictException"), .error("ExpiredTokenException"), .error("InvalidSignatureException"),
        .text("<html>", status: 403), .status(307), .failure(.refused("x")),
        .failure(.addressForbidden("x")), .failure(.tooLarge("x")), .failure(.cancelled),
    ])
    func whatStaysSoIsNot(_ answer: ScriptedTransport.Answer) async {
        let rig = Rig([answer, Self.good])
        #expect(await !rig.send(Self.read).isSuccess)
        #expect(rig.transport.requests.count == 1)
    }

    @Test func theNumberOfTriesIsConfigured() async {
        let rig = Rig(Array(repeating: .status(503), count: 9), ["AWS_MAX_ATTEMPTS": "5"])
        #expect(await !rig.send(Self.read).isSuccess)
        #expect(rig.transport.requests.count == 5)
        #expect(rig.tally.calls == ["SearchAgreements": 5])
    }

    // MARK: - Changes

    @Test(arguments: [
        ScriptedTransport.Answer.failure(.timeout("x")), .failure(.interrupted("x")), .failure(.failed("x")),
        .failure(.tooLarge("x")), .error("InternalServerException", status: 500), .error("New", status: 500),
        .status(502), .error("ServiceUnavailableException", status: 503),
    ])
    func aChangeThatMayHaveBeenMadeIsNotSentAgain(_ answer: ScriptedTransport.Answer) async {
        let rig = Rig([answer, Self.good])
        #expect(await rig.send(Self.change).kind == .unknownOutcome)
        #expect(rig.transport.requests.count == 1)
    }

    @Test func theTransportIsToldNotToSendAChangeAgainByItself() async {
        let rig = Rig([Self.good, Self.good])
        _ = await rig.send(Self.change)
        _ = await rig.send(Self.read)
        #expect(rig.transport.requests.map(\.isSentOnce) == [true, false])
    }

    @Test(arguments: [
        ScriptedTransport.Answer.failure(.unreachable("refused")), .failure(.tls("x")), .error("ThrottlingException"),
    ])
    func aChangeThatWasNotTakenIsSentAgain(_ answer: ScriptedTransport.Answer) async {
        let rig = Rig([answer, Self.good])
        #expect(await rig.send(Self.change).isSuccess)
    }

    @Test(arguments: [
        (ScriptedTransport.Answer.failure(.unreachable("refused")), MarketplaceError.Kind.unreachable),
        (.failure(.refused("plain http")), .unreachable), (.error("ThrottlingException"), .throttled),
        (.error("AccessDeniedException"), .denied), (.error("ValidationException"), .rejected),
        (.text("<html>", status: 403), .malformed),
    ])
    func whatCertainlyWasNotDoneHasNoUnknownOutcome(
        _ answer: ScriptedTransport.Answer, _ kind: MarketplaceError.Kind
    ) async {
        #expect(await Rig(Array(repeating: answer, count: 3)).send(Self.change).kind == kind)
    }

    // MARK: - Waiting

    @Test func theWaitDoublesUpToTwentySecondsUnderFullJitter() async {
        let rig = Rig(Array(repeating: .status(503), count: 8), ["AWS_MAX_ATTEMPTS": "8"])
        _ = await rig.send(Self.read)
        #expect(rig.clock.naps.filter { $0 > .zero } == [0.5, 1, 2, 4, 8, 10, 10].map { Duration.seconds($0) })
    }

    @Test(arguments: [
        ("100", Duration.milliseconds(500)), ("3000", .milliseconds(3000)), ("60000", .milliseconds(5500)),
    ])
    func whatTheServiceAsksForCountsWithinBounds(_ asked: String, _ wait: Duration) async {
        let refusal = ScriptedTransport.Answer.status(503, headers: [.init("x-amz-retry-after", asked)])
        let rig = Rig([refusal, Self.good])
        _ = await rig.send(Self.read)
        #expect(rig.clock.naps.first == wait)
    }

    @Test func anOutageUsesUpTheTokensForRetries() async {
        let rig = Rig(Array(repeating: .failure(.timeout("x")), count: 500))
        for _ in 0..<40 { _ = await rig.send(Self.read) }
        // 500 tokens, 10 for each retry after a timeout: 50 retries, then none.
        #expect(rig.transport.requests.count == 40 + 50)
    }

    @Test func throttledCallsAreCountedAndSlowTheLaneDown() async {
        let rig = Rig([.error("ThrottlingException"), .error("ThrottlingException"), Self.good], jitter: 0)
        #expect(await rig.send(Self.read).isSuccess)
        #expect(rig.tally.throttles == ["SearchAgreements": 2])
        #expect(rig.clock.monotonic() >= .milliseconds(1500))
    }

    // MARK: - The clock

    @Test(arguments: [
        ("SignatureDoesNotMatch", 16, "16 min ahead"), ("InvalidSignatureException", -6, "6 min behind"),
        ("RequestExpired", 20, "20 min ahead"),
    ])
    func aWrongClockIsNamed(_ code: String, _ minutes: Int, _ words: String) async {
        // The scripted clock stands at 2026-11-23T12:00:00Z.
        let hour = minutes > 0 ? 11 : 12
        let date = "Mon, 23 Nov 2026 \(hour):\(minutes > 0 ? 60 - minutes : -minutes):00 GMT"
        let padded = date.replacing(":6:", with: ":06:")
        let body = #"{"__type":"\#(code)","message":"Signature expired"}"#
        let rig = Rig([.text(body, status: 403, headers: [.init("Date", padded)])])
        let error = await rig.send(Self.read).error
        #expect(error?.kind == .credentials)
        #expect(error?.message.contains(words) == true && error?.message.contains("Signature expired") == true)
    }

    @Test func aRightClockIsNotBlamed() async {
        let body = #"{"__type":"SignatureDoesNotMatch","message":"no"}"#
        let rig = Rig([.text(body, status: 403, headers: [.init("Date", "Mon, 23 Nov 2026 12:01:00 GMT")])])
        #expect(await rig.send(Self.read).error?.message == "no")
    }
}

extension Result<[UInt8], MarketplaceError> {
    fileprivate var isSuccess: Bool { error == nil }
    fileprivate var kind: MarketplaceError.Kind? { error?.kind }
    fileprivate var error: MarketplaceError? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
