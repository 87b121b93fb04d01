/// Row 12, "Procurement system integration": without it POs from procurement systems do not reach invoices.
enum ProcurementIntegration {
    static func findings(_ situation: Situation) -> [Finding] {
        integration(situation) + portals(situation)
    }

    private static func integration(_ situation: Situation) -> [Finding] {
        let management = situation.snapshot.management
        let subject = Finding.Subject(account: management)
        switch situation.snapshot.integration {
        case .present:
            return []
        case .missing(let reason):
            let held =
                situation.rules.requireIntegration ? "Writes are held." : "Writes go on (`requireIntegration: false`)."
            return [
                Finding(
                    .billingIntegrationMissing, .error, subject,
                    detail:
                        "The AWS Billing integration of AWS Marketplace is off: \(reason). POs that are set would not "
                        + "reach invoices. \(held)",
                    remedy: "In the management account \(management), open AWS Marketplace > Settings > AWS Billing "
                        + "integration > Enable. It is done once, by the management account alone, and covers the whole "
                        + "organization.",
                    owner: .billingAdmin)
            ]
        case .unknown(let reason):
            return [
                Finding(
                    .billingIntegrationUnknown, .warning, subject,
                    detail:
                        "Whether the AWS Billing integration of AWS Marketplace is on could not be seen: \(reason). "
                        + "Writes go on.",
                    remedy: "Allow \"iam:GetRole\" on arn:aws:iam::\(management):role/aws-service-role/"
                        + "purchase-orders.marketplace.amazonaws.com/AWSServiceRoleForMarketplacePurchaseOrders to the "
                        + "management credentials; or look in the management account under AWS Marketplace > Settings > "
                        + "AWS Billing integration.",
                    owner: .billingAdmin)
            ]
        }
    }

    private static func portals(_ situation: Situation) -> [Finding] {
        let inactive = (situation.snapshot.portals ?? []).filter { portal in
            portal.status.map { $0 != "ACTIVE" } ?? portal.isRetrievalEnabled
        }.sorted { $0.arn < $1.arn }
        guard !inactive.isEmpty else { return [] }
        let seen = inactive.map { portal in
            "\(portal.portal) is \(portal.status ?? "without status")\(portal.reason.map { " (\($0))" } ?? "")"
        }
        return [
            Finding(
                .portalPreferenceInactive, .warning, Finding.Subject(account: situation.snapshot.management),
                detail: "The purchase order connection of a procurement portal is not active: \(Wording.list(seen)).",
                remedy:
                    "In the management account \(situation.snapshot.management), open Billing and Cost Management > "
                    + "Preferences and settings > Procurement portals, finish the connection's test and activate it.",
                owner: .billingAdmin)
        ]
    }
}
