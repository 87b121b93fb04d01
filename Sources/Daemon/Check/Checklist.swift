internal import Configuration
internal import Marketplace
internal import Procurement
internal import Reconciliation
internal import Store
internal import Transport

/// Asks everything that the configuration names whether it can be read, without changing anything anywhere.
struct Checklist: Sendable {
    let composition: Composition
    let stateDirectory: String

    private var configuration: Configuration { composition.configuration }

    /// Every probe, in the order of the table.
    func run() async -> [CheckRow] {
        async let feeds = feedRows()
        async let aws = awsRows()
        let local = [configurationRow] + (await StateProbe(directory: stateDirectory).rows()) + registerRows
        return await local + feeds + aws
    }

    // MARK: - This host

    private var configurationRow: CheckRow {
        let feeds = configuration.feeds.count
        let rules = configuration.mapping.count
        return CheckRow(
            "configuration", composition.invocation.configurationFile, .ok,
            "policy \(configuration.policy.rawValue), \(feeds) feed\(feeds == 1 ? "" : "s"), \(rules) mapping "
                + "rule\(rules == 1 ? "" : "s")")
    }

    private var registerRows: [CheckRow] {
        guard let register = configuration.register else { return [] }
        do {
            let file = RegisterFile(path: composition.invocation.path(register))
            let found = try file.read()
            guard found.faults.isEmpty else {
                return [
                    CheckRow(
                        "register", register, .failed, found.faults.prefix(10).joined(separator: "; "),
                        remedy: "Correct the file; until then nothing is claimed by what cannot be read in it.")
                ]
            }
            return [CheckRow("register", register, .ok, "\(found.entries.count) purchase orders")]
        } catch {
            return [
                CheckRow(
                    "register", register, .failed, error.message,
                    remedy: "Correct the file; until then nothing is claimed about purchase orders in Billing.")
            ]
        }
    }

    // MARK: - Feeds

    private func feedRows() async -> [CheckRow] {
        await withTaskGroup(of: (Int, CheckRow).self) { group in
            for (index, feed) in configuration.feeds.enumerated() {
                group.addTask { (index, await row(feed)) }
            }
            var rows: [Int: CheckRow] = [:]
            for await (index, row) in group { rows[index] = row }
            return rows.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    private func row(_ configuration: FeedConfiguration) async -> CheckRow {
        let subject = "feed \(configuration.name)"
        let feed: any Feed
        do throws(ProgramError) {
            feed = try composition.feed(configuration)
        } catch {
            return CheckRow(
                subject, CheckReport.credentials, .failed, error.description,
                remedy: "Put the secret where the configuration says it is.")
        }
        do throws(FeedError) {
            return CheckRow(subject, "read", .ok, try await feed.probe())
        } catch {
            return CheckRow(
                subject, "read", .failed, error.message, remedy: Conditions.remedy(error, configuration.name))
        }
    }

    // MARK: - AWS

    private func awsRows() async -> [CheckRow] {
        let client: MarketplaceClient
        do throws(ProgramError) {
            client = try composition.marketplace()
        } catch {
            return [CheckRow("AWS", CheckReport.credentials, .failed, error.description)]
        }
        do throws(MarketplaceError) {
            let identity = try await client.callerIdentity()
            let own = CheckRow("AWS", "sts:GetCallerIdentity", .ok, "\(identity.principal) in \(identity.account)")
            let probe = ManagementProbe(
                client: client, configuration: configuration,
                now: Instant(milliseconds: composition.time.wallMilliseconds()))
            let (rows, accounts) = await probe.run()
            return [own] + rows + (await accountRows(accounts, client))
        } catch {
            return [
                CheckRow(
                    "AWS", error.isMissingCredentials ? CheckReport.credentials : "sts:GetCallerIdentity", .failed,
                    "\(error)",
                    remedy: error.isMissingCredentials
                        ? "Give posyncd credentials as for the AWS command line: variables, a profile, a role of the host."
                        : Conditions.remedy(error, configuration.marketplace.management))
            ]
        }
    }

    private func accountRows(_ accounts: [AccountID], _ client: MarketplaceClient) async -> [CheckRow] {
        let denied = await deniedWrites()
        let isWriting = configuration.policy != .observe
        let rows = await sideBySide(accounts) { account in
            await AccountProbe(client: client, account: account).run(writes: isWriting, denied: denied[account])
        }
        return rows.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// What AWS said to writes that it denied last, by account: a write is nothing that can be tried.
    private func deniedWrites() async -> [AccountID: String] {
        guard let view = try? await StoreReader.load(directory: stateDirectory), let queue = try? RetryQueue(view)
        else {
            return [:]
        }
        var denied: [AccountID: String] = [:]
        for entry in queue.entries {
            if let error = entry.lastError, error.hasPrefix("AccessDenied") { denied[entry.account] = error }
        }
        return denied
    }
}
