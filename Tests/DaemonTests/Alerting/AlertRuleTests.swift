import FoundationEssentials
import Reconciliation
import Supervision
import Testing

@testable import Daemon

/// What is shipped for monitoring systems knows what the program knows.
@Suite struct AlertRuleTests {
    private static let ruleFiles = ["prometheus/posyncd-log.rules.yml", "prometheus/posyncd-metrics.rules.yml"]

    /// What stands behind a mark at the beginning of a line.
    private static func values(_ mark: String, in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let line = line.drop { $0 == " " || $0 == "-" }
            return line.hasPrefix(mark) ? line.dropFirst(mark.count).trimmed : nil
        }
    }

    @Test func mtailCountsEveryScenario() throws {
        let program = try AlertingFiles.alerting("mtail/posyncd.mtail")
        var known: Set<String> = []
        for severity in ["error", "warning"] {
            for scenario in Scenario.allCases {
                known.insert("/[\" ]\(severity):\(scenario.rawValue)=(?P<count>\\d+)/ {")
                for value in ["$count", "0"] {
                    known.insert(
                        "posyncd_log_findings[\"\(severity)\"][\"\(scenario.rawValue)\"][getfilename()] = \(value)")
                }
            }
        }
        let lines = program.split(separator: "\n").map { $0.trimmed }
        let found = lines.filter { $0.hasPrefix("/[\" ]") || $0.hasPrefix("posyncd_log_findings[") }
        #expect(found.count == known.count)
        #expect(Set(found) == known)
    }

    @Test func rulesAndFiltersNameEventsThatThereAre() throws {
        let files =
            ["mtail/posyncd.mtail", "cloudwatch/metric-filters.json", "rsyslog/30-posyncd.conf"] + Self.ruleFiles
        let nouns = Set(EventName.allCases.compactMap { $0.rawValue.split(separator: ".").first })
        let known = Set(EventName.allCases.map(\.rawValue))
        var seen: Set<String> = []
        for file in files {
            let words = try AlertingFiles.alerting(file).split { !($0.isLetter || $0 == "." || $0 == "_") }
            for word in words.map(String.init)
            where word.contains(".") && !word.hasSuffix(".") && nouns.contains(word.prefix { $0 != "." }) {
                seen.insert(word)
            }
        }
        #expect(seen.count > 8)
        #expect(seen.subtracting(known).isEmpty)
    }

    @Test func everyAlertIsInTheRunbookAndNoOtherIs() throws {
        var alerts: Set<String> = []
        for file in Self.ruleFiles {
            let text = try AlertingFiles.alerting(file)
            let names = Self.values("alert: ", in: text)
            let runbooks = Self.values("runbook: ", in: text)
            #expect(names.map { "Config/alerting/README.md#\($0.lowercased())" } == runbooks)
            alerts.formUnion(names)
        }
        let runbook = Self.values("### ", in: try AlertingFiles.alerting("README.md"))
        #expect(Set(runbook) == alerts && runbook.count == alerts.count)
        for severity in try Self.ruleFiles.flatMap({ Self.values("labels: ", in: try AlertingFiles.alerting($0)) }) {
            #expect(["critical", "error", "warning", "none"].map { "{severity: \($0)}" }.contains(severity))
        }
    }

    @Test func promtoolTriesEveryAlertInBothDirections() throws {
        for file in Self.ruleFiles {
            let alerts = Set(Self.values("alert: ", in: try AlertingFiles.alerting(file)))
            let tests = try AlertingFiles.alerting(file.split(separator: ".").first.map { "\($0).test.yml" } ?? "")
            // One that fires is spelled out over lines, one that does not fits on one.
            let silent = Set(
                Self.values("{eval_time: ", in: tests).compactMap { line in
                    line.split(separator: " ").last.map { String($0.dropLast()) }
                })
            #expect(alerts == Set(Self.values("alertname: ", in: tests)))
            #expect(alerts.subtracting(silent) == [])
        }
    }

    @Test func eachPartOfTheRunbookSaysWhatItMeansWhereToLookAndWhatToDo() throws {
        let parts = try AlertingFiles.alerting("README.md").components("\n### ").dropFirst()
        #expect(parts.count > 10)
        for part in parts {
            for mark in ["**Means** ", "**Look at** ", "**Do** "] { #expect(part.contains(mark), "\(part.prefix(30))") }
        }
    }

    @Test func theNumbersAreThoseOfTheMetricsFile() throws {
        var snapshot = MetricsSnapshot(version: "1", libcurl: "2", started: 0, interval: .seconds(1))
        (snapshot.lastAttempt, snapshot.lastSuccess, snapshot.oldestPending) = (1, 1, 1)
        snapshot.lastDuration = .seconds(1)
        for place in [
            \MetricsSnapshot.cycles, \.queue, \.calls, \.throttles, \.assignments,
        ] as [WritableKeyPath<MetricsSnapshot, [String: Int]>] { snapshot[keyPath: place] = ["x": 1] }
        snapshot.feeds = ["x": 1]
        snapshot.findings = [.init(severity: "error", scenario: "x", count: 1)]
        let types = MetricsFile(snapshot).text().split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
        let names = types.map { String($0.split(separator: " ")[2]) }
        #expect(
            try AlertingFiles.table(under: "Numbers").flatMap { AlertingFiles.quoted($0[0]) }.sorted() == names.sorted()
        )
        let rules = try AlertingFiles.alerting(Self.ruleFiles[1])
        let used = rules.split { !($0.isLetter || $0 == "_") }.filter { $0.hasPrefix("posyncd_") }.map(String.init)
        #expect(!used.isEmpty && Set(used).subtracting(names).isEmpty)
    }
}

extension String {
    /// The parts between a separator.
    fileprivate func components(_ separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
