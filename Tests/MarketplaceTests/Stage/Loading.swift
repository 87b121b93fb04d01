import Simulation
import Transport

@testable import Marketplace

/// Loads the first credentials with an environment and a script for the network.
func load(
    _ environment: [String: String], home: String = "/nowhere", jitter: Double = 0.5,
    clock: ManualClock = ManualClock(isImpatient: true), _ transport: ScriptedTransport
) async throws(MarketplaceError) -> AWSCredentials {
    let environment = AWSEnvironment(environment, homeDirectory: home)
    let configuration = Result { () throws(MarketplaceError) in
        try AWSConfiguration(environment: environment, profiles: SharedProfiles(environment: environment))
    }
    let caller = AWSCaller(
        configuration: configuration, transport: transport, time: clock, entropy: FixedEntropy(value: jitter),
        rates: MarketplaceSettings.defaultRates, tally: CallTally())
    return try await CredentialLoader(
        environment: environment, tokens: SecurityTokens(caller: caller), transport: transport, time: clock,
        entropy: FixedEntropy(value: jitter)
    ).load()
}
