import Foundation
import Simulation
import Testing
import Transport

/// A byte a second is faster than silence and slower than anything useful. The pace is shortened here; with
/// `POSYNC_LONG_TESTS` set, the one that the program runs with is tried as well.
@Suite("A slow peer")
struct SlowPeerTests {
    enum Trickle: String, CaseIterable {
        case head, body, nothing
    }

    private func outcome(
        _ trickle: Trickle, every milliseconds: UInt32, _ settings: CurlSettings, total: Duration
    ) async throws -> Result<Response, TransportError> {
        try await TransportTests.outcome(limits: .init(total: total), settings: settings) { connection in
            try connection.readRequest()
            if trickle == .nothing { return try connection.readToEnd() }
            if trickle == .body { try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n") }
            for byte in Array("HTTP/1.1 200 OK\r\nX-Slow: ".utf8) + [UInt8](repeating: 0x61, count: 4000) {
                try connection.send([byte])
                usleep(milliseconds * 1000)
            }
        }
    }

    @Test("is given up after the time that is granted, wherever it trickles", arguments: Trickle.allCases)
    func lowSpeed(_ trickle: Trickle) async throws {
        let settings = CurlSettings(userAgent: "test", slowest: .init(bytes: 100, seconds: 1))
        let start = ContinuousClock.now
        let outcome = try await outcome(trickle, every: 100, settings, total: .seconds(300))
        #expect(outcome.kind == "timeout")
        // Far from the whole time, and far enough from the limit for a machine that has other things to do.
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test("is given up when its whole time is over", arguments: Trickle.allCases)
    func total(_ trickle: Trickle) async throws {
        let start = ContinuousClock.now
        let outcome = try await outcome(
            trickle, every: 50, CurlSettings(userAgent: "test"), total: .milliseconds(600))
        #expect(outcome.kind == "timeout")
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test(
        "is given up within 25 s by the program's own pace, at one byte a second",
        .enabled(if: ProcessInfo.processInfo.environment["POSYNC_LONG_TESTS"] != nil), arguments: Trickle.allCases)
    func ownPace(_ trickle: Trickle) async throws {
        let start = ContinuousClock.now
        let outcome = try await outcome(trickle, every: 1000, CurlSettings(userAgent: "test"), total: .seconds(60))
        #expect(outcome.kind == "timeout")
        #expect(ContinuousClock.now - start < .seconds(25))
    }
}
