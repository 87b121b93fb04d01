internal import Configuration
internal import Marketplace
internal import Reconciliation

/// Asks what the management account is asked for in a cycle.
struct ManagementProbe: Sendable {
    let client: MarketplaceClient
    let configuration: Configuration
    let now: Instant

    private var management: AccountID { configuration.marketplace.management }
    private var subject: String { "management \(management)" }

    /// The rows, and the accounts that a cycle would read.
    func run() async -> ([CheckRow], [AccountID]) {
        let reading = await ManagementReader(client: client, discovers: configuration.marketplace.discovers).read()
        let (organization, accounts) = organizationRow(reading.organization)
        return (
            [organization, integrationRow(reading.integration), portalsRow(reading.portals)] + (await invoiceRows()),
            accounts
        )
    }

    private func organizationRow(
        _ result: Result<Organization, MarketplaceError>
    ) -> (CheckRow, [AccountID]) {
        let marketplace = configuration.marketplace
        switch result {
        case .success(let organization):
            let scope = CycleEdges.AccountScope(
                management: management, discovers: marketplace.discovers, include: marketplace.include,
                exclude: Set(marketplace.exclude))
            let accounts = marketplace.discovers ? World().readable(organization, scope) : marketplace.include
            let name = organization.id ?? "no organization"
            return (
                CheckRow(
                    subject, "organizations:ListAccounts", .ok, "\(name), \(accounts.count) accounts are read"),
                accounts
            )
        case .failure(let error):
            let row = CheckRow(
                subject, error.action ?? "organizations:ListAccounts", marketplace.discovers ? .failed : .unknown,
                "\(error)", remedy: Permission.remedy(error, management))
            return (row, marketplace.discovers ? [] : marketplace.include)
        }
    }

    private func integrationRow(_ result: Result<BillingIntegration, MarketplaceError>) -> CheckRow {
        let probe = "iam:GetRole (AWS Billing integration)"
        switch result {
        case .success(.present): return CheckRow(subject, probe, .ok, "the AWS Billing integration is on")
        case .success(.missing(let reason)):
            let holds = configuration.marketplace.requireIntegration
            return CheckRow(
                subject, probe, .failed,
                "the AWS Billing integration is off: \(reason)\(holds ? "; writes are held" : "")",
                remedy: "In the management account, open AWS Marketplace > Settings > AWS Billing integration > Enable."
            )
        case .success(.unknown(let reason)): return CheckRow(subject, probe, .unknown, reason)
        case .failure(let error):
            return CheckRow(
                subject, probe, error.kind == .denied ? .failed : .unknown, "\(error)",
                remedy: Permission.remedy(error, management))
        }
    }

    private func portalsRow(_ result: Result<[PortalPreference], MarketplaceError>) -> CheckRow {
        let probe = "invoicing:ListProcurementPortalPreferences"
        switch result {
        case .success(let portals):
            let text = portals.map { "\($0.portal) \($0.status ?? "without status")" }.joined(separator: ", ")
            return CheckRow(subject, probe, .ok, portals.isEmpty ? "no procurement portal is connected" : text)
        case .failure(let error):
            return CheckRow(
                subject, probe, error.kind == .denied ? .failed : .unknown, "\(error)",
                remedy: Permission.remedy(error, management))
        }
    }

    private func invoiceRows() async -> [CheckRow] {
        guard configuration.marketplace.invoiceDays > 0 else { return [] }
        let probe = "invoicing:ListInvoiceSummaries"
        do throws(MarketplaceError) {
            let invoices = try await client.invoices(of: management, from: now - .seconds(86_400), until: now)
            return [CheckRow(subject, probe, .ok, "\(invoices.count) Marketplace invoices since yesterday")]
        } catch {
            return [
                CheckRow(
                    subject, probe, error.kind == .denied ? .failed : .unknown, "\(error)",
                    remedy: Permission.remedy(error, management))
            ]
        }
    }
}
