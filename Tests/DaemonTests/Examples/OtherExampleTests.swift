import Configuration
import Documents
import Foundation
import Reconciliation
import Testing
import Transport

/// The examples for Business Central, Odoo, ERPNext and Tryton against answers of the shapes that they give.
@Suite struct OtherExampleTests {
    @Test func businessCentral() async throws {
        let site = try RecordedSite(example: "business-central.yaml")
        site.answer(
            "POST https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token "
                + "grant_type=client_credentials&scope=https%3A%2F%2Fapi.businesscentral.dynamics.com%2F.default"
                + "&client_id=99999999-8888-7777-6666-555555555555&client_secret=s3cret",
            #"{"access_token": "t0ken", "expires_in": 3599}"#)
        let base =
            "GET https://api.businesscentral.dynamics.com/v2.0/11111111-2222-3333-4444-555555555555/production/api/v2.0/"
            + "companies(aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee)/purchaseOrders?$expand=purchaseOrderLines&$orderby=id"
        site.answer(
            base,
            """
            {"@odata.context": "x", "value": [{"@odata.etag": "e", "id": "1e8cb9c0", "number": "106001", "vendorNumber": "V-1001",
              "vendorName": "Amazon Web Services", "currencyCode": "", "status": "Open",
              "lastModifiedDateTime": "2026-11-03T10:00:00.123Z", "purchaseOrderLines": [{"id": "l1", "sequence": 10000,
              "lineType": "Item", "lineObjectNumber": "1996-S", "description": "offer-7", "netAmount": 16767.6,
              "expectedReceiptDate": "0001-01-01"}]}]}
            """)
        let (orders, cursor) = try await site.read()
        let order = try #require(orders.first)
        #expect(order.number == "106001")
        #expect(order.state == .issued)
        #expect(order.currency == "USD")
        #expect(order.lines.first?.amount == Amount("16767.60"))
        #expect(order.lines.first?.needBy == nil)
        site.answer(
            base + "&$filter=lastModifiedDateTime%20ge%202026-11-03T09%3A50%3A00Z", #"{"value": []}"#)
        #expect(try await site.read(full: false, cursor: cursor).orders.isEmpty)
    }

    @Test func odoo() async throws {
        let site = try RecordedSite(example: "odoo.yaml")
        let fields = #""fields":["name","state","partner_id","partner_ref","currency_id","write_date"]"#
        let ask = { (domain: String, offset: Int) in
            "POST https://acme.odoo.com/json/2/purchase.order/search_read "
                + #"{"domain":\#(domain),\#(fields),"limit":100,"offset":\#(offset),"order":"id"}"#
        }
        site.answer(
            ask("[]", 0),
            """
            [{"id": 12, "name": "P00012", "state": "purchase", "partner_id": [8, "Amazon Web Services"], "partner_ref": false,
              "currency_id": [1, "USD"], "write_date": "2026-11-03 10:00:00"}]
            """)
        site.answer(ask("[]", 1), "[]")
        let lines = { (offset: Int) in
            "POST https://acme.odoo.com/json/2/purchase.order.line/search_read "
                + #"{"domain":[["order_id","=",12],["display_type","=",false]],"#
                + #""fields":["sequence","name","product_id","price_subtotal","date_planned"],"limit":100,"offset":\#(offset),"order":"id"}"#
        }
        site.answer(
            lines(0),
            """
            [{"id": 31, "sequence": 10, "name": "SaaS agmt-1a2b", "product_id": [4, "[AWS] offer-7"], "price_subtotal": 1200.0,
              "date_planned": "2026-12-01 00:00:00"}]
            """)
        site.answer(lines(1), "[]")
        let (orders, cursor) = try await site.read()
        let order = try #require(orders.first)
        #expect(order.fault == nil)
        #expect(order.supplierName == "Amazon Web Services")
        #expect(order.currency == "USD")
        #expect(order.custom.isEmpty)
        #expect(order.lines.first?.amount == Amount("1200"))
        #expect(order.lines.first?.part == "[AWS] offer-7")
        site.answer(ask(#"[["write_date",">=","2026-11-03 09:50:00"]]"#, 0), "[]")
        #expect(try await site.read(full: false, cursor: cursor).orders.isEmpty)
    }

    @Test func erpNext() async throws {
        let site = try RecordedSite(example: "erpnext.yaml")
        let base = "GET https://erp.example.com/api/resource/Purchase%20Order"
        let fields = "?fields=%5B%22name%22%5D"
        let supplier = "%5B%22supplier%22%2C%20%22%3D%22%2C%20%22Amazon%20Web%20Services%22%5D"
        let query = "\(fields)&filters=%5B\(supplier)%5D&order_by=name%20asc"
        site.answer(
            "\(base)\(query)&limit_start=0&limit_page_length=100", #"{"data": [{"name": "PUR-ORD-2026-00001-1"}]}"#)
        site.answer("\(base)\(query)&limit_start=1&limit_page_length=100", #"{"data": []}"#)
        site.answer(
            "\(base)/PUR-ORD-2026-00001-1",
            """
            {"data": {"name": "PUR-ORD-2026-00001-1", "docstatus": 1, "status": "To Receive and Bill", "supplier": "SUP-1",
              "supplier_name": "Amazon Web Services", "currency": "USD", "modified": "2026-11-03 15:30:00.123456",
              "items": [{"name": "a1b2c3", "idx": 1, "item_code": "SAAS", "supplier_part_no": "offer-7", "description": "agmt-1a2b",
              "qty": 1.0, "rate": 1200.0, "amount": 1200.0, "schedule_date": "2026-12-01", "cost_center": "Main - A"}]}}
            """)
        let (orders, cursor) = try await site.read()
        let order = try #require(orders.first)
        #expect(order.number == "PUR-ORD-2026-00001-1")
        #expect(order.state == .issued)
        #expect(order.updatedAt == Instant(iso: "2026-11-03T10:00:00.123Z"))
        #expect(order.lines.first?.part == "offer-7")
        #expect(site.requests.first?.proof == "Authorization: token s3cret")
        let since =
            "&filters=%5B\(supplier)%2C%20%5B%22modified%22%2C%20%22%3E%3D%22%2C%20%222026-11-03%2015%3A20%3A00%22%5D%5D"
        site.answer(
            "\(base)\(fields)&order_by=name%20asc\(since)&limit_start=0&limit_page_length=100", #"{"data": []}"#)
        #expect(try await site.read(full: false, cursor: cursor).orders.isEmpty)
    }

    @Test func tryton() async throws {
        let site = try RecordedSite(example: "tryton.yaml")
        let names = [
            "number", "reference", "revision", "state", "last_modified_at", "party.name", "party.code", "currency.code",
            "lines.type", "lines.sequence", "lines.description", "lines.amount", "lines.product.code",
            "lines.product_supplier.code", "lines.delivery_date",
        ]
        let fields = names.map { "f=\($0)" }.joined(separator: "&")
        let base = "GET https://tryton.example.com:8443/company/rest/model/purchase.purchase?\(fields)"
        let order = "&o=W1siaWQiLCAiQVNDIl1d"
        site.answer(
            base + order + " records=0-50",
            """
            [{"id": 1, "__name__": "purchase.purchase", "number": "1", "revision": 2, "state": "processing", "party": {"name":
              "Amazon Web Services", "code": "55"}, "currency": {"code": "USD"}, "last_modified_at": {"__class__": "datetime",
              "year": 2026, "month": 11, "day": 3, "hour": 10, "minute": 5, "second": 0, "microsecond": 250000}, "lines": [{"id": 9,
              "sequence": null, "type": "line", "description": "agmt-1a2b", "product": null, "product_supplier": null,
              "amount": {"__class__": "Decimal", "decimal": "1200.50"},
              "delivery_date": {"__class__": "date", "year": 2026, "month": 12, "day": 1}}]}]
            """, headers: [.init("content-range", "records 0-1/1")])
        site.answer(base + order + " records=1-51", "", status: 416)
        let (orders, cursor) = try await site.read()
        let read = try #require(orders.first)
        #expect(read.state == .issued)
        #expect(read.version == 2)
        #expect(read.lines.first?.amount == Amount("1200.50"))
        #expect(read.lines.first?.needBy == Instant(iso: "2026-12-01"))
        #expect(cursor == ["watermark": "2026-11-03T10:05:00.250Z"])

        let domain =
            #"[["last_modified_at", ">=", {"__class__": "datetime", "year": 2026, "month": 11, "day": 3, "hour": 9, "minute": 55, "second": 0, "microsecond": 0}]]"#
        let encoded = Data(domain.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "%3D")
        site.answer(
            base + order + "&d=\(encoded) records=0-50", "[]", headers: [.init("content-range", "records 0-0/0")])
        #expect(try await site.read(full: false, cursor: cursor).orders.isEmpty)
    }

    @Test func everyExampleIsAValidConfiguration() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: RecordedSite.folder.path())
        #expect(names.count >= 8)
        for name in names where name.hasSuffix(".yaml") {
            let path = RecordedSite.folder.appending(path: name).path()
            #expect(throws: Never.self, "\(name)") {
                try Configuration.parse(text: String(contentsOfFile: path, encoding: .utf8), file: name)
            }
        }
    }
}
