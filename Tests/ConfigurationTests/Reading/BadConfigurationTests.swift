import Testing

@testable import Configuration

/// Kinds of mistakes: each is one message with file, line, the key's path and what to write instead.
@Suite struct BadConfigurationTests {
    @Test func theTextItselfIsRight() {
        #expect(ConfigurationText().problems() == [])
    }

    private func expectOne(
        _ text: ConfigurationText, _ place: String, _ words: String..., at location: SourceLocation = #_sourceLocation
    ) {
        let problems = text.problems()
        #expect(problems.count == 1, "\(problems)", sourceLocation: location)
        let problem = problems.first ?? ""
        #expect(problem.hasPrefix("posyncd.yaml, \(place): "), "\(problem)", sourceLocation: location)
        for word in words { #expect(problem.contains(word), "\(problem)", sourceLocation: location) }
    }

    @Test func aMisspeltKey() {
        expectOne(ConfigurationText().adding("intervall: 1h"), "line 13, intervall", "did you mean interval?")
        expectOne(
            ConfigurationText().adding("  accounts: {discovery: none}"), "line 13, marketplace.accounts.discovery",
            "did you mean discover?")
    }

    @Test func aKeyThatIsLikeNone() {
        expectOne(
            ConfigurationText().adding("wombat: 1"), "line 13, wombat",
            "known here: alerts, blanket, cutoff, expiredOrders")
    }

    @Test func aValueOfTheWrongType() {
        expectOne(ConfigurationText().with("interval: [15m]", at: 2), "line 2, interval", "a duration", "15m")
        expectOne(ConfigurationText().with("interval: 15", at: 2), "line 2, interval", "a duration", "90s")
        expectOne(
            ConfigurationText().adding("limits: {changes: many}"), "line 13, limits.changes", "a whole number from 1")
        expectOne(
            ConfigurationText().adding("  requireIntegration: maybe"), "line 13, marketplace.requireIntegration",
            "true or false")
    }

    @Test func anImpossibleValue() {
        expectOne(ConfigurationText().with("interval: 0s", at: 2), "line 2, interval", "from 1s to 1d")
        expectOne(ConfigurationText().adding("limits: {fraction: 1.5}"), "line 13, limits.fraction", "from 0.0 to 1.0")
    }

    @Test func aWordThatIsNoneOfThose() {
        expectOne(
            ConfigurationText().with("policy: assign-mising", at: 1), "line 1, policy", "did you mean assign-missing?")
        expectOne(ConfigurationText().with("    kind: copua", at: 5), "line 5, feeds[0].kind", "did you mean coupa?")
    }

    @Test func ofAFeedWithoutKindNothingElseIsSaid() {
        expectOne(
            ConfigurationText().with("    # no kind", at: 5), "line 4, feeds[0].kind", "coupa, cxml, csv, ariba or rest"
        )
    }

    @Test func somethingThatIsNeededAndMissing() {
        expectOne(ConfigurationText().with("# no policy", at: 1), "line 2, policy", "observe, assign-missing or upsert")
        expectOne(ConfigurationText().with("    # no client", at: 7), "line 4, feeds[0].clientID", "missing")
    }

    @Test func aNameGivenTwice() {
        expectOne(
            ConfigurationText().with(
                "  - {name: part, from: line.part, to: agreement}\n  - {name: part, from: line.part, to: offer}", at: 10
            ),
            "line 11, mapping[1].name", "two rules are called part")
    }

    @Test func aFieldThatIsNone() {
        expectOne(
            ConfigurationText().with("  - {name: part, from: line.prat, to: agreement}", at: 10),
            "line 10, mapping[0].from", "line.prat", "did you mean line.part?")
        expectOne(ConfigurationText().adding("scope: line.custm.scope"), "line 13, scope", "no field line.custm.scope")
    }

    @Test func aPatternThatIsNone() {
        expectOne(
            ConfigurationText().with("  - {name: part, from: line.part, pattern: 'agmt-[a', to: agreement}", at: 10),
            "line 10, mapping[0].pattern", "no regular expression")
    }

    @Test func asManyKeysAsFields() {
        expectOne(
            ConfigurationText().with("  - {name: part, from: line.part, to: [product, account]}", at: 10),
            "line 10, mapping[0].to", "`from` has 1 and `to` has 2")
    }

    @Test func anAddressInPlainText() {
        expectOne(
            ConfigurationText().with("    url: http://acme.coupahost.com", at: 6), "line 6, feeds[0].url",
            "write https://")
    }

    @Test func aSecretInTheFile() {
        let text = ConfigurationText().with("    clientSecret: hunter2", at: 8)
        expectOne(text, "line 8, feeds[0].clientSecret", "secrets never stand in this file", "{credential: NAME}")
        #expect(!text.problems().joined().contains("hunter2"))
    }

    @Test func anAccountWithoutQuotes() {
        expectOne(
            ConfigurationText().with("  management: {account: 11111111111}", at: 12),
            "line 12, marketplace.management.account", "12 digits, in quotes")
    }

    @Test func anOperationThatIsNone() {
        expectOne(
            ConfigurationText().adding("  requestsPerSecond: {UpdatePurchaseOrder: 3}"),
            "line 13, marketplace.requestsPerSecond.UpdatePurchaseOrder", "did you mean UpdatePurchaseOrders?")
    }

    @Test func whatIsNoYAML() {
        expectOne(ConfigurationText().with("interval: \"15m", at: 2), "line 12", "not YAML")
        expectOne(ConfigurationText().with("\tinterval: 15m", at: 2), "line 2", "not YAML")
        #expect(ConfigurationText(lines: [""]).problems() == ["posyncd.yaml, line 1: the file is empty"])
        #expect(ConfigurationText(lines: ["- a"]).problems().first?.contains("a mapping of keys to values") == true)
    }

    @Test func everythingIsToldAtOnceByLine() {
        let problems = ConfigurationText().with("policy: maybe", at: 1).with("interval: soon", at: 2)
            .with("    url: ftp://acme", at: 6).with("  - {name: part, from: line.prat, to: agreement}", at: 10)
            .adding("wombat: 1").problems()
        let lines = problems.compactMap { Int($0.drop { !$0.isNumber }.prefix(while: \.isNumber)) }
        #expect(lines == [1, 2, 6, 10, 13], "\(problems)")
    }
}
