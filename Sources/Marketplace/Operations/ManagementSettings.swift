internal import Documents
public import Reconciliation
internal import Transport

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
        let listing = Listing(
            service: .organizations, operation: "ListAccounts", account: management, body: ["MaxResults": 20],
            token: "NextToken")
        let members = try await read(listing, into: [Organization.Member]()) { members, answer in
            for account in answer.answers("Accounts") {
                // Twelve digits, and part of every key of the store.
                guard let id = account.text("Id"), id.utf8.count <= 20, !members.contains(where: { $0.id.text == id })
                else { continue }
                // `State` is the newer member, with more states; `Status` goes away.
                members.append(
                    .init(
                        id: AccountID(id), name: account.text("Name"),
                        status: account.text("State") ?? account.text("Status") ?? "ACTIVE",
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
            let document = SimpleXML.text("AssumeRolePolicyDocument", in: answer).flatMap(PercentEncoding.decoded),
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
        let listing = Listing(
            service: .invoicing, operation: "ListProcurementPortalPreferences", account: management,
            body: ["MaxResults": 100], token: "NextToken")
        return try await read(listing, into: [PortalPreference]()) { found, answer in
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
    }
}
