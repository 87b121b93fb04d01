import Simulation
import Testing
import Transport

@Suite("The scripted transport")
struct ScriptedTransportTests {
    private let address = "https://feed.example/orders"

    @Test func answersComeInTurnAndTheRequestsAreKept() async throws {
        let transport = ScriptedTransport([.json("[]"), .failure(.interrupted("reset"))])
        let response = try await transport.send(Request(.get, address))
        #expect(response.body == Array("[]".utf8))
        await #expect(throws: TransportError.interrupted("reset")) { try await transport.send(Request(.get, address)) }
        await #expect(throws: TransportError.self) { try await transport.send(Request(.get, address)) }
        #expect(transport.requests.map(\.url) == [address, address, address])
    }

    @Test func silenceEndsWhenTheTimeOfTheRequestIsUp() async {
        let clock = ManualClock()
        let transport = ScriptedTransport(time: clock) { _ in .silence }
        let sending = Task { try await transport.send(Request(.get, address)) }
        await clock.untilSleeping(1)
        clock.advance(by: .seconds(60))
        await #expect(throws: TransportError.timeout("no answer within 60.0 seconds")) { try await sending.value }
    }
}
