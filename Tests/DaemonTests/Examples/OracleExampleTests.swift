import Documents
import Reconciliation
import Testing
import Transport

/// The examples for Oracle Fusion and NetSuite against answers of the shapes that they give.
@Suite struct OracleExampleTests {
    @Test func fusionIsReadWithTheLinesOfEachOrder() async throws {
        let site = try RecordedSite(example: "oracle-fusion.yaml")
        let base = "GET https://acme.fa.us2.oraclecloud.com/fscmRestApi/resources/11.13.18.05/purchaseOrders"
        let query = "?onlyData=true&orderBy=POHeaderId%3Aasc"
        // hasMore is wrong, as it is known to be: it must not end the list.
        site.answer(
            "\(base)\(query)&offset=0&limit=100",
            """
            {"items": [{"POHeaderId": 300100111487054, "OrderNumber": "US161", "StatusCode": "OPEN", "Supplier": "Amazon Web Services",
              "SupplierId": 300100051066103, "CurrencyCode": "USD", "LastUpdateDate": "2026-11-03T09:15:00+00:00"},
             {"POHeaderId": 300100111487099, "OrderNumber": "US162", "StatusCode": "CANCELED", "Supplier": "Amazon Web Services",
              "CurrencyCode": "USD", "LastUpdateDate": "2026-11-02T09:15:00+00:00"}],
             "count": 2, "hasMore": false, "limit": 100, "offset": 0, "totalResults": 2}
            """)
        let none = #"{"items": [], "count": 0, "hasMore": false, "limit": 100, "offset": 2}"#
        site.answer("\(base)\(query)&offset=2&limit=100", none)
        let lines = "?onlyData=true&orderBy=POLineId%3Aasc"
        site.answer(
            "\(base)/300100111487054/child/lines\(lines)&offset=0&limit=100",
            """
            {"items": [{"POLineId": 301, "LineNumber": 1, "Description": "SaaS agmt-1a2b", "StatusCode": "OPEN", "Ordered": 1200.5,
              "CurrencyCode": "USD"}, {"POLineId": 302, "LineNumber": 2, "StatusCode": "CANCELED", "Ordered": 1}], "count": 2}
            """)
        site.answer("\(base)/300100111487054/child/lines\(lines)&offset=2&limit=100", none)
        site.answer("\(base)/300100111487099/child/lines\(lines)&offset=0&limit=100", none)
        let (orders, cursor) = try await site.read()
        #expect(orders.map(\.number) == ["US161", "US162"])
        #expect(orders.map(\.key.id) == ["300100111487054", "300100111487099"])
        #expect(orders.map(\.state) == [.issued, .cancelled])
        #expect(orders.first?.lines.map(\.id) == ["301"])
        #expect(orders.first?.lines.first?.amount == Amount("1200.50"))
        #expect(cursor == ["watermark": "2026-11-03T09:15:00Z"])

        let since = "&q=LastUpdateDate%20%3E%3D%20%272026-11-03T08%3A45%3A00Z%27"
        site.answer("\(base)\(query)\(since)&offset=0&limit=100", none)
        #expect(try await site.read(full: false, cursor: cursor).orders.isEmpty)
    }

    @Test func netSuiteIsAskedForEachOrderThatItLists() async throws {
        let site = try RecordedSite(example: "netsuite.yaml")
        let base = "https://1234567.suitetalk.api.netsuite.com/services/rest/record/v1/purchaseOrder"
        site.answer(
            "GET \(base)?limit=100",
            """
            {"links": [{"rel": "next", "href": "\(base)?limit=100&offset=100"}, {"rel": "self", "href": "\(base)?limit=100"}],
             "count": 1, "hasMore": true, "items": [{"links": [], "id": "7"}], "offset": 0, "totalResults": 101}
            """)
        site.answer(
            "GET \(base)?limit=100&offset=100",
            #"{"links": [{"rel": "self", "href": "x"}], "count": 1, "hasMore": false, "items": [{"id": "8"}]}"#)
        let record = { (id: String, status: String) in
            """
            {"id": "\(id)", "tranId": "PO\(id)", "status": {"id": "B", "refName": "\(status)"}, "entity": {"id": "55", "refName":
             "Amazon Web Services"}, "currency": {"id": "1", "refName": "USD"}, "lastModifiedDate": "2026-11-0\(id)T20:00:00Z",
             "item": {"items": [{"line": 1, "item": {"id": "3", "refName": "SaaS"}, "amount": 1.2E+3, "quantity": 1.0,
             "custcol_aws_reference": "agmt-1a2b", "expectedReceiptDate": "2026-12-01"}]}}
            """
        }
        site.answer("GET \(base)/7?expandSubResources=true", record("7", "Pending Receipt"))
        site.answer("GET \(base)/8?expandSubResources=true", record("8", "Closed"))
        let (orders, cursor) = try await site.read()
        #expect(orders.map(\.number) == ["PO7", "PO8"])
        #expect(orders.map(\.state) == [.issued, .closed])
        #expect(orders.first?.lines.first?.amount == Amount("1200"))
        #expect(orders.first?.lines.first?.auxiliaryPart == "agmt-1a2b")
        #expect(site.requests.allSatisfy { $0.proof == "Bearer s3cret" })

        let since = "q=lastModifiedDate%20AFTER%20%2211%2F8%2F2026%2010%3A00%20AM%22"
        site.answer("GET \(base)?\(since)&limit=100", #"{"links": [], "items": []}"#)
        #expect(try await site.read(full: false, cursor: cursor).orders.isEmpty)
    }
}
