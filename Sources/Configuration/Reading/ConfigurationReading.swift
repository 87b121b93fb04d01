internal import Reconciliation
internal import Yams

extension Configuration {
    /// The largest file that is read.
    static let sizeLimit = 1 << 20

    /// Reads a configuration's text.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - file: what the file is called in messages.
    /// - Throws: everything that is wrong, by line.
    public static func parse(text: String, file: String) throws(ConfigurationError) -> Configuration {
        let problems = NodeReader.Problems()
        guard text.utf8.count <= sizeLimit else {
            throw .unreadable(file: file, reason: "it has more than \(sizeLimit) bytes")
        }
        let duplicates: DuplicateKeys
        do {
            // Editors of some systems begin a file with a mark that says which encoding it has.
            let isMarked = text.unicodeScalars.first == "\u{feff}"
            duplicates = try DuplicateKeys(isMarked ? String(text.unicodeScalars.dropFirst()) : text)
        } catch let error as YamlError {
            throw .invalid(file: file, [problem(error)])
        } catch {
            throw .unreadable(file: file, reason: "\(error)")
        }
        guard let root = duplicates.root else {
            throw .invalid(file: file, [.init(line: 1, column: 1, path: "", message: "the file is empty")])
        }
        duplicates.report(to: problems)
        let reader = NodeReader(root, path: "", problems: problems)
        let configuration = reader.configuration()
        reader.finish()
        guard problems.all.isEmpty, let configuration else {
            throw .invalid(file: file, problems.all.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
        }
        return configuration
    }

    private static func problem(_ error: YamlError) -> ConfigurationProblem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return .init(line: mark.line, column: mark.column, path: "", message: "it is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            return .init(
                line: context.mark.line, column: context.mark.column,
                path: keys.map { "\($0)" }.joined(separator: ", "),
                message: "the key stands there twice")
        default:
            return .init(line: 1, column: 1, path: "", message: "it is not YAML: \(error)")
        }
    }
}

extension NodeReader {
    private static let day = Duration.seconds(86_400)

    /// The whole file; `nil` where something that is needed is missing or wrong.
    fileprivate func configuration() -> Configuration? {
        if node("policy") == nil { fail("policy", "it is missing: observe, assign-missing or upsert") }
        let policy = choice("policy", Policy.self)
        let interval = duration("interval", .seconds(1)...Self.day)
        let fullEvery = duration("fullEvery", .seconds(1) ... .seconds(31 * 86_400))
        let state = text("state")
        let register = text("register")
        let cutoff = duration("cutoff", .zero ... .seconds(31 * 86_400))
        let expired = choice("expiredOrders", ExpiredOrders.self)
        let feeds = feeds()
        let mapping = mapping()
        var scope: FieldPath?
        if let text = text("scope") {
            scope = FieldPath(text)
            if scope == nil { failPath("scope", text) }
        }
        let blanket = sections("blanket").compactMap { $0.blanketOrder() }
        let marketplace = marketplace()
        let limits = limits()
        let alerts = alerts()
        guard let policy, let marketplace else { return nil }
        return Configuration(
            policy: policy, interval: interval ?? .seconds(900), fullEvery: fullEvery ?? Self.day, state: state,
            register: register, cutoff: cutoff ?? .seconds(3 * 3600), expiredOrders: expired ?? .assign, feeds: feeds,
            mapping: mapping, scope: scope, blanket: blanket, marketplace: marketplace, limits: limits, alerts: alerts)
    }

    private func feeds() -> [FeedConfiguration] {
        let sections = sections("feeds")
        if node("feeds") == nil || (sections.isEmpty && node("feeds")?.sequence != nil) {
            fail("feeds", "at least one feed is needed")
        }
        var names: Set<FeedName> = []
        return sections.compactMap { section in
            guard let feed = section.feed() else { return nil }
            if !names.insert(feed.name).inserted { section.fail("name", "two feeds are called \(feed.name)") }
            return feed
        }
    }

    // MARK: - Mapping

    private func mapping() -> [MappingRule] {
        if node("mapping") == nil { fail("mapping", "at least one mapping rule is needed") }
        var names: Set<String> = []
        return sections("mapping").compactMap { section in
            guard let rule = section.mappingRule() else { return nil }
            if !names.insert(rule.name).inserted { section.fail("name", "two rules are called \(rule.name)") }
            return rule
        }
    }

    private func mappingRule() -> MappingRule? {
        defer { finish() }
        let name = neededText("name")
        let from = oneOrMore("from")
        let to = oneOrMore("to")
        let source = text("pattern")
        let paths = from.compactMap { text -> FieldPath? in
            if let path = FieldPath(text) { return path }
            failPath("from", text)
            return nil
        }
        let keys = to.compactMap { text -> MappingKey? in
            if let key = MappingKey(rawValue: text) { return key }
            fail("to", "\"\(text)\" is none of \(MappingKey.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        var pattern: KeyPattern?
        if let source {
            do {
                pattern = try KeyPattern(source)
            } catch {
                fail("pattern", "it is no regular expression: \(error.reason)")
                return nil
            }
        }
        if from.isEmpty { fail("from", "it is missing: a field path such as line.auxiliaryPart") }
        if to.isEmpty { fail("to", "it is missing: agreement, offer, product, charge or account") }
        guard !paths.isEmpty, paths.count == from.count, keys.count == to.count else { return nil }
        guard paths.count == keys.count else {
            fail("to", "`from` has \(paths.count) and `to` has \(keys.count) entries; they must be as many")
            return nil
        }
        if Set(keys).count != keys.count { fail("to", "the same key stands there twice") }
        return MappingRule(name: name, from: paths, pattern: pattern, to: keys)
    }

    private func failPath(_ key: String, _ text: String) {
        let known = FieldPath.named.map(\.description) + ["order.custom.NAME", "line.custom.NAME"]
        let hint =
            Spelling.nearest(to: text, among: known).map { "; did you mean \($0)?" }
            ?? "; known: \(known.joined(separator: ", "))"
        fail(key, "there is no field \(text.prefix(60))\(hint)")
    }

    // MARK: - Blanket

    private func blanketOrder() -> BlanketOrder? {
        defer { finish() }
        let order = neededText("order")
        let from = instant("from")
        let to = instant("to")
        let accounts = accounts("accounts")
        guard let from, let to else { return nil }
        let until = to + Self.day
        if until <= from { fail("to", "it lies before `from`") }
        return BlanketOrder(order: OrderNumber(order), from: from, until: until, accounts: accounts)
    }

    private func instant(_ key: String) -> Instant? {
        let text = neededText(key)
        guard !text.isEmpty else { return nil }
        if let instant = Instant(iso: text) { return instant }
        fail(key, "a date is expected, such as 2026-12-31")
        return nil
    }

    func account(_ key: String, _ text: String) -> AccountID? {
        if text.count == 12, text.allSatisfy({ $0.isASCII && $0.isNumber }) { return AccountID(text) }
        fail(key, "an account has 12 digits, in quotes so that zeros at the front are kept: \"012345678901\"")
        return nil
    }

    private func accounts(_ key: String) -> [AccountID] { texts(key).compactMap { account(key, $0) } }

    // MARK: - Marketplace

    private enum Discovery: String, CaseIterable {
        case organization, none
    }

    private func marketplace() -> MarketplaceConfiguration? {
        guard let section = section("marketplace") else {
            fail("marketplace", "it is missing: at least `management: {account: \"111111111111\"}`")
            return nil
        }
        defer { section.finish() }
        var account: AccountID?
        var managementRole: String?
        if let management = section.section("management") {
            let text = management.neededText("account")
            if !text.isEmpty { account = management.account("account", text) }
            managementRole = management.text("role")
            management.finish()
        } else {
            section.fail("management", "it is missing: {account: \"111111111111\"}")
        }
        let accounts = section.section("accounts")
        let discovery = accounts?.choice("discover", Discovery.self) ?? .organization
        let role = accounts?.text("role")
        let externalID = accounts?.text("externalID")
        let include = accounts?.accounts("include") ?? []
        let exclude = accounts?.accounts("exclude") ?? []
        accounts?.finish()
        if discovery == .none, include.isEmpty, accounts != nil {
            accounts?.fail("include", "with `discover: none` the accounts have to be listed here")
        }
        let requires = section.flag("requireIntegration") ?? true
        let days = section.whole("invoiceDays", 0...400) ?? 45
        var rates: [String: Double] = [:]
        for (operation, value) in section.entries("requestsPerSecond") {
            guard let rate = value.text.flatMap(Double.init), rate > 0, rate <= 1000 else {
                value.fail("a number of calls a second above 0 and up to 1000 is expected")
                continue
            }
            guard Self.operations.contains(operation) else {
                let hint = Spelling.nearest(to: operation, among: Self.operations).map { "; did you mean \($0)?" } ?? ""
                value.fail("there is no such operation\(hint)")
                continue
            }
            rates[operation] = rate
        }
        guard let account else { return nil }
        return MarketplaceConfiguration(
            management: account, managementRole: managementRole, discovers: discovery == .organization, role: role,
            externalID: externalID, include: include, exclude: exclude, requireIntegration: requires, invoiceDays: days,
            requestsPerSecond: rates)
    }

    /// The AWS operations that posyncd calls.
    static let operations = [
        "SearchAgreements", "ListAgreementCharges", "UpdatePurchaseOrders", "GetAgreementTerms", "ListInvoiceSummaries",
        "ListAccounts", "DescribeOrganization", "GetRole", "ListProcurementPortalPreferences", "ListReceivedGrants",
        "ListReceivedLicenses", "AssumeRole", "GetCallerIdentity",
    ]

    // MARK: - Limits and alerts

    private func limits() -> LimitsConfiguration {
        let section = section("limits")
        defer { section?.finish() }
        return LimitsConfiguration(
            changes: section?.whole("changes", 1...1_000_000) ?? 500,
            fraction: section?.decimal("fraction", 0...1) ?? 0.5,
            attempts: section?.whole("attempts", 1...1000) ?? 12)
    }

    private func alerts() -> AlertsConfiguration {
        let section = section("alerts")
        defer { section?.finish() }
        var webhook: WebhookAddress?
        if let value = section?.node("webhook") {
            if value.mapping == nil {
                webhook = section.map { .address($0.address("webhook")) }
            } else {
                webhook = section?.secret("webhook").map { .secret($0) }
            }
        }
        return AlertsConfiguration(
            remind: section?.duration("remind", .seconds(1) ... .seconds(31 * 86_400)) ?? Self.day,
            deadline: section?.duration("deadline", .zero ... .seconds(366 * 86_400)) ?? .seconds(7 * 86_400),
            command: section?.texts("command") ?? [], webhook: webhook)
    }
}
