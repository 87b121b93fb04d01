import Testing

@testable import Configuration

/// A key that stands twice is told with everything else that is wrong.
@Suite struct DuplicateKeyTests {
    @Test func itIsToldWithItsPathAndBothLines() {
        #expect(
            ConfigurationText().adding("interval: 1h").problems() == [
                "posyncd.yaml, line 2, interval: the key stands there twice, here and on line 13; keep one of them"
            ])
    }

    @Test func theOtherMistakesAreToldAsWell() {
        let problems = ConfigurationText().with("policy: maybe", at: 1).adding("interval: 1h", "wombat: 1").problems()
        #expect(
            problems.map { String($0.prefix { $0 != ":" }) } == [
                "posyncd.yaml, line 1, policy", "posyncd.yaml, line 2, interval", "posyncd.yaml, line 14, wombat",
            ])
    }

    @Test func severalInSeveralPlaces() {
        let problems = ConfigurationText().with(
            "    clientID: c\n    url: https://b.example.com\n    clientID: d", at: 7
        )
        .with("  - {name: part, to: offer, from: line.part, to: agreement}", at: 10)
        .adding("limits: {changes: 1, changes: 2, changes: 3}").problems()
        #expect(problems.count == 5, "\(problems)")
        for path in ["feeds[0].url", "feeds[0].clientID", "mapping[0].to", "limits.changes"] {
            #expect(problems.contains { $0.contains(", \(path): the key stands there twice") }, "\(path): \(problems)")
        }
    }

    @Test(arguments: ["'interval': 1h", "\"interval\": 1h", "interval : 1h"]) func howeverItIsWritten(_ line: String) {
        let problems = ConfigurationText().adding(line).problems()
        #expect(problems.count == 1 && problems[0].contains("interval: the key stands there twice"), "\(problems)")
    }

    @Test func inSectionsThatNobodyReads() {
        let problems = ConfigurationText().adding("wombat: {a: 1, a: 2}").problems()
        #expect(problems.contains { $0.contains("wombat.a: the key stands there twice") }, "\(problems)")
        #expect(problems.contains { $0.contains("line 13, wombat: there is no such key") }, "\(problems)")
    }

    @Test func namesOfTheUsersOwnAreTakenOnce() {
        let problems = ConfigurationText().adding(
            "  requestsPerSecond: {SearchAgreements: 1, SearchAgreements: 2}"
        ).problems()
        #expect(
            problems.count == 1 && problems[0].contains("SearchAgreements: the key stands there twice"), "\(problems)")
    }

    @Test func wideLettersMoveNothing() {
        let problems = ConfigurationText().with("# Ωmega 🚀 ünïcode", at: 2).adding("interval: 1h", "interval: 2h")
            .problems()
        #expect(
            problems == [
                "posyncd.yaml, line 13, interval: the key stands there twice, here and on line 14; keep one of them"
            ])
    }

    @Test func tooManyAreToldAllTheSame() {
        let text = ConfigurationText(lines: (0..<300).map { _ in "a: 1" })
        #expect(text.problems().contains { $0.contains("twice") })
    }
}
