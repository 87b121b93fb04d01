/// What stands in a company's configuration file.
struct CompanySettings {
    var policy = "assign-missing"
    /// The register's text.
    var register: String?
    /// Lines under `blanket`.
    var blanket: [String] = []
    /// Further top-level lines.
    var further: [String] = []
    /// What `marketplace` holds beside the accounts.
    var marketplace: [String] = []
    /// What `marketplace.accounts` holds.
    var accounts = "{discover: organization, role: PurchaseOrderSync}"
    /// What the feed holds beside its address.
    var feed: [String] = []
    /// Further feeds, one `- {…}` each.
    var otherFeeds: [String] = []

    func yaml(procurementURL: String) -> String {
        var lines = [
            "policy: \(policy)", "interval: 15m", "feeds:", "  - name: coupa", "    kind: coupa",
            "    url: \(procurementURL)", "    clientID: posyncd", "    clientSecret: {env: COUPA_SECRET}",
            "    select: {supplierNames: [Amazon Web Services]}",
        ]
        lines += feed.map { "    \($0)" } + otherFeeds.map { "  \($0)" }
        lines += [
            "mapping:",
            "  - {name: charge-in-field, from: line.custom.aws-charge, to: charge}",
            "  - {name: agreement-in-part, from: line.auxiliaryPart, pattern: 'agmt-[a-z0-9-]+', to: agreement}",
            "  - {name: offer-in-part, from: line.part, pattern: 'offer-[a-z0-9-]+', to: offer}",
            "  - {name: product-in-part, from: line.part, pattern: 'prod-[a-z0-9-]+', to: product}",
            "scope: line.custom.po-scope",
        ]
        if register != nil { lines.append("register: register.csv") }
        if !blanket.isEmpty { lines += ["blanket:"] + blanket.map { "  - \($0)" } }
        lines += ["marketplace:", "  management: {account: \"111111111111\"}", "  accounts: \(accounts)"]
        lines += marketplace.map { "  \($0)" }
        return (lines + further).joined(separator: "\n") + "\n"
    }
}
