import Reconciliation
import Sandbox

/// A world in which every row of the guide's page happens at once, and what it takes to mend it.
enum FifteenRows {
    static let settings = CompanySettings(
        register: register(mended: false),
        blanket: ["{order: PO-BLANKET, from: 2026-01-01, to: 2027-12-31, accounts: [\"555555555555\"]}"])

    static func register(mended: Bool) -> String {
        let usual = ["1", "4", "4L", "4I", "5", "6", "7", "7U", "8", "11", "11N", "13A", "13B", "13C", "13D"]
        let rows =
            usual.map { "PO-\($0),active,,1" }
            + (mended
                ? ["PO-2,active,,1", "PO-3,active,,1", "PO-9,active,,1", "PO-10,active,,1"]
                : ["PO-3,active,,0", "PO-9,suspended,,1", "PO-10,expired,,1"])
        return (["number,status,expires,contacts"] + rows).joined(separator: "\n") + "\n"
    }

    /// Before the fourth account leaves the organization: that it was there has to be seen.
    static func world() -> SandboxWorld {
        var world = SandboxWorld.company()
        for account in ["444444444444", "555555555555"] {
            world.aws.organization?.members.append(.init(account, name: account, joined: SandboxWorld.day(-700)))
            world.aws.roles.append(.init("PurchaseOrderSync", account: account))
        }
        numbers(&world)
        billing(&world)
        schedules(&world)
        return world
    }

    /// Rows 1 to 6.
    private static func numbers(_ world: inout SandboxWorld) {
        world.simple("1", in: "333333333333")
        world.aws.roles[1].denied = ["aws-marketplace:UpdatePurchaseOrders"]
        world.simple("2")
        world.simple("3")
        world.simple("4", carries: "TYPED")
        world.simple("4l", due: 0.1)
        world.simple("4i", due: -3, carries: "PO-4I")
        world.aws.invoices = [
            .init("INV-4I", account: "222222222222", issued: SandboxWorld.day(-2), amount: "100.00", order: "PO-WRONG")
        ]
        world.simple("5", in: "444444444444")
        world.buy("agmt-6", [.charge("ch-6", "100.00", due: 40)])
    }

    /// Rows 7 to 12.
    private static func billing(_ world: inout SandboxWorld) {
        world.buy("agmt-7", [.charge("ch-7", "100.00", due: 40), .charge("ch-7-usage", nil)])
        world.order("PO-7", "100.00", for: "agmt-7", scope: "fixed")
        world.buy("agmt-8-covered", in: "555555555555", [.charge("ch-8-covered", "10.00", due: 40)])
        world.simple("8", in: "555555555555")
        world.simple("9")
        world.simple("10")
        world.simple("11", total: "50.00")
        world.simple("11n", total: "105.00")
        world.aws.keys[0].denied = ["iam:GetRole"]
        world.aws.portals = [.init(arn: "arn:portal", portal: "COUPA", status: "SUSPENDED")]
    }

    /// Rows 13 to 15.
    private static func schedules(_ world: inout SandboxWorld) {
        world.buy("agmt-13", [.charge("ch-13", "100.00", due: 40)])
        world.order("PO-13A", "100.00", for: "agmt-13", scope: "all")
        world.order("PO-13B", "100.00", for: "agmt-13", scope: "all")
        world.buy("agmt-13-plan", [.charge("ch-13-1", "70.00", due: 40), .charge("ch-13-2", "70.00", due: 130)])
        world.order("PO-13C", "70.00", for: "agmt-13-plan")
        world.order("PO-13D", "70.00", for: "agmt-13-plan")
        world.buy("agmt-14", terms: ["byolPricingTerm"], [.charge("ch-14", "0.00", due: 40)])
        world.aws.grants = [
            .init(
                "g-15", grantee: "555555555555", granter: "222222222222", license: "l-15", product: "prod-6",
                productName: "Scanner")
        ]
    }

    /// What happens after the first cycle.
    static func breakUp(_ world: inout SandboxWorld) {
        world.aws.organization?.members.removeAll { $0.id == "444444444444" }
    }

    /// Everything that has to be said, each by its scenario and what it stands on.
    static let expected: [(Scenario, String)] = [
        (.permissionMissing, "account 333333333333"), (.orderCreatedByMarketplace, "order PO-2"),
        (.orderWithoutContacts, "order PO-2"), (.orderWithoutContacts, "order PO-3"),
        (.orderForeign, "account 222222222222 agreement agmt-4 charge ch-4 order PO-4"),
        (.chargeTooLate, "account 222222222222 agreement agmt-4l charge ch-4l order PO-4L"),
        (
            .invoiceOrderMismatch,
            "account 222222222222 agreement agmt-4i charge ch-4i order PO-4I invoice INV-4I"
        ), (.accountMoved, "account 444444444444"),
        (.chargeWithoutOrder, "account 222222222222 agreement agmt-6 charge ch-6"),
        (.chargeWithoutOrder, "account 222222222222 agreement agmt-7 charge ch-7-usage"),
        (.usageUncovered, "account 222222222222 agreement agmt-7"), (.blanketOrder, "order PO-BLANKET"),
        (.blanketOverridden, "account 555555555555 agreement agmt-8 order PO-8"), (.orderSuspended, "order PO-9"),
        (.orderExpired, "order PO-10"), (.orderOverdrawn, "order PO-11"), (.orderNearlyDrawn, "order PO-11N"),
        (.permissionMissing, "account 111111111111"), (.billingIntegrationUnknown, "account 111111111111"),
        (.portalPreferenceInactive, "account 111111111111"),
        (.orderConflict, "account 222222222222 agreement agmt-13 charge ch-13 order PO-13A"),
        (.orderConflict, "account 222222222222 agreement agmt-13 charge ch-13 order PO-13B"),
        (.installmentUnmatched, "account 222222222222 agreement agmt-13-plan order PO-13C"),
        (.installmentUnmatched, "account 222222222222 agreement agmt-13-plan order PO-13D"),
        (.productNotEligible, "account 222222222222 agreement agmt-14"),
        (.grantNotInherited, "account 555555555555"),
    ]

    /// Mends everything but what stands in the register and under `blanket`.
    static func mend(_ world: inout SandboxWorld) {
        world.aws.roles[1].denied = []
        world.aws[charge: "ch-4"]?.order = "PO-4"
        world.aws[charge: "ch-4l"]?.order = "PO-4L"
        world.aws.invoices[0].order = "PO-4I"
        world.aws.organization?.members.append(
            .init("444444444444", name: "back", joined: SandboxWorld.day(0.05)))
        world.order("PO-6", "100.00", for: "agmt-6")
        world.order("PO-7U", "900.00", for: "agmt-7", scope: "usage")
        world.aws[agreement: "agmt-8"] = nil
        world.revise("PO-8") { $0.status = "closed" }
        for number in ["PO-11", "PO-11N"] { world.revise(number) { $0.lines[0].total = "400.00" } }
        world.aws.keys[0].denied = []
        world.aws.portals[0].status = "ACTIVE"
        world.revise("PO-13B") { $0.status = "cancelled" }
        world.revise("PO-13C") { $0.lines[0].needBy = SandboxWorld.day(41) }
        world.revise("PO-13D") { $0.lines[0].needBy = SandboxWorld.day(131) }
        world.aws[agreement: "agmt-14"] = nil
        world.aws[agreement: "agmt-8-covered"] = nil
        world.aws.grants = []
    }
}

extension SandboxWorld {
    /// An agreement with one charge of 100.00, and an order for it.
    fileprivate mutating func simple(
        _ name: String, in account: String = "222222222222", due: Double = 40, carries: String? = nil,
        total: String = "100.00"
    ) {
        buy("agmt-\(name)", in: account, [.charge("ch-\(name)", "100.00", due: due, carries: carries)])
        order("PO-\(name.uppercased())", total, for: "agmt-\(name)")
    }
}
