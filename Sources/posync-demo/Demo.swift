import Daemon
import FoundationEssentials
import Sandbox

/// The story that the demo tells: real cycles through the real client, store and files, against the sandbox.
struct Demo {
    let sandbox: Sandbox
    let folder: DemoFolder
    let terminal: Terminal
    let environment: [String: String]
    private var broken: [String] = []

    init(_ sandbox: Sandbox, _ folder: DemoFolder, _ terminal: Terminal, environment: [String: String]) {
        self.sandbox = sandbox
        self.folder = folder
        self.terminal = terminal
        self.environment = environment
    }

    private var posyncd: Posyncd {
        // The findings are shown below; only what nobody expects is logged between the chapters.
        Posyncd(
            Invocation(configurationFile: folder.configuration, environment: environment, logLevel: "critical"))
    }

    /// Tells it. The promises that were not kept.
    mutating func tell() async throws -> [String] {
        await showWorld()
        try await plan()
        try await firstCycle()
        try await findings()
        try await secondCycle()
        try await changes()
        try await explain()
        for call in sandbox.calls where !call.problems.isEmpty {
            broken.append("a call of \(call.operation) was not well-formed: \(call.problems.joined(separator: "; "))")
        }
        return broken
    }

    private mutating func promise(_ isKept: Bool, _ what: String) {
        if !isKept { broken.append(what) }
    }

    private mutating func promise(AWSHolds expected: [String: String], _ when: String) {
        let held = sandbox.world.aws.orders
        for charge in Set(expected.keys).union(held.keys).sorted() where held[charge] != expected[charge] {
            broken.append(
                "\(when), charge \(charge) carries \(held[charge] ?? "nothing"), not \(expected[charge] ?? "nothing")")
        }
    }

    // MARK: - Chapters

    private func showWorld() async {
        terminal.chapter("What there is")
        terminal.say("The procurement system (it speaks Coupa's API) has these purchase orders to AWS:\n")
        terminal.table(
            [["PO", "STATUS", "WHAT FOR", "AMOUNT", "NEEDED BY", "AGREEMENT NAMED"]]
                + sandbox.world.procurement.orders.flatMap { order in
                    order.lines.map { line in
                        [
                            order.number, order.status, line.description, "\(line.total ?? "-") \(line.currency)",
                            line.needBy?.day ?? "-", line.auxiliaryPart ?? "-",
                        ]
                    }
                })
        terminal.say("\nThree accounts of the organization bought this in AWS Marketplace:\n")
        showCharges(since: nil)
        terminal.say("\nThis is all that posyncd is told about it:\n")
        for line in DemoFolder.text(await sandbox.address(.procurement)).split(separator: "\n") {
            terminal.say("    \(line)")
        }
    }

    /// The charges, and what has changed on them since `before`.
    private func showCharges(since before: [String: String]?) {
        var rows = [["ACCOUNT", "AGREEMENT", "CHARGE", "AMOUNT", "DUE", "CARRIES"]]
        for agreement in sandbox.world.aws.agreements {
            for charge in agreement.charges {
                let isNew = before.map { $0[charge.id] != charge.order } ?? false
                rows.append([
                    "\(agreement.acceptor) \(DemoWorld.names[agreement.acceptor] ?? "")", agreement.id, charge.id,
                    charge.amount.map { "\($0) \(charge.currency)" } ?? "by usage", charge.time?.day ?? "monthly",
                    (charge.order ?? "-") + (isNew ? "  <- written" : ""),
                ])
            }
        }
        terminal.table(rows)
    }

    private mutating func plan() async throws {
        terminal.chapter("posyncd plan")
        terminal.say("What would be done, and why. This writes nothing anywhere.\n")
        let (report, _) = try await posyncd.plan(isFull: false)
        terminal.show(report.text)
        promise(writes == 0, "plan wrote to AWS")
        promise(!FileManager.default.fileExists(atPath: folder.state), "plan made a state directory")
    }

    private mutating func firstCycle() async throws {
        terminal.chapter("posyncd sync")
        let before = sandbox.world.aws.orders
        let (outcome, code) = try await posyncd.sync(isFull: false, isForced: false)
        terminal.show(outcome.text)
        terminal.say("\nEvery write was read back. AWS now holds:\n")
        showCharges(since: before)
        promise(code == .done, "the first cycle was not complete: \(outcome.troubles.joined(separator: "; "))")
        promise(AWSHolds: DemoWorld.afterFirst, "after the first cycle")
    }

    private mutating func findings() async throws {
        terminal.chapter("posyncd findings")
        terminal.say(
            """
            Where posyncd is not sure it writes nothing, and says who has to do what. Each finding is logged once when it
            fires, once a day while it stands, and once when it is over.

            """)
        terminal.show(try await posyncd.findings(includingResolved: false).text)
    }

    private mutating func secondCycle() async throws {
        terminal.chapter("posyncd sync, once more")
        let before = sandbox.calls.count
        let earlier = writes
        let (_, code) = try await posyncd.sync(isFull: false, isForced: false)
        terminal.say(
            "Nothing has changed, so nothing is written: \(writes - earlier) writes, "
                + "\(sandbox.calls.count - before) calls to look, and nothing is said twice.")
        promise(code == .done && writes == earlier, "the second cycle wrote something")
        promise(AWSHolds: DemoWorld.afterFirst, "after the second cycle")
    }

    private mutating func changes() async throws {
        terminal.chapter("Two things happen, posyncd sync")
        terminal.say(
            """
              PO 4501009 comes at last, for the charge that is due in five days.
              PO 4501002 is cancelled, and PO 4501010 takes its place.

            """)
        sandbox.change { world in
            let now = world.now
            var late = DemoWorld.order(1009, now, "Image recognition", "980.00", "agmt-vision")
            late.updated = now
            var correction = DemoWorld.order(1010, now, "Observability, corrected", "2400.00", "agmt-observe")
            correction.updated = now
            world.procurement.put(late)
            world.procurement.put(correction)
            world.procurement.revise("4501002", at: now) { $0.status = "cancelled" }
        }
        let before = sandbox.world.aws.orders
        let (outcome, code) = try await posyncd.sync(isFull: false, isForced: false)
        terminal.show(outcome.text)
        terminal.say("")
        showCharges(since: before)
        terminal.say(
            "\nThe finding about ch-vision is over. PO 4507777, which somebody typed in by hand, was left alone.")
        promise(
            outcome.findings["warning"] == 2,
            "after the late order \(outcome.findings["warning"] ?? 0) warnings stand, not 2")
        promise(code == .done, "the last cycle was not complete: \(outcome.troubles.joined(separator: "; "))")
        promise(AWSHolds: DemoWorld.afterLast, "in the end")
    }

    private mutating func explain() async throws {
        terminal.chapter("posyncd explain 4501004")
        terminal.say("Why this number stands on that charge, half a year later as well:\n")
        terminal.show(try await posyncd.explain("4501004").text)
    }

    /// How often purchase orders were written to AWS.
    private var writes: Int { sandbox.calls.count { $0.operation == "UpdatePurchaseOrders" } }
}
