import Simulation
import Testing

@testable import Daemon

/// The numbers for Prometheus as a running daemon writes them.
@Suite(.timeLimit(.minutes(10))) struct MetricsKeeperTests {
    private func numbers(_ host: SimulatedHost) -> [String] {
        let bytes = host.disk.image.files["\(SimulatedHost.directory)/\(MetricsKeeper.name)"] ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func aKindOfFindingThatDoesNotStandIsZeroAndNotAbsent() async throws {
        let host = SimulatedHost(clock: ManualClock())
        let unmatched = "posyncd_findings{severity=\"warning\",scenario=\"order-unmatched\"}"
        try await RunningDaemon.during(host) { daemon in
            await daemon.idle(afterCycles: 1)
            #expect(numbers(host).contains("\(unmatched) 0"))
            #expect(numbers(host).count { $0.hasPrefix("posyncd_findings{") && $0.hasSuffix(" 0") } > 100)
            host.network.change { procurement, _ in
                procurement.issue("PO-2", agreement: "agmt-none", amount: "5.00", at: host.now)
            }
            daemon.inbox.post(.cycle)
            #expect(await daemon.pass(atMost: .seconds(10)) { numbers(host).contains("\(unmatched) 1") })
            host.network.change { procurement, _ in procurement.set("PO-2", status: "cancelled", at: host.now) }
            host.clock.advance(by: .seconds(60))
            daemon.inbox.post(.cycle)
            #expect(await daemon.pass(atMost: .seconds(10)) { numbers(host).contains("\(unmatched) 0") })
        }
    }

    @Test func whatStandsIsThereAtTheNextStartBeforeACycleHasEnded() async throws {
        let host = SimulatedHost(clock: ManualClock())
        host.network.change { procurement, _ in
            procurement.issue("PO-2", agreement: "agmt-none", amount: "5.00", at: host.now)
        }
        try await RunningDaemon.during(host) { await $0.idle(afterCycles: 1) }
        let before = numbers(host).filter { $0.hasPrefix("posyncd_findings{") }
        host.disk.lose("\(SimulatedHost.directory)/\(MetricsKeeper.name)")
        try await RunningDaemon.during(host) { daemon in
            await daemon.until { daemon.told.contains("READY=1") }
            #expect(numbers(host).filter { $0.hasPrefix("posyncd_findings{") } == before)
        }
    }
}
