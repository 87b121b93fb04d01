import Documents
import Reconciliation
import Simulation
import Testing
import Transport

@testable import Marketplace

@Suite("Invoices as AWS lists them")
struct InvoiceTests {
    private static let day: Int64 = 86_400

    private func stage(_ summaries: String...) -> AWSStage {
        AWSStage { call in
            guard call.operation == "ListInvoiceSummaries" else { return nil }
            return .json(call.number <= summaries.count ? summaries[call.number - 1] : #"{"InvoiceSummaries":[]}"#)
        }
    }

    private func summary(_ members: String) -> String { #"{"InvoiceSummaries":[{\#(members)}]}"# }

    private func invoices(_ stage: AWSStage, days: Int64 = 20) async throws(MarketplaceError) -> [Invoice] {
        let end = Instant(seconds: 1_795_000_000)
        return try await stage.client.invoices(
            of: AWSStage.member, from: Instant(seconds: end.seconds - days * Self.day), until: end)
    }

    private static let whole =
        #""InvoiceId":"I1","IssuedDate":1.79e9,"BaseCurrencyAmount":{"TotalAmountBeforeTax":"100.00","TotalAmount":"119.00","CurrencyCode":"USD"}"#

    @Test func everyMemberIsRead() async throws {
        let found = try await invoices(
            stage(
                summary(
                    Self.whole
                        + #","Entity":{"InvoicingEntity":"AWS EMEA SARL","BillingEntity":"AWS_MARKETPLACE"},"InvoiceType":"INVOICE","PurchaseOrderNumber":"PO-1","New":[]"#
                )))
        #expect(
            found == [
                Invoice(
                    id: "I1", account: AWSStage.member, issuedAt: Instant(seconds: 1_790_000_000),
                    amount: try #require(Amount("100.00")), currency: "USD", order: "PO-1")
            ])
    }

    @Test func anEmptyNumberIsNone() async throws {
        let found = try await invoices(stage(summary(Self.whole + #","PurchaseOrderNumber":"""#)))
        #expect(found.count == 1 && found.first?.order == nil)
    }

    @Test(arguments: [
        #","InvoiceType":"CREDIT_MEMO""#, #","InvoiceType":"PAYMENT_RECEIPT""#, #","Entity":{"BillingEntity":"AWS"}"#,
    ])
    func creditMemosAndAWSsOwnInvoicesAreLeftOut(_ member: String) async throws {
        #expect(try await invoices(stage(summary(Self.whole + member))).isEmpty)
    }

    @Test(arguments: [
        #""IssuedDate":1.79e9"#, #""InvoiceId":"I1""#, #""InvoiceId":"I1","IssuedDate":"x","BaseCurrencyAmount":{}"#,
        #""InvoiceId":"I1","IssuedDate":1,"BaseCurrencyAmount":{"TotalAmount":"x","CurrencyCode":"USD"}"#,
    ])
    func whatSaysTooLittleIsLeftOut(_ members: String) async throws {
        #expect(try await invoices(stage(summary(members))).isEmpty)
    }

    /// AWS takes a month at most, and the shortest has 28 days; the end is not part of an interval.
    @Test(arguments: [(1, 1), (28, 1), (29, 2), (49, 2), (100, 4), (0, 0)])
    func longTimesAreAskedForInParts(_ days: Int64, _ calls: Int) async throws {
        let stage = stage()
        _ = try await invoices(stage, days: days)
        let intervals = stage.requests("ListInvoiceSummaries").map { request -> (Int64, Int64) in
            let interval = StagedCall(request, number: 0).json["Filter"]?["TimeInterval"]
            return (Int64(interval?["StartDate"]?.integer ?? 0), Int64(interval?["EndDate"]?.integer ?? 0))
        }
        #expect(intervals.count == calls)
        for (start, end) in intervals { #expect(start < end && end - start <= 28 * Self.day) }
        for (first, second) in zip(intervals, intervals.dropFirst()) { #expect(first.1 == second.0) }
        #expect((intervals.last?.1 ?? 0) - (intervals.first?.0 ?? 0) == days * Self.day)
    }

    @Test func pagesAreReadAndTheManagementAccountAsks() async throws {
        let stage = AWSStage { call in
            guard call.operation == "ListInvoiceSummaries" else { return nil }
            return call.json["NextToken"] == nil
                ? .json(#"{"InvoiceSummaries":[],"NextToken":"1"}"#)
                : .json(#"{"InvoiceSummaries":[{\#(Self.whole)}]}"#)
        }
        #expect(try await invoices(stage).count == 1)
        let request = try #require(stage.requests("ListInvoiceSummaries").first)
        #expect(request.signer == "AKIDMANAGEMENT")
        #expect(
            StagedCall(request, number: 0).json["Selector"]
                == ["ResourceType": "ACCOUNT_ID", "Value": "222222222222"])
    }
}
