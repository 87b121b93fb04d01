import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

@testable import Procurement

@Suite(.timeLimit(.minutes(10))) struct OAuthTokenTests {
    private func token(_ transport: ScriptedTransport, _ time: any TimeSource) -> OAuthToken {
        OAuthToken(
            OAuthClient(
                feed: "coupa", tokenURL: "https://coupa.example/token", clientID: "id", clientSecret: Secret("s")),
            FeedHTTP(
                transport: transport, limiter: RateLimiter(rate: 100, time: time), time: time, entropy: SystemEntropy())
        )
    }

    @Test func aTokenRequestEndsWithTheTaskThatWantsIt() async {
        let clock = ManualClock()
        let transport = ScriptedTransport(time: clock) { _ in .silence }
        let token = token(transport, clock)
        let task = Task { () -> FeedError? in
            do throws(FeedError) {
                _ = try await token.token()
                return nil
            } catch {
                return error
            }
        }
        await clock.untilSleeping(1)
        task.cancel()
        #expect(await task.value?.kind == .cancelled)
        #expect(clock.monotonic() == .zero)
    }

    @Test func whoIsNotCancelledAsksAgainWhereTheRequestWentWithSomebodyElse() async throws {
        let clock = ManualClock()
        let asked = Mutex(0)
        let transport = ScriptedTransport(time: clock) { _ in
            asked.withLock {
                $0 += 1
                return $0 == 1 ? .silence : .json(#"{"access_token": "t", "expires_in": 3600}"#)
            }
        }
        let token = token(transport, clock)
        let first = Task { try? await token.token() }
        await clock.untilSleeping(1)
        let second = Task { try? await token.token() }
        // The second waits for the first's request unless it has not got there yet; either way it gets a token.
        for _ in 0..<100 { await Task.yield() }
        first.cancel()
        #expect(await first.value == nil)
        #expect(await second.value?.withText { $0 } == "t")
        #expect(asked.withLock { $0 } == 2)
    }
}
