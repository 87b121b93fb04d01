import Documents
import Reconciliation
import Testing
import Transport

/// The examples for SAP S/4HANA against answers of the shapes that its OData services give.
@Suite struct SAPExampleTests {
    private static let odata2 =
        "https://my300000-api.s4hana.ondemand.com/sap/opu/odata/sap/API_PURCHASEORDER_PROCESS_SRV/A_PurchaseOrder"
        + "?$expand=to_PurchaseOrderItem%2Cto_PurchaseOrderItem%2Fto_ScheduleLine&$format=json&$orderby=PurchaseOrder"

    private static let order = """
        {"d": {"results": [{"__metadata": {"id": "x"}, "PurchaseOrder": "4500000002", "CompanyCode": "1710",
          "PurchasingDocumentDeletionCode": "", "ReleaseIsNotCompleted": false, "PurchasingProcessingStatus": "05",
          "LastChangeDateTime": "/Date(1795435200000+0000)/", "Supplier": "10300001", "DocumentCurrency": "USD",
          "to_PurchaseOrderItem": {"results": [
            {"PurchaseOrderItem": "10", "PurchasingDocumentDeletionCode": "", "PurchaseOrderItemText": "SaaS agmt-1a2b",
             "SupplierMaterialNumber": "offer-7", "MaterialGroup": "81162000", "OrderQuantity": "12", "NetPriceAmount": "100.00",
             "NetPriceQuantity": "1", "DocumentCurrency": "USD",
             "to_ScheduleLine": {"results": [{"ScheduleLineDeliveryDate": "/Date(1796083200000)/"}]}},
            {"PurchaseOrderItem": "20", "PurchasingDocumentDeletionCode": "L", "OrderQuantity": "1",
             "NetPriceAmount": "1.00", "NetPriceQuantity": "1"}]}}]}}
        """

    @Test func odata2IsReadPageByPageAndByTheChangesOfItsOwnClock() async throws {
        let site = try RecordedSite(example: "sap-s4hana-odata2.yaml")
        site.answer("GET \(Self.odata2)&$skip=0&$top=100", Self.order)
        site.answer("GET \(Self.odata2)&$skip=1&$top=100", #"{"d": {"results": []}}"#)
        let (orders, cursor) = try await site.read()
        let order = try #require(orders.first)
        #expect(order.number == "4500000002")
        #expect(order.state == .issued)
        #expect(order.fault == nil)
        #expect(order.supplierNumber == "10300001")
        #expect(order.updatedAt == Instant(iso: "2026-11-23T12:00:00Z"))
        #expect(order.lines.map(\.number) == ["10"])
        #expect(order.lines.first?.amount == Amount("1200.00"))
        #expect(order.lines.first?.needBy == Instant(iso: "2026-12-01T00:00:00Z"))
        #expect(site.requests.first?.proof == "Basic POSYNCD:s3cret")

        let filter = "$filter=LastChangeDateTime%20ge%20datetimeoffset%272026-11-23T11%3A50%3A00Z%27"
        site.answer("GET \(Self.odata2)&\(filter)&$skip=0&$top=100", #"{"d": {"results": []}}"#)
        let next = try await site.read(full: false, cursor: cursor)
        #expect(next.orders.isEmpty)
        #expect(next.cursor == cursor)
    }

    @Test(arguments: [
        (#""L", "ReleaseIsNotCompleted": false"#, OrderState.cancelled),
        (#""", "ReleaseIsNotCompleted": true"#, OrderState.onHold),
    ])
    func theFirstCodeThatIsSetDecidesTheState(codes: String, state: OrderState) async throws {
        let site = try RecordedSite(example: "sap-s4hana-odata2.yaml")
        let order = Self.order.replacing(
            #"DeletionCode": "", "ReleaseIsNotCompleted": false"#, with: #"DeletionCode": \#(codes)"#,
            maxReplacements: 1)
        site.answer("GET \(Self.odata2)&$skip=0&$top=100", order)
        site.answer("GET \(Self.odata2)&$skip=1&$top=100", #"{"d": {"results": []}}"#)
        #expect(try await site.read().orders.first?.state == state)
    }

    @Test func odata4FollowsItsLinksWithATokenOfItsOwn() async throws {
        let base =
            "https://my300000-api.s4hana.ondemand.com/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001/"
        let site = try RecordedSite(example: "sap-s4hana-odata4.yaml")
        site.answer(
            "POST https://my300000.s4hana.ondemand.com/sap/bc/sec/oauth2/token grant_type=client_credentials",
            #"{"access_token": "t0ken", "token_type": "Bearer", "expires_in": "3600"}"#)
        site.answer(
            "GET \(base)PurchaseOrder?$expand=_PurchaseOrderItem&$orderby=PurchaseOrder",
            """
            {"@odata.context": "$metadata#PurchaseOrder", "@odata.nextLink": "PurchaseOrder?$skiptoken=1", "value": [
              {"PurchaseOrder": "4500000002", "PurchasingProcessingStatus": "05", "PurchaseOrderDeletionCode": "",
               "ReleaseIsNotCompleted": false, "LastChangeDateTime": "2026-11-03T10:00:00.1234567Z", "Supplier": "10300001",
               "DocumentCurrency": "USD", "_PurchaseOrderItem": [{"PurchaseOrderItem": "10", "OrderQuantity": 10,
               "NetPriceAmount": 25.00, "NetAmount": 250.00, "PurchasingDocumentDeletionCode": ""}]}]}
            """)
        site.answer(
            "GET \(base)PurchaseOrder?$skiptoken=1",
            #"{"value": [{"PurchaseOrder": "4500000003", "PurchasingProcessingStatus": "03", "_PurchaseOrderItem": []}]}"#
        )
        let (orders, _) = try await site.read()
        #expect(orders.map(\.number) == ["4500000002", "4500000003"])
        #expect(orders.map(\.state) == [.issued, .onHold])
        #expect(orders.first?.lines.first?.amount == Amount("250.00"))
        #expect(site.requests.map(\.proof) == ["Basic POSYNCD:s3cret", "Bearer t0ken", "Bearer t0ken"])
        #expect(site.requests.last?.headers.contains(.init("Prefer", "odata.maxpagesize=100")) == true)
    }
}
