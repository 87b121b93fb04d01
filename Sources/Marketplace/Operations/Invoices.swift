internal import Documents
public import Reconciliation

extension MarketplaceClient {
    /// Seconds of one interval: AWS takes a month at most, and the shortest month has 28 days.
    private static let invoiceWindow: Int64 = 28 * 86_400

    /// The Marketplace invoices of an account (ListInvoiceSummaries), asked with the management credentials.
    ///
    /// - Parameters:
    ///   - from: the first moment of the interval.
    ///   - until: its end; the interval is asked a month at a time, as AWS demands.
    public func invoices(
        of account: AccountID, from: Instant, until: Instant
    ) async throws(MarketplaceError) -> [Invoice] {
        var found: [Invoice] = []
        var start = from.seconds
        while start < until.seconds {
            let end = min(start + Self.invoiceWindow, until.seconds)
            let listing = Listing(
                service: .invoicing, operation: "ListInvoiceSummaries", account: management,
                body: [
                    "Selector": ["ResourceType": "ACCOUNT_ID", "Value": .string(account.text)],
                    "Filter": ["TimeInterval": ["StartDate": JSONValue(start), "EndDate": JSONValue(end)]],
                    "MaxResults": 100,
                ], token: "NextToken")
            found += try await read(listing, into: [Invoice]()) { invoices, answer in
                invoices += answer.answers("InvoiceSummaries").compactMap { Self.invoice($0, account) }
            }
            start = end
        }
        return found
    }

    private static func invoice(_ summary: Answer, _ account: AccountID) -> Invoice? {
        guard summary.answer("Entity")?.text("BillingEntity") ?? "AWS_MARKETPLACE" == "AWS_MARKETPLACE",
            summary.text("InvoiceType") ?? "INVOICE" == "INVOICE", let id = summary.text("InvoiceId"),
            let issued = summary.instant("IssuedDate"), let total = summary.answer("BaseCurrencyAmount"),
            let amount = total.amount("TotalAmountBeforeTax") ?? total.amount("TotalAmount"),
            let currency = total.text("CurrencyCode")
        else { return nil }
        return Invoice(
            id: InvoiceID(id), account: account, issuedAt: issued, amount: amount, currency: currency,
            order: summary.text("PurchaseOrderNumber").map { OrderNumber($0) })
    }
}
