/// Coupa's own fields by the reference pages "Purchase Orders" and "Purchase Order Lines": what an order or a line has
/// beside them at the top level are custom fields of the old kind.
enum CoupaFields {
    private static let common: Set<String> = [
        "id", "created-at", "updated-at", "created-by", "updated-by", "status", "version", "type", "currency",
        "supplier",
        "supplier-site", "requester", "department", "invoice-stop", "custom-fields", "attachments", "classification",
        "milestones", "external_reference_number", "comments",
    ]

    /// Fields of an order.
    static let order = common.union([
        "po-number", "transmission-status", "internal-revision", "change-type", "exported", "last-exported-at", "total",
        "total-with-estimated-tax", "invoice-total", "order-lines", "requisition-header", "payment-term",
        "payment-method", "shipping-term", "ship-to-address", "ship-to-attention", "ship-to-user", "bill-to-address",
        "remit-to", "acknowledged-flag", "acknowledged-at", "confirmation_status", "price-hidden",
        "coupa-accelerate-status",
        "transmission-emails", "transmission-method-override", "payment-terms", "recurring_rules", "hide-price",
        "pcard", "requisition-header-id", "accounting-total", "reporting-total", "issuance-hold",
    ])

    /// Fields of a line.
    static let line = common.union([
        "line-num", "sub-line-num", "description", "quantity", "price", "total", "accounting-total",
        "accounting-total-currency", "reporting-total", "source-part-num", "supp-aux-part-num", "item", "commodity",
        "uom",
        "need-by-date", "account", "account-allocations", "period", "contract", "received", "invoiced",
        "order-header-id",
        "order-header-number", "match-type", "service-type", "recurring_rules", "manufacturer_name",
        "manufacturer_part_number", "receipt-required", "asset_tags", "extra_line_attribute", "savings-pct",
        "deleted", "deleted-at", "deleted_at", "billing-notes", "active-invoiced-amount", "requisition-line",
    ])
}
