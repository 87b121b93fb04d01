internal import Documents
public import Reconciliation

extension MarketplaceClient {
    /// Licences that other accounts share with this one (ListReceivedGrants, ListReceivedLicenses).
    public func receivedGrants(in account: AccountID) async throws(MarketplaceError) -> [ReceivedGrant] {
        let listing = Listing(
            service: .licenseManager, operation: "ListReceivedGrants", account: account, body: ["MaxResults": 100],
            token: "NextToken")
        let grants = try await read(listing, into: [ReceivedGrant]()) { grants, answer in
            for grant in answer.answers("Grants") {
                guard let arn = grant.text("GrantArn") else { continue }
                grants.append(
                    ReceivedGrant(
                        arn: arn, account: account, license: grant.text("LicenseArn"),
                        status: grant.text("GrantStatus") ?? "ACTIVE"))
            }
        }
        guard !grants.isEmpty else { return [] }
        let licenses = try await receivedLicenses(in: account)
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

    private func receivedLicenses(in account: AccountID) async throws(MarketplaceError) -> [String: Answer] {
        let listing = Listing(
            service: .licenseManager, operation: "ListReceivedLicenses", account: account, body: ["MaxResults": 100],
            token: "NextToken")
        return try await read(listing, into: [String: Answer]()) { licenses, answer in
            for license in answer.answers("Licenses") { licenses[license.text("LicenseArn") ?? ""] = license }
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
