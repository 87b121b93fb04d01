/// The stable names of everything that a finding can be about.
///
/// The first fifteen rows are those of the AWS Marketplace buyer guide's page "Troubleshooting purchase orders"; the
/// codes without a row come from mapping orders onto charges and from running the program.
public enum Scenario: String, Sendable, Hashable, CaseIterable {
    case permissionMissing = "permission-missing"
    case orderCreatedByMarketplace = "order-created-by-marketplace"
    case orderLimitNear = "order-limit-near"
    case orderWithoutContacts = "order-without-contacts"
    case orderForeign = "order-foreign"
    case chargeTooLate = "charge-too-late"
    case invoiceOrderMismatch = "invoice-order-mismatch"
    case accountMoved = "account-moved"
    case chargeWithoutOrder = "charge-without-order"
    case usageUncovered = "usage-uncovered"
    case blanketOrder = "blanket-order"
    case blanketOverridden = "blanket-overridden"
    case orderSuspended = "order-suspended"
    case orderExpired = "order-expired"
    case orderNearlyDrawn = "order-nearly-drawn"
    case orderOverdrawn = "order-overdrawn"
    case billingIntegrationMissing = "billing-integration-missing"
    case billingIntegrationUnknown = "billing-integration-unknown"
    case portalPreferenceInactive = "portal-preference-inactive"
    case installmentUnmatched = "installment-unmatched"
    case orderConflict = "order-conflict"
    case productNotEligible = "product-not-eligible"
    case grantNotInherited = "grant-not-inherited"
    case orderUnmatched = "order-unmatched"
    case orderAmbiguous = "order-ambiguous"
    case orderOnHold = "order-on-hold"
    case orderCancelled = "order-cancelled"
    case orderInvalid = "order-invalid"
    case orderNumberTooLong = "order-number-too-long"
    case currencyMismatch = "currency-mismatch"
    case agreementInactive = "agreement-inactive"
    case invoiceWithoutOrder = "invoice-without-order"
    case accountUnreachable = "account-unreachable"
    case feedUnreachable = "feed-unreachable"
    case feedEmpty = "feed-empty"
    case feedStale = "feed-stale"
    case planUnsafe = "plan-unsafe"
    case changeDead = "change-dead"
    case storeFull = "store-full"

    /// The row of the buyer guide's page, 1 to 15, in the order of `scenarios.md`; none for the others.
    public var row: Int? {
        switch self {
        case .permissionMissing: 1
        case .orderCreatedByMarketplace, .orderLimitNear: 2
        case .orderWithoutContacts: 3
        case .orderForeign, .chargeTooLate, .invoiceOrderMismatch: 4
        case .accountMoved: 5
        case .chargeWithoutOrder: 6
        case .usageUncovered: 7
        case .blanketOrder, .blanketOverridden: 8
        case .orderSuspended: 9
        case .orderExpired: 10
        case .orderNearlyDrawn, .orderOverdrawn: 11
        case .billingIntegrationMissing, .billingIntegrationUnknown, .portalPreferenceInactive: 12
        case .installmentUnmatched, .orderConflict: 13
        case .productNotEligible: 14
        case .grantNotInherited: 15
        default: nil
        }
    }
}
