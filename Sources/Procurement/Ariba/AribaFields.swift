internal import Documents
internal import Reconciliation

/// Where Ariba's records have each field, and what its status words mean.
enum AribaFields {
    /// Orders and items of the purchase orders API for buyers. Line totals are not given: price times quantity.
    static let network: [FeedField: [RESTSource]] = [
        .path(.orderNumber): places("/documentNumber"), .orderStatus: places("/status", "/orderStatus"),
        .orderVersion: places("/revision", "/version"),
        .orderUpdatedAt: places("/lastModified", "/created", "/orderDate"),
        .path(.supplierName): places("/supplierName"), .path(.supplierNumber): places("/vendorId", "/supplierANID"),
        .orderCurrency: places("/poAmount/currencyCode"), .path(.lineNumber): places("/lineNumber"),
        .path(.lineDescription): places("/description"), .path(.part): places("/supplierPart"),
        .path(.auxiliaryPart): places("/supplierPartAuxiliaryId", "/supplierPartAuxiliaryID"),
        .path(.commodity): places("/commodityCode", "/unspsc"), .path(.amount): places("/amount/amount"),
        .linePrice: places("/unitPrice/amount"), .lineQuantity: places("/quantity"),
        .path(.currency): places("/unitPrice/currencyCode"), .path(.needBy): places("/needBy"),
        .lineStatus: places("/status"),
    ]

    /// A view of purchase orders with their lines, by the names of Ariba's own object model.
    static let reporting: [FeedField: [RESTSource]] = [
        .path(.orderID): places("/UniqueName", "/OrderID"), .path(.orderNumber): places("/OrderID", "/UniqueName"),
        .orderStatus: places("/StatusString"), .orderVersion: places("/VersionNumber"),
        .orderUpdatedAt: places("/TimeUpdated", "/LastModified"), .path(.supplierName): places("/Supplier/Name"),
        .path(.supplierNumber): places("/Supplier/UniqueName"),
        .orderCurrency: places("/TotalCost/Currency/UniqueName"), .path(.lineNumber): places("/NumberInCollection"),
        .path(.lineDescription): places("/Description/Description"),
        .path(.part): places("/Description/SupplierPartNumber"),
        .path(.auxiliaryPart): places("/Description/SupplierPartAuxiliaryID"),
        .path(.commodity): places("/Description/CommonCommodityCode/UniqueName"),
        .path(.amount): places("/Amount/Amount"), .path(.currency): places("/Amount/Currency/UniqueName"),
        .linePrice: places("/Description/Price/Amount"), .lineQuantity: places("/Quantity"),
        .path(.needBy): places("/NeedBy"),
    ]

    /// Only what was sent to the supplier counts as issued: "Ordering" is on its way there, "Approved" not yet.
    static let statuses: [OrderState: [String]] = [
        .issued: [
            "ordered", "confirming", "confirmed", "shipping", "shipped", "receiving", "received", "new", "changed",
            "sent",
            "acknowledged", "partially confirmed", "partially shipped", "partially received", "partially invoiced",
            "partially_confirmed", "partially_shipped", "partially_received", "partially_invoiced", "invoiced",
            "serviced",
        ],
        .onHold: ["ordering", "failed", "rejected"],
        .draft: ["composing", "submitted", "approved", "pending"],
        .cancelled: ["canceled", "canceling", "cancelled", "cancelling"],
        .closed: ["closed", "obsoleted", "paid"],
    ]

    private static func places(_ pointers: String...) -> [RESTSource] {
        pointers.compactMap { JSONPointer($0) }.map { .pointer($0) }
    }
}
