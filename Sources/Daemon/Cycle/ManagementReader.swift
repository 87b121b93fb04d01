internal import Marketplace
internal import Reconciliation

/// What was read of the management account's settings; each part by itself, so that a missing permission makes that part
/// unknown and nothing worse.
struct ManagementReading: Sendable {
    var organization: Result<Organization, MarketplaceError>
    var integration: Result<BillingIntegration, MarketplaceError>
    var portals: Result<[PortalPreference], MarketplaceError>
}

/// Reads the management account's settings.
struct ManagementReader: Sendable {
    let client: MarketplaceClient
    /// Whether the organization's accounts are listed.
    let discovers: Bool

    func read() async -> ManagementReading {
        async let organization = result { () throws(MarketplaceError) in try await client.organization() }
        async let portals = result { () throws(MarketplaceError) in try await client.portalPreferences() }
        async let integration = result { () throws(MarketplaceError) in try await client.integration() }
        return ManagementReading(
            organization: await organization, integration: await integration, portals: await portals)
    }

    private func result<Value: Sendable>(
        _ ask: @Sendable () async throws(MarketplaceError) -> Value
    ) async -> Result<Value, MarketplaceError> {
        do throws(MarketplaceError) {
            return .success(try await ask())
        } catch {
            return .failure(error)
        }
    }
}
