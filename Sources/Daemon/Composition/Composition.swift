internal import Configuration
internal import Documents
internal import Glibc
internal import Marketplace
internal import Procurement
internal import Reconciliation
internal import Store
internal import Supervision
internal import Transport

/// Puts the program together from a configuration: the one place where every part meets.
struct Composition: Sendable {
    let invocation: Invocation
    var configuration: Configuration
    var transport: any Transport
    let time: any TimeSource
    let entropy: any Entropy
    let log: EventLog
    /// This process, for the log.
    var process = Int(getpid())
    /// What keeps destinations that are down from being asked again and again; the daemon alone has them.
    var breakers: Breakers?
    /// What reaches servers of files.
    var files: (any FileTransport)?

    /// The version of the program.
    static let version = "1.0.0"

    /// Everything outside, as the configuration describes it.
    func edges() throws(ProgramError) -> CycleEdges {
        var feeds: [CycleEdges.ConfiguredFeed] = []
        for feed in configuration.feeds {
            feeds.append(
                .init(
                    feed: try self.feed(feed), selection: selection(feed), identity: FeedIdentity.digest(of: feed)))
        }
        let marketplace = configuration.marketplace
        return CycleEdges(
            feeds: feeds, client: try self.marketplace(),
            scope: .init(
                management: marketplace.management, discovers: marketplace.discovers, include: marketplace.include,
                exclude: Set(marketplace.exclude)),
            register: configuration.register.map { RegisterFile(path: invocation.path($0)) }, time: time,
            entropy: entropy, log: log, breakers: breakers)
    }

    /// The client for AWS.
    func marketplace() throws(ProgramError) -> MarketplaceClient {
        let marketplace = configuration.marketplace
        return MarketplaceClient(
            transport: transport, environment: invocation.environment, homeDirectory: invocation.homeDirectory,
            time: time, entropy: entropy,
            settings: MarketplaceSettings(
                management: marketplace.management, managementRole: marketplace.managementRole,
                memberRole: marketplace.role, externalID: marketplace.externalID, rates: marketplace.requestsPerSecond))
    }

    /// What looks at the world.
    func look(isForced: Bool = false) throws(ProgramError) -> Look {
        Look(
            edges: try edges(), rules: configuration.rules(isForced: isForced), fullEvery: configuration.fullEvery,
            staleAfter: max(configuration.interval * 4, .seconds(3600)),
            log: CycleLog(log: log, interval: configuration.interval))
    }

    /// What runs cycles on a store.
    func sync(_ store: Store, isForced: Bool = false) throws(ProgramError) -> Sync {
        Sync(
            look: try look(isForced: isForced), store: store,
            policy: RetryPolicy(attempts: configuration.limits.attempts), remind: configuration.alerts.remind,
            alertTargets: try alerts()?.targets ?? [])
    }

    /// What tells people about findings; `nil` where the configuration names nobody.
    func alerts() throws(ProgramError) -> AlertDelivery? {
        let alerts = configuration.alerts
        guard !alerts.command.isEmpty || alerts.webhook != nil else { return nil }
        let variables = ["PATH", "HOME", "LANG", "TZ"].compactMap { name in
            invocation.environment[name].map { (name, $0) }
        }
        let command = AlertCommand(
            words: alerts.command, environment: Dictionary(uniqueKeysWithValues: variables),
            timeout: AlertDelivery.timeout)
        var webhook: Secret?
        switch alerts.webhook {
        case .address(let address): webhook = Secret(address)
        case .secret(let reference): webhook = try secret(reference, of: "alerts.webhook")
        case nil: break
        }
        return AlertDelivery(
            host: invocation.hostName, command: alerts.command.isEmpty ? nil : command, webhook: webhook,
            transport: transport, log: log)
    }

    // MARK: - Feeds

    func secret(_ reference: SecretReference, of place: String) throws(ProgramError) -> Secret {
        let reader = SecretReader(environment: invocation.environment, folder: invocation.folder)
        do {
            return Secret(try reader.read(reference))
        } catch {
            throw ProgramError(.credentials, "\(place): \(error)".plain)
        }
    }

    /// A feed of the configuration.
    ///
    /// - Parameter keepsEverything: whether custom fields are read that no rule reads.
    func feed(_ feed: FeedConfiguration, keepsEverything: Bool = false) throws(ProgramError) -> any Feed {
        let customFields = keepsEverything ? nil : customFields
        switch feed.kind {
        case .coupa(let coupa):
            return CoupaFeed(
                CoupaOptions(
                    name: feed.name, url: feed.url, clientID: coupa.clientID,
                    clientSecret: try secret(coupa.clientSecret, of: "feed \(feed.name)"), scopes: coupa.scopes,
                    overlap: coupa.overlap, requestsPerSecond: feed.requestsPerSecond, statuses: feed.statuses,
                    customFields: customFields, acknowledges: coupa.acknowledges,
                    showsDeletedLines: coupa.showsDeletedLines), transport: transport, time: time,
                entropy: entropy)
        case .rest(let rest):
            return RESTFeed(
                try options(rest, of: feed, customFields), transport: transport, time: time, entropy: entropy)
        case .cxml(let cxml): return try self.feed(cxml, of: feed, customFields)
        case .csv(let csv): return try self.feed(csv, of: feed, customFields)
        case .ariba(let ariba):
            return AribaFeed(
                try options(ariba, of: feed, customFields), transport: transport, time: time, entropy: entropy)
        }
    }

    /// The custom fields that rules read; others are not kept.
    private var customFields: Set<String> {
        var names: Set<String> = []
        for path in configuration.mapping.flatMap(\.from) + [configuration.scope].compactMap({ $0 }) {
            switch path {
            case .orderCustom(let name), .lineCustom(let name): names.insert(name)
            default: break
            }
        }
        return names
    }

    /// A digest of everything that decides which orders of a feed are kept and how they are read.
    private func selection(_ feed: FeedConfiguration) -> String {
        let fields = customFields.sorted().joined(separator: ",")
        let statuses = feed.statuses.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            "\($0.key.rawValue)=\($0.value)"
        }
        // Without `select` the mapping rules select.
        let rules =
            feed.select == nil
            ? "\(configuration.mapping.map { "\($0.name)\($0.from)\($0.pattern?.source ?? "")\($0.to)" })" : ""
        let select = feed.select.map { "\($0.supplierNames)\($0.supplierNumbers)\($0.commodities)" } ?? "by rule"
        var shape = ""
        switch feed.kind {
        case .rest(let rest): shape = rest.shape
        case .ariba(let ariba): shape = ariba.shape
        case .cxml(let cxml): shape = " \(cxml.folder.files)"
        case .csv(let csv): shape = csv.shape
        case .coupa(let coupa): shape = coupa.showsDeletedLines ? " show_deleted_lines" : ""
        }
        let text = "\(feed.url) \(select) \(statuses) \(fields) \(rules)\(shape)"
        return SHA256.hex(Array(text.utf8))
    }
}
