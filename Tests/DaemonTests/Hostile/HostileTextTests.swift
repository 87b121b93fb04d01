import Documents
import FoundationEssentials
import Reconciliation
import Sandbox
import Simulation
import Store
import Testing

@testable import Daemon

/// Text from outside that would move a terminal's cursor, colour what follows, turn the direction of writing, begin a line of
/// its own or a formula: people see it and are not moved by it, and what is no honest number goes onto no charge.
@Suite struct HostileTextTests {
    /// A title and the bell, colours, a cleared screen, the same in one C1 control, a right-to-left override, an isolate, a
    /// line separator, a mark without width, a tag, and the beginnings of lines that posyncd itself could have printed.
    static let poison =
        "a\u{1b}]0;x\u{7}\u{1b}[31;2J\u{9b}31m\u{202e}b\u{2066}c\u{2028}d\u{200b}\u{e0041}\r\nerror  forged\n\u{0}\u{85}e"

    private static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.aws.organization?.members[1].name = poison
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        // The number that somebody set in the console, the offer and the charge's own name.
        world.buy(
            "agmt-two", product: "prod\(poison)",
            [.charge("ch-\(poison)", "50.00", due: 30, carries: "PO-\(poison)"), .charge("ch-four", "5.00", due: 3)])
        world.aws.agreements[1].offer = "offer-\(poison)"
        world.buy("agmt-\(poison)", in: "333333333333", [.charge("ch-three", "66.00", due: 40)])
        world.order("PO-1", "100.00", for: "agmt-one")
        world.order("PO-2", "50.00", for: "agmt-two")
        world.order("PO-3", "50.00", for: "agmt-none \(poison)", scope: poison)
        world.revise("PO-3") { order in
            order.custom["x\(poison)"] = poison
            order.lines[0].description = poison
            order.lines[0].commodity = poison
            order.lines[0].part = poison
            order.lines[0].custom["y"] = poison
        }
        world.order("PO-4", "50.00", for: "agmt-two", status: poison)
        world.order("PO\(poison)5", "50.00", for: "agmt-two")
        return world
    }

    /// What is wrong with a text that reaches a terminal.
    private static func faults(_ text: String) -> [String] {
        text.unicodeScalars.filter { $0 != "\n" && !Self.isHarmless($0) }.map { "U+\(String($0.value, radix: 16))" }
            + text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("error  forged") }.map(String.init)
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }

    @Test func noCommandHandsItToTheTerminal() async throws {
        var settings = CompanySettings()
        settings.feed = ["statuses: {issued: issued}"]
        try await Company.run(Self.world()) { company in
            let plan = try await company.program.plan(isFull: true).0
            let outcome = try await company.sync()
            let program = company.program
            var texts: [(String, any Report)] = [
                ("plan", plan), ("sync", outcome), ("status", try await program.status()),
                ("findings", try await program.findings(includingResolved: true)),
                ("queue", try await program.queue()),
                ("preview", try await program.preview(feed: "coupa", limit: 20)),
                ("test-mapping", try await program.testMapping(feed: "coupa", limit: nil)),
                ("check", try await program.check().0), ("export", try await program.export()),
            ]
            for id in ["PO-1", "PO-2", "PO-3", "PO-4", "agmt-two", "ch-three", "PO-\(Self.poison)", Self.poison] {
                texts.append(("explain \(id)", try await program.explain(id)))
            }
            for (name, report) in texts {
                #expect(Self.faults(report.text.replacing("\r\n", with: "\n")) == [], "\(name)")
                #expect(Self.faults(report.json) == [], "\(name) in JSON")
            }
            for name in ["assignments.json", "findings.json", "queue.json", "status.json"] {
                let text = String(
                    decoding: try Data(contentsOf: URL(filePath: "\(company.state)/\(name)")), as: UTF8.self)
                #expect(Self.faults(text) == [], "\(name)")
            }
            // JSON gives back what was there.
            #expect(plan.json.contains("agmt-one"))
            let agreements = try JSONReader.read(Array(try await program.explain("ch-three").json.utf8))["agreements"]
            #expect(agreements?.array?.first?["agreement"]?.string == "agmt-\(Self.poison)")
            #expect(company.held["ch-one"] == "PO-1")
            #expect(!company.held.values.contains { $0.contains("5") })
        }
    }
}
