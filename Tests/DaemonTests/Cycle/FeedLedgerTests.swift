import Foundation
import Simulation
import Store
import Testing
import Transport

@testable import Daemon

/// What a feed has to remember outlives readings that fail: a used-up quota must not be asked again after each restart.
@Suite struct FeedLedgerTests {
    /// Runs one cycle as a new process would, and gives the calls that went to SAP's gateway.
    private func cycle(_ directory: String, _ clock: ManualClock) async throws -> [String] {
        let transport = ScriptedTransport(time: clock) { request in
            guard request.url.contains("ariba.com") else { return .failure(.unreachable("nobody")) }
            if request.url.hasSuffix("/oauth/token") { return .json(#"{"access_token": "t", "expires_in": 1440}"#) }
            return .response(
                Response(
                    status: 200, headers: [.init("X-RateLimit-Remaining-day", "0")],
                    body: Array(#"{"content": []}"#.utf8)))
        }
        let composition = try Composition(
            example: "ariba-network.yaml", transport: transport, time: clock,
            environment: ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"])
        let store = try await Store.open(directory: directory)
        let result = try await composition.sync(store).run(CycleKind())
        #expect(result.outcome.feeds.first?.error?.contains("quota") == true)
        await store.close()
        return transport.requests.map(\.url).filter { $0.contains("ariba.com") }
    }

    @Test func aQuotaThatIsUsedUpIsNotAskedAgainByTheNextProcess() async throws {
        let directory = NSTemporaryDirectory() + "posyncd-ledger-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let clock = ManualClock(isImpatient: true)
        #expect(try await cycle(directory, clock).count == 2)
        #expect(try await cycle(directory, clock).isEmpty)
    }
}
