import FoundationEssentials
import Reconciliation
import Sandbox
import Testing

@testable import Daemon

/// A feed that is taken out of the configuration, or gets another name.
@Suite struct RemovedFeedTests {
    private func withTwoFeeds(_ body: (Company) async throws -> Void) async throws {
        var world = SandboxWorld.company()
        world.buy("agmt-one", [.charge("ch-one", "100.00", due: 20)])
        world.order("PO-7", "100.00", for: "agmt-none")
        try await Company.run(world) { company in
            let folder = URL(filePath: "\(company.folder)/orders")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("Number,Reference,Amount,Currency\nPO-9,agmt-one,100.00,USD\n".utf8)
                .write(to: folder.appending(path: "orders.csv"))
            try company.configure {
                $0.otherFeeds = [
                    "- {name: table, kind: csv, url: 'file://\(folder.path)/', columns: {order.number: Number, "
                        + "line.auxiliaryPart: Reference, line.amount: Amount, line.currency: Currency}}"
                ]
            }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-9"])
            try await body(company)
        }
    }

    @Test func nothingIsWrittenByOrdersThatNobodyReadsAnyMore() async throws {
        try await withTwoFeeds { company in
            try company.configure { $0.otherFeeds = [] }
            company.change { $0.aws[charge: "ch-one"]?.order = nil }
            let outcome = try await company.sync()
            #expect(company.held == [:], "whether PO-9 is still issued is not known")
            #expect(outcome.lines["selected"] == 1)
            let report = try await company.program.explain("PO-9")
            #expect(report.text.contains("The feed is not in the configuration any more"))
        }
    }

    @Test func noOtherOrderTakesWhatTheyStandOn() async throws {
        try await withTwoFeeds { company in
            company.change {
                $0.aws[agreement: "agmt-one"]?.charges.append(.charge("ch-later", "70.00", due: 50))
                $0.order("PO-8", "70.00", for: "agmt-one")
            }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-9", "ch-later": "PO-8"])
            try company.configure { $0.otherFeeds = [] }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-9", "ch-later": "PO-8"], "PO-8 is not alone on the agreement")
            let finding = try await company.only(.orderOnHold)
            #expect(finding.subject.order == "PO-9" && finding.detail.contains("the feed no longer has the order"))
        }
    }

    @Test func anOrderThatComesByAFeedOfAnotherNameIsTheSame() async throws {
        try await withTwoFeeds { company in
            try company.configure {
                $0.otherFeeds = $0.otherFeeds.map { $0.replacing("name: table", with: "name: list") }
            }
            let outcome = try await company.sync()
            #expect(company.held == ["ch-one": "PO-9"] && outcome.changes.planned == 0)
            #expect(outcome.lines["selected"] == 2 && outcome.lines["assigned"] == 1)
            try await company.expect(firing: [.orderUnmatched])
        }
    }

    @Test func aFeedThatComesBackGoesOnWhereItWas() async throws {
        try await withTwoFeeds { company in
            var feeds: [String] = []
            try company.configure {
                feeds = $0.otherFeeds
                $0.otherFeeds = []
            }
            try await company.sync()
            #expect(company.held == ["ch-one": "PO-9"], "nothing is ever taken off")
            try company.configure { $0.otherFeeds = feeds }
            let outcome = try await company.sync()
            #expect(outcome.lines["assigned"] == 1 && outcome.changes.planned == 0)
        }
    }
}
