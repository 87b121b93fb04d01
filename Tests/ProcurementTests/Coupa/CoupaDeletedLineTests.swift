import Documents
import Reconciliation
import Simulation
import Testing
import Transport

@testable import Procurement

/// Lines that Coupa shows although they are deleted, where it is asked to.
@Suite struct CoupaDeletedLineTests {
    private let clock = ManualClock(isImpatient: true)

    private static func options(showsDeletedLines: Bool) -> CoupaOptions {
        CoupaOptions(
            name: "coupa", url: "https://acme.coupahost.com", clientID: "c", clientSecret: Secret("s"),
            customFields: [], showsDeletedLines: showsDeletedLines)
    }

    /// An order of a line that stands, and one with a mark.
    private func order(_ mark: String, isAsked: Bool = true) throws -> PurchaseOrder {
        let json = """
            [{"id": 7, "po-number": "PO-7", "status": "issued", "order-lines": [
              {"id": 71, "line-num": "1", "total": "1.00", "status": "created"},
              {"id": 72, "line-num": "2", "total": "2.00"\(mark.isEmpty ? "" : ", ")\(mark)}]}]
            """
        let rows = try #require(try JSONReader.read(Array(json.utf8)).array)
        return try #require(
            CoupaDecoder(Self.options(showsDeletedLines: isAsked)).page(rows).orders.first)
    }

    @Test(arguments: [true, false]) func theyAreAskedForWhereTheSwitchIsOn(isOn: Bool) async throws {
        let transport = ScriptedTransport(time: clock) { request in
            request.url.hasSuffix("/oauth2/token")
                ? .json(#"{"access_token": "t", "expires_in": 86399}"#) : .json("[]")
        }
        let feed = CoupaFeed(
            Self.options(showsDeletedLines: isOn), transport: transport, time: clock, entropy: HalfEntropy())
        _ = try await feed.everything(FeedPass(isFull: false, cursor: ["watermark": "2026-11-20T16:00:00Z"]))
        let asked = try #require(transport.requests.last).url
        #expect(asked.contains("&show_deleted_lines=true") == isOn)
        #expect(asked.contains("show_deleted_lines") == isOn)
        #expect(asked.contains("updated_at%5Bgt_or_eq%5D="))
    }

    @Test(arguments: [
        #""status": "cancelled""#, #""status": "canceled""#, #""status": " Deleted""#,
        #""status": "created", "deleted": true"#, #""deleted": "true""#, #""deleted": 1"#,
        #""status": "created", "deleted-at": "2026-11-20T08:00:00Z""#, #""deleted_at": "2026-11-20T08:00:00-08:00""#,
        #""status": "brand_new", "deleted": true"#,
    ])
    func aMarkThatIsPlainMakesALineADeletedOne(mark: String) throws {
        let order = try order(mark)
        #expect(order.state == .issued && order.fault == nil)
        #expect(order.lines.map(\.number) == ["1"])
    }

    @Test(arguments: [
        #""status": "created""#, #""status": "draft""#, #""status": "received""#, #""status": "partially_received""#,
        #""status": "soft_closed_for_receiving""#, #""status": "soft_closed_for_invoicing""#, #""status": "closed""#,
        #""status": "Created", "deleted": false, "deleted-at": null"#, #""deleted": false"#, #""deleted-at": null"#,
        #""status": "created", "pending-delete": false, "cancelled-at": null"#,
    ])
    func aLineThatIsSaidToStandStands(mark: String) throws {
        let order = try order(mark)
        #expect(order.state == .issued && order.fault == nil)
        #expect(order.lines.map(\.number) == ["1", "2"])
    }

    @Test(arguments: [
        (#""status": "archived""#, #"status is "archived""#), (#""status": "removed""#, #"status is "removed""#),
        (#""status": 5"#, "status is 5"), ("", "no status"), (#""status": null"#, "no status"),
        (#""status": """#, "no status"), (#""status": "created", "deleted": "perhaps""#, #"deleted is "perhaps""#),
        (#""status": "created", "deleted": {"by": "pat"}"#, "deleted is"),
        (#""status": "created", "deleted-at": "last week""#, #"deleted-at is "last week""#),
        (#""status": "created", "deleted-at": "0000-00-00""#, "deleted-at is"),
        (#""status": "created", "pending-delete": true"#, "pending-delete is true"),
        (#""status": "created", "cancelled-at": "2026-11-20T08:00:00Z""#, "cancelled-at is"),
    ])
    func aLineOfWhichThatCannotBeToldHoldsItsOrder(mark: String, words: String) throws {
        let order = try order(mark)
        #expect(order.state == .unreadable)
        #expect(order.fault?.hasPrefix("line 2: ") == true)
        #expect(order.fault?.contains(words) == true, "\(order.fault ?? "")")
        #expect(order.fault?.contains("show_deleted_lines") == true)
    }

    @Test(arguments: [#""0""#, #""False""#, #"" no ""#, "0", #""""#])
    func aMarkThatSaysNoTakesNoLineAway(value: String) throws {
        for isAsked in [true, false] {
            let order = try order(#""status": "created", "deleted": \#(value)"#, isAsked: isAsked)
            #expect(order.state == .issued && order.lines.count == 2)
        }
    }

    /// Without the switch Coupa shows no deleted lines, and what its other states mean is not asked.
    @Test(arguments: [#""status": "archived""#, "", #""status": "created", "pending-delete": true"#])
    func withoutTheSwitchOtherWordsHoldNothing(mark: String) throws {
        let order = try order(mark, isAsked: false)
        #expect(order.state == .issued)
        #expect(order.lines.count == 2)
    }
}
