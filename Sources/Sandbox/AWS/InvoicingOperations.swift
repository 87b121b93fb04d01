internal import Documents
internal import FoundationEssentials

extension AWSOperation {
    /// Invoices and procurement portals (invoicing, 2024-12-01).
    static let invoicingOperations: [AWSOperation] = [
        AWSOperation(
            service: .invoicing, name: "ListInvoiceSummaries",
            shape: .structure(
                [
                    "Selector": .structure(
                        ["ResourceType": .word(["ACCOUNT_ID", "INVOICE_ID"]), "Value": .plain(1...1024)],
                        required: ["ResourceType", "Value"]),
                    "Filter": .structure([
                        "TimeInterval": .structure(
                            ["StartDate": .moment, "EndDate": .moment], required: ["StartDate", "EndDate"]),
                        "BillingPeriod": .structure(
                            ["Month": .number(1...12), "Year": .number(2005...2050)], required: ["Month", "Year"]),
                        "InvoicingEntity": .plain(1...1024), "ReceiverRole": .word(["BUYER", "SELLER", "RESELLER"]),
                    ]),
                    "MaxResults": .number(1...100), "NextToken": .token,
                ], required: ["Selector"])
        ) { state, request throws(AWSFailure) in
            try state.listInvoices(request)
        },
        AWSOperation(
            service: .invoicing, name: "ListProcurementPortalPreferences",
            shape: .structure(["MaxResults": .number(1...100), "NextToken": .token])
        ) { state, request throws(AWSFailure) in
            try state.listPortals(request)
        },
    ]
}

extension SandboxState {
    /// The longest interval of one call: a month.
    private static let interval = 31.0 * 86_400

    fileprivate func listInvoices(_ request: AWSRequest) throws(AWSFailure) -> AWSResult {
        let selector = request["Selector"]
        let value = selector?["Value"]?.string
        var found = world.aws.invoices.filter {
            selector?["ResourceType"]?.string == "ACCOUNT_ID" ? $0.account == value : $0.id == value
        }
        if let interval = request["Filter"]?["TimeInterval"] {
            let start = Double(interval["StartDate"]?.numberText ?? "") ?? 0
            let end = Double(interval["EndDate"]?.numberText ?? "") ?? 0
            guard end - start <= Self.interval || request["Filter"]?["ReceiverRole"] != nil else {
                throw AWSFailure(code: "ValidationException", message: "The interval is longer than a month.")
            }
            found = found.filter { (start..<max(start, end)).contains($0.issued.timeIntervalSince1970) }
        }
        return try page(found.map(view), request, "ListInvoiceSummaries", name: "InvoiceSummaries", most: 100)
    }

    private func view(_ invoice: AWSWorld.Invoice) -> JSONValue {
        let money: JSONValue = [
            "TotalAmount": .string(invoice.amount), "TotalAmountBeforeTax": .string(invoice.amount),
            "CurrencyCode": .string(invoice.currency),
        ]
        var summary: JSONObject = .init()
        summary["AccountId"] = .string(invoice.account)
        summary["InvoiceId"] = .string(invoice.id)
        summary["IssuedDate"] = invoice.issued.epoch
        summary["DueDate"] = invoice.issued.addingTimeInterval(30 * 86_400).epoch
        summary["Entity"] = ["InvoicingEntity": "Amazon Web Services, Inc.", "BillingEntity": .string(invoice.entity)]
        summary["InvoiceType"] = "INVOICE"
        summary["BaseCurrencyAmount"] = money
        summary["PaymentCurrencyAmount"] = money
        if let order = invoice.order { summary["PurchaseOrderNumber"] = .string(order) }
        return .object(summary)
    }

    fileprivate func listPortals(_ request: AWSRequest) throws(AWSFailure) -> AWSResult {
        let mine = request.caller.account == world.aws.management ? world.aws.portals : []
        let views = mine.map { portal -> JSONValue in
            var view = JSONObject()
            view["AwsAccountId"] = .string(world.aws.management)
            view["ProcurementPortalPreferenceArn"] = .string(portal.arn)
            view["ProcurementPortalName"] = .string(portal.portal)
            view["PurchaseOrderRetrievalEnabled"] = true
            view["PurchaseOrderRetrievalPreferenceStatus"] = .string(portal.status)
            if let reason = portal.reason { view["PurchaseOrderRetrievalPreferenceStatusReason"] = .string(reason) }
            return .object(view)
        }
        return try page(
            views, request, "ListProcurementPortalPreferences", name: "ProcurementPortalPreferences", most: 100)
    }
}
