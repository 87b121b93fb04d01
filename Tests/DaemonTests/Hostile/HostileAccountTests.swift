import Reconciliation
import Simulation
import Testing

@testable import Daemon

/// One account whose answers are hostile beside a healthy one: a typed error, one finding, and the healthy one's charges are
/// written.
@Suite struct HostileAccountTests {
    private static let account = "333333333333"

    private func run(_ peer: HostilePeer, patience: Int? = nil) async throws {
        var world = HostileWorld.world()
        // An order of its own, so that the account has something to lose.
        world.order("PO-H", "66.00", for: "agmt-hostile")
        try await Company.run(world) { company in
            if let patience { company.losePatience(after: patience) }
            try await HostileGateway(Self.account, aws: company.awsAddress, peer).with { address in
                company.route(through: address)
                for _ in 0..<2 {
                    let outcome = try await company.sync()
                    #expect(outcome.accounts.first { $0.account == Self.account }?.error != nil)
                    #expect(outcome.accounts.filter { $0.account != Self.account }.allSatisfy { $0.error == nil })
                    company.pass(minutes: 15)
                }
            }
            #expect(company.held == ["ch-one": "PO-1"])
            #expect(company.told("finding.firing", .accountUnreachable).count == 1)
            let finding = try await company.only(.accountUnreachable)
            #expect(finding.subject.account?.text == Self.account && !finding.remedy.isEmpty)
            // Nothing of it is lost: once the account answers, its charge is written.
            company.route(through: company.awsAddress)
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-1", "ch-hostile": "PO-H"])
        }
    }

    @Test(arguments: HostilePeer.misleading) func misleadingAnswersCostTheirAccountAlone(_ peer: HostilePeer)
        async throws
    {
        try await run(peer)
    }

    @Test func aPeerThatTricklesCostsItsAccountAlone() async throws { try await run(HostilePeer.slow, patience: 6) }

    @Test func aRedirectToAnotherOriginTakesNoByteThere() async throws {
        try await HostilePeer.body("another origin", "{}").with { other in
            try await run(
                .body("a redirect", "", status: "307 Temporary", headers: ["Location: \(other.origin)/"]))
            #expect(other.connectionCount == 0)
        }
    }
}
