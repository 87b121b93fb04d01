import Reconciliation
import Sandbox
import Simulation
import Testing

@testable import Daemon

/// A company with a healthy feed and a healthy account, beside which something hostile is put.
enum HostileWorld {
    static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 30)])
        world.buy("agmt-hostile", in: "333333333333", [.charge("ch-hostile", "66.00", due: 40)])
        world.order("PO-1", "100.00", for: "agmt-one")
        return world
    }

    /// A record of the hostile feed that would claim a charge.
    static let record =
        #"{"id":"h1","number":"PO-H","status":"issued","lines":[{"id":"1","part":"agmt-hostile","amount":"66.00","currency":"USD"}]}"#

    /// A feed at an address, with a secret of its own.
    static func feed(_ url: String, _ further: String = "") -> String {
        "- {name: hostile, kind: rest, url: \"\(url)\", auth: {bearer: {env: OTHER_SECRET}}, fields: "
            + "{order.id: /id, order.number: /number, order.status: /status, line.id: /id, line.auxiliaryPart: /part, "
            + "line.amount: /amount, line.currency: /currency}, lines: /lines\(further)}"
    }

    /// Two cycles with the feed beside the healthy one: what a promise is about in both of them.
    ///
    /// - Parameters:
    ///   - scenario: the one finding about the hostile feed.
    ///   - held: what charges carry in the end, beside the healthy one.
    static func run(
        _ feeds: [String], expecting scenario: Scenario, held: [String: String] = [:], patience: Int? = nil,
        _ further: (Company) async throws -> Void = { _ in }, at location: SourceLocation = #_sourceLocation
    ) async throws {
        var settings = CompanySettings()
        settings.otherFeeds = feeds
        try await Company.run(world(), settings) { company in
            if let patience { company.losePatience(after: patience) }
            let begin = ContinuousClock.now
            for _ in 0..<2 {
                let (outcome, _) = try await company.program.sync(isFull: false, isForced: false)
                let hostile = outcome.feeds.first { $0.name == "hostile" }
                #expect((hostile?.error != nil) == (scenario == .feedUnreachable), sourceLocation: location)
                #expect(outcome.feeds.first { $0.name == "coupa" }?.error == nil, sourceLocation: location)
                company.pass(minutes: 15)
            }
            // Six seconds of a slow peer, three times over, twice; and a machine that has other things to do.
            #expect(ContinuousClock.now - begin < .seconds(180), sourceLocation: location)
            let expected = held.merging(["ch-one": "PO-1"]) { $1 }
            #expect(company.held == expected, sourceLocation: location)
            #expect(company.told("finding.firing", scenario).count == 1, sourceLocation: location)
            let finding = try #require(
                try await company.firing().first { $0.scenario == scenario }, sourceLocation: location)
            #expect(finding.subject.feed == "hostile", sourceLocation: location)
            #expect(!finding.detail.isEmpty && !finding.remedy.isEmpty, sourceLocation: location)
            #expect(company.malformed.isEmpty, sourceLocation: location)
            try await further(company)
        }
    }
}
