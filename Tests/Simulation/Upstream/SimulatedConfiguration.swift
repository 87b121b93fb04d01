/// What a program is configured with that lives on the simulated network.
public enum SimulatedConfiguration {
    /// The configuration's text, for one Coupa feed and the simulated organization.
    ///
    /// - Parameter further: lines of YAML that stand at its end.
    public static func yaml(directory: String, policy: String = "assign-missing", further: String) -> String {
        """
        policy: \(policy)
        state: \(directory)
        feeds:
          - name: coupa
            kind: coupa
            url: \(SimulatedNetwork.procurementURL)
            clientID: posyncd
            clientSecret: {env: COUPA_SECRET}
        mapping:
          - {name: agreement-in-part, from: line.auxiliaryPart, pattern: 'agmt-[a-z0-9]+', to: agreement}
        marketplace:
          management: {account: "\(SimulatedMarketplace.management)"}
          accounts: {discover: organization, role: PurchaseOrderSync}
        \(further)
        """
    }

    /// The variables that it is started with.
    public static let environment = [
        "COUPA_SECRET": "secret", "AWS_ACCESS_KEY_ID": SimulatedMarketplace.managementKey,
        "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1",
    ]
}
