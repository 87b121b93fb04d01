internal import Documents
public import Reconciliation

extension MarketplaceClient {
    /// The organization and its accounts (DescribeOrganization, ListAccounts); the management account alone where
    /// Organizations is not in use.
    public func organization() async throws(MarketplaceError) -> Organization {
        let described: Answer
        do {
            described = try await json(.organizations, "DescribeOrganization", management, [:])
        } catch {
            guard error.code == "AWSOrganizationsNotInUseException" else { throw error }
            return Organization(id: nil, management: management, accounts: [.init(id: management)])
        }
        let summary = described.answer("Organization")
        var members: [Organization.Member] = []
        try await pages(.organizations, "ListAccounts", management, ["MaxResults": 20], token: "NextToken") { answer in
            for account in answer.answers("Accounts") {
                guard let id = account.text("Id") else { continue }
                members.append(
                    .init(
                        id: AccountID(id), name: account.text("Name"), status: account.text("Status") ?? "ACTIVE",
                        joinedAt: account.instant("JoinedTimestamp")))
            }
        }
        return Organization(
            id: summary?.text("Id"), management: summary?.text("MasterAccountId").map { AccountID($0) },
            accounts: members)
    }

    /// Whether the management account shares its POs with AWS Marketplace (iam:GetRole): present or missing; where it
    /// could not be asked, the error says why.
    public func integration() async throws(MarketplaceError) -> BillingIntegration {
        let name = "AWSServiceRoleForMarketplacePurchaseOrders"
        let service = "purchase-orders.marketplace.amazonaws.com"
        let answer: String
        do {
            answer = try await form(.iam, "GetRole", "2010-05-08", [("RoleName", name)], management)
        } catch {
            switch error.kind {
            case .notFound: return .missing("there is no role \(name)")
            default: throw error
            }
        }
        // An answer without a role, such as a proxy's page, says nothing about the integration: unknown is not off.
        guard let found = SimpleXML.text("Path", in: answer),
            let document = SimpleXML.text("AssumeRolePolicyDocument", in: answer).flatMap(FormEncoding.unescape),
            let policy = try? JSONReader.read(Array(document.utf8))
        else {
            throw MarketplaceError(
                operation: "GetRole", account: management, kind: .malformed,
                message: "the answer holds no role")
        }
        let path = "/aws-service-role/\(service)/"
        guard found == path else {
            return .missing("the role \(name) is not the service's: its path is not \(path)")
        }
        guard trusts(service, policy) else { return .missing("the role \(name) does not trust \(service)") }
        return .present
    }

    private func trusts(_ service: String, _ policy: JSONValue) -> Bool {
        let statements = policy.object?["Statement"]
        let all = statements?.array ?? (statements.map { [$0] } ?? [])
        return all.contains { statement in
            guard statement.object?["Effect"]?.string == "Allow" else { return false }
            let principal = statement.object?["Principal"]?.object?["Service"]
            return principal?.string == service || principal?.array?.contains(.string(service)) ?? false
        }
    }

    /// The procurement portals connected to AWS (ListProcurementPortalPreferences).
    public func portalPreferences() async throws(MarketplaceError) -> [PortalPreference] {
        var found: [PortalPreference] = []
        try await pages(
            .invoicing, "ListProcurementPortalPreferences", management, ["MaxResults": 100], token: "NextToken"
        ) { answer in
            for preference in answer.answers("ProcurementPortalPreferences") {
                found.append(
                    PortalPreference(
                        arn: preference.text("ProcurementPortalPreferenceArn") ?? "",
                        portal: preference.text("ProcurementPortalName") ?? "a portal",
                        isRetrievalEnabled: preference.object["PurchaseOrderRetrievalEnabled"]?.bool ?? false,
                        status: preference.text("PurchaseOrderRetrievalPreferenceStatus"),
                        reason: preference.text("PurchaseOrderRetrievalPreferenceStatusReason")))
            }
        }
        return found
    }

    /// The Marketplace invoices of an account (ListInvoiceSummaries), asked with the management credentials.
    ///
    /// - Parameters:
    ///   - from: the first moment of the interval.
    ///   - until: its end; the interval is asked a month at a time, as AWS demands.
    public func invoices(
        of account: AccountID, from: Instant, until: Instant
    ) async throws(MarketplaceError) -> [Invoice] {
        var found: [Invoice] = []
        var start = from.seconds
        while start < until.seconds {
            let end = min(start + 31 * 86_400, until.seconds)
            let body: JSONValue = [
                "Selector": ["ResourceType": "ACCOUNT_ID", "Value": .string(account.text)],
                "Filter": ["TimeInterval": ["StartDate": JSONValue(start), "EndDate": JSONValue(end)]],
                "MaxResults": 100,
            ]
            try await pages(
                .invoicing, "ListInvoiceSummaries", management, body, token: "NextToken"
            ) { answer in
                found += answer.answers("InvoiceSummaries").compactMap { Self.invoice($0, account) }
            }
            start = end
        }
        return found
    }

    private static func invoice(_ summary: Answer, _ account: AccountID) -> Invoice? {
        guard summary.answer("Entity")?.text("BillingEntity") ?? "AWS_MARKETPLACE" == "AWS_MARKETPLACE",
            summary.text("InvoiceType") ?? "INVOICE" == "INVOICE", let id = summary.text("InvoiceId"),
            let issued = summary.instant("IssuedDate"), let total = summary.answer("BaseCurrencyAmount"),
            let amount = total.amount("TotalAmountBeforeTax") ?? total.amount("TotalAmount"),
            let currency = total.text("CurrencyCode")
        else { return nil }
        return Invoice(
            id: InvoiceID(id), account: account, issuedAt: issued, amount: amount, currency: currency,
            order: summary.text("PurchaseOrderNumber").map { OrderNumber($0) })
    }

    /// Licences that other accounts share with this one (ListReceivedGrants, ListReceivedLicenses).
    public func receivedGrants(in account: AccountID) async throws(MarketplaceError) -> [ReceivedGrant] {
        var grants: [ReceivedGrant] = []
        try await pages(.licenseManager, "ListReceivedGrants", account, ["MaxResults": 100], token: "NextToken") {
            answer in
            for grant in answer.answers("Grants") {
                guard let arn = grant.text("GrantArn") else { continue }
                grants.append(
                    ReceivedGrant(
                        arn: arn, account: account, license: grant.text("LicenseArn"),
                        status: grant.text("GrantStatus") ?? "ACTIVE"))
            }
        }
        guard !grants.isEmpty else { return [] }
        var licenses: [String: Answer] = [:]
        try await pages(.licenseManager, "ListReceivedLicenses", account, ["MaxResults": 100], token: "NextToken") {
            answer in
            for license in answer.answers("Licenses") { licenses[license.text("LicenseArn") ?? ""] = license }
        }
        return grants.map { grant in
            var grant = grant
            if let license = grant.license.flatMap({ licenses[$0] }) {
                grant.product = license.text("ProductSKU")
                grant.productName = license.text("ProductName") ?? license.text("LicenseName")
            }
            grant.granter = Self.granter(of: grant)
            return grant
        }
    }

    /// The account in the grant's or the licence's ARN, where it is another one.
    private static func granter(of grant: ReceivedGrant) -> AccountID? {
        for arn in [grant.arn, grant.license ?? ""] {
            let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count > 4, parts[4].count == 12, parts[4] != Substring(grant.account.text) else { continue }
            return AccountID(String(parts[4]))
        }
        return nil
    }
}
