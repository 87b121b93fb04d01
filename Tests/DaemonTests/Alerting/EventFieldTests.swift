import Documents
import Reconciliation
import Simulation
import Store
import Supervision
import Synchronization
import Testing

@testable import Daemon

/// The fields of the log's lines are those that `Config/alerting/README.md` names, and the lines keep the log's rules.
@Suite(.timeLimit(.minutes(10))) struct EventFieldTests {
    /// The fields that an event may have, by its name.
    private static func documented() throws -> [String: Set<String>] {
        var cells: [String: [String]] = [:]
        for row in try AlertingFiles.table(under: "Events") {
            for event in AlertingFiles.quoted(row[0]) { cells[event] = AlertingFiles.quoted(row[3]) }
        }
        // A cell may name another event, whose fields it has too.
        return cells.mapValues { names in
            Set(names.flatMap { name in cells[name] ?? [name] })
        }
    }

    /// A daemon to which much happens; its lines.
    private func lines() async throws -> [String] {
        let trouble = Mutex("")
        let host = SimulatedHost(charges: 3, clock: ManualClock()) { sighting in
            let trouble = trouble.withLock { $0 }
            return sighting.operation == trouble ? .status(503, retryAfter: nil) : .answered
        }
        let due = host.now + .seconds(864_000)
        host.network.change { procurement, marketplace in
            procurement.issue("PO-2", agreement: "agmt-none", amount: "5.00", at: host.now)
            marketplace.agreements.append(
                .init(
                    id: "agmt-2", account: SimulatedHost.account,
                    charges: [.init(id: "ch-x", amount: "70.00", time: due)]))
        }
        let setup = RunningDaemon.Setup(interval: "1m", further: "alerts: {command: [/bin/false], remind: 1h}")
        try await RunningDaemon.during(host, setup) { daemon in
            await daemon.until("cycle.started")
            #expect(await daemon.pass(atMost: .seconds(100)) { daemon.cycles >= 1 })
            for operation in ["procurement", "ListAgreementCharges", "UpdatePurchaseOrders", ""] {
                trouble.withLock { $0 = operation }
                host.network.change { procurement, marketplace in
                    procurement.set("PO-2", status: operation.isEmpty ? "cancelled" : "issued", at: host.now)
                    if operation.isEmpty { marketplace.agreements[1].charges[0].refusal = "UNSUPPORTED_ACTION" }
                    if operation.hasPrefix("Update") {
                        procurement.issue("PO-3", agreement: "agmt-2", amount: "70.00", at: host.now)
                    }
                }
                let cycles = daemon.cycles
                #expect(await daemon.pass(.seconds(5), atMost: .seconds(300)) { daemon.cycles > cycles })
            }
            host.clock.jump(milliseconds: 3_600_000)
            daemon.willReload(.failure(ProgramError(.configuration, "bad")))
            for event in ["config.rejected", "config.reloaded"] {
                daemon.inbox.post(.reload)
                #expect(await daemon.pass(atMost: .seconds(100)) { !host.logged(event).isEmpty })
            }
            let cycles = daemon.cycles
            #expect(await daemon.pass(atMost: .seconds(100)) { daemon.cycles > cycles })
        }
        return host.log
    }

    @Test func everyLineHasDocumentedFieldsAloneAndKeepsTheRules() async throws {
        let documented = try Self.documented()
        var seen: Set<String> = []
        for line in try await lines() {
            #expect(line.hasSuffix("}\n") && line.utf8.count <= 8192)
            let object = try #require(try JSONReader.read(Array(line.utf8)).object)
            #expect(object.members.prefix(4).map(\.key) == ["ts", "level", "event", "message"])
            let event = try #require(object["event"]?.string)
            #expect(Level(rawValue: object["level"]?.string ?? "") != nil)
            let known = try #require(documented[event], "\(event) is not documented")
            let fields = Set(object.members.dropFirst(4).map(\.key)).subtracting(["repeated"])
            #expect(fields.subtracting(known) == [], "\(event)")
            seen.insert(event)
        }
        // What needs a broken disk, or a start that fails, does not happen here.
        let absent = Set(documented.keys).filter { $0.hasPrefix("store.") }.union(["command.failed"])
        #expect(Set(documented.keys).subtracting(absent).subtracting(seen) == [])
    }

    @Test func noLineHoldsASecret() async throws {
        for line in try await lines() {
            #expect(!line.contains("\"secret\"") && !line.contains("simulated"))
        }
    }
}
