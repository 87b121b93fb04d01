import FoundationEssentials
import HeapShim
import Reconciliation
import Simulation
import Testing

/// One hostile feed of every kind beside a healthy one: a typed error, one finding, and the healthy one's orders are
/// written.
@Suite struct HostileFeedTests {
    @Test(arguments: HostilePeer.misleading)
    func misleadingAnswersCostTheirFeedAlone(_ peer: HostilePeer) async throws {
        try await peer.with { try await HostileWorld.run([HostileWorld.feed($0.origin)], expecting: .feedUnreachable) }
    }

    @Test func aPeerThatTricklesCostsItsFeedAlone() async throws {
        // The program's own 20 s, three times over and twice, would be a long test.
        try await HostilePeer.slow.with {
            try await HostileWorld.run([HostileWorld.feed($0.origin)], expecting: .feedUnreachable, patience: 6)
        }
    }

    /// In a process of its own, since other suites' memory cannot be told from that of this one.
    @Test func endlessAnswersCostTheirFeedAloneAndLittleMemory() async {
        await #expect(processExitsWith: .success) {
            // As the program does it, so that what was freed is not taken for what is held.
            heap_return_large_blocks()
            for peer in HostilePeer.endless {
                try await peer.with {
                    try await HostileWorld.run([HostileWorld.feed($0.origin)], expecting: .feedUnreachable)
                }
            }
            // An answer may have 32 MiB; the bomb alone is 512.
            let peak = try #require(Memory.peak)
            try #require(peak < TestSize.allowance * 192 << 20, "\(peak >> 20) MiB")
        }
    }

    @Test(arguments: [0, 1, 20, 60, 90, 150, 190])
    func aConnectionThatIsResetAnywhereCostsItsFeedAlone(_ place: Int) async throws {
        let body = "[\(HostileWorld.record)]"
        let whole = Array(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                .utf8)
        #expect(place < whole.count)
        let peer = HostilePeer("reset at \(place)") { connection in
            try connection.send(Array(whole.prefix(place)))
            connection.reset()
            throw RawConnection.Ended()
        }
        try await peer.with { try await HostileWorld.run([HostileWorld.feed($0.origin)], expecting: .feedUnreachable) }
    }

    @Test(arguments: ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
    func aRedirectToAnotherOriginTakesNoByteThere(_ status: String) async throws {
        try await HostilePeer.body("another origin", "[\(HostileWorld.record)]").with { other in
            let peer = HostilePeer.body("a redirect", "", status: status, headers: ["Location: \(other.origin)/orders"])
            try await peer.with {
                try await HostileWorld.run([HostileWorld.feed($0.origin)], expecting: .feedUnreachable)
            }
            #expect(other.connectionCount == 0)
        }
    }

    @Test func aLinkToAnotherOriginTakesNoByteThere() async throws {
        try await HostilePeer.body("another origin", "[]").with { other in
            let peer = HostilePeer.body("a link", #"{"items":[],"next":"\#(other.origin)/orders"}"#)
            try await peer.with { server in
                let feed = HostileWorld.feed(
                    server.origin, ", records: /items, paging: {style: link, next: /next}")
                try await HostileWorld.run([feed], expecting: .feedUnreachable)
            }
            #expect(other.connectionCount == 0)
        }
    }

    @Test func aPeerThatSpeaksNoTLSCostsItsFeedAlone() async throws {
        try await RawServer.with { connection in
            try connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            try connection.readToEnd()
        } _: { server in
            let url = server.origin.replacing("http://", with: "https://")
            try await HostileWorld.run([HostileWorld.feed(url)], expecting: .feedUnreachable)
            #expect(!String(decoding: server.received, as: UTF8.self).contains("canary"))
        }
    }

    @Test(
        "an address that leads to metadata or the link costs its feed alone",
        arguments: [
            "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[::ffff:169.254.169.254]",
            "[fd00:ec2::254]", "[fe80::1]", "0.0.0.0", "[::]", "[64:ff9b::a9fe:a9fe]",
        ])
    func addresses(_ host: String) async throws {
        try await HostileWorld.run([HostileWorld.feed("https://\(host)/orders")], expecting: .feedUnreachable)
    }

    // MARK: - Records

    @Test(
        "a record that is damaged costs itself alone",
        arguments: [
            #"{"id":"h2","number":"PO-\ud800","status":"issued","lines":[]}"#,
            #"{"id":"h2","number":"PO-X","status":"issued","lines":[{"id":"1","part":"agmt-one\udc00","amount":"1.00"}]}"#,
            #"{"id":"h2","number":"PO-X","status":"issued","status":"draft","lines":[]}"#,
            #"{"id":"h2","number":"PO-X","status":"issued","lines":[{"id":"1","part":"agmt-one","amount":1e400}]}"#,
            #"{"id":"h2","number":"PO-X","status":"issued","lines":[{"id":"1","part":"agmt-one","amount":\#(String(repeating: "9", count: 5000))}]}"#,
            "{\"id\":\"h2\",\"number\":\"PO-\u{1}\",\"status\":\"issued\",\"lines\":[]}",
        ])
    func records(_ record: String) async throws {
        try await HostilePeer.body("a record", "[\(record),\(HostileWorld.record)]").with {
            try await HostileWorld.run(
                [HostileWorld.feed($0.origin)], expecting: .orderInvalid, held: ["ch-hostile": "PO-H"])
        }
    }

    /// A record whose id is damaged may be any order: none may pass for gone because of it.
    @Test func aRecordThatNobodyCanTellMakesNoOrderMissing() async throws {
        let body = Mutable("[\(HostileWorld.record)]")
        let peer = HostilePeer("changing") { try $0.answer(body.text) }
        var settings = CompanySettings()
        try await peer.with { server in
            settings.otherFeeds = [HostileWorld.feed(server.origin)]
            try await Company.run(HostileWorld.world(), settings) { company in
                try await company.sync()
                #expect(company.held == ["ch-one": "PO-1", "ch-hostile": "PO-H"])
                body.text = HostileWorld.record.replacing(#""id":"h1""#, with: #""id":"h1\ud800""#)
                body.text = "[\(body.text.replacing(#""number":"PO-H""#, with: #""number":"PO-H\ud800""#))]"
                company.pass(hours: 30)
                try await company.sync(isFull: true)
                try await company.expect(firing: [.orderInvalid])
                body.text = "[\(HostileWorld.record)]"
                company.pass(minutes: 15)
                try await company.sync()
                try await company.expect(firing: [])
            }
        }
    }

    // MARK: - Documents

    @Test(
        "a document with a document type of its own, or too deep, costs itself alone",
        arguments: [
            #"<!DOCTYPE cXML [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>%&b;"#,
            #"<!DOCTYPE cXML [<!ENTITY a SYSTEM "file:///etc/passwd">]>%&a;"#,
            #"<!DOCTYPE cXML [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x"> %a;]>%"#,
            String(repeating: "<a>", count: 100_000), "\u{0}%", "%\u{1}",
        ])
    func documents(_ form: String) async throws {
        let order = { (number: String, text: String) in
            """
            <cXML payloadID="\(number)" timestamp="2026-11-20T12:00:00Z"><Header>
            <From><Credential domain="NetworkID"><Identity>AN01</Identity></Credential></From>
            <To><Credential domain="NetworkID"><Identity>AN02</Identity></Credential></To>
            <Sender><Credential domain="NetworkID"><Identity>AN01</Identity></Credential><UserAgent>Buyer</UserAgent></Sender>
            </Header><Request><OrderRequest><OrderRequestHeader orderID="\(number)" orderDate="2026-11-20T12:00:00Z">
            <Total><Money currency="USD">66.00</Money></Total>
            <BillTo><Address><Name xml:lang="en">Acme</Name></Address></BillTo></OrderRequestHeader>
            <ItemOut lineNumber="1" quantity="1"><ItemID><SupplierPartID>p</SupplierPartID>
            <SupplierPartAuxiliaryID>agmt-hostile</SupplierPartAuxiliaryID></ItemID><ItemDetail><UnitPrice>
            <Money currency="USD">66.00</Money></UnitPrice><Description xml:lang="en">\(text)</Description>
            <UnitOfMeasure>EA</UnitOfMeasure><Classification domain="UNSPSC">81162000</Classification></ItemDetail>
            </ItemOut></OrderRequest></Request></cXML>
            """
        }
        let parts = form.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        let text = parts.count > 1 ? String(parts[1]) : ""
        let hostile = parts[0] + (form.hasPrefix("<a>") ? "" : order("PO-X", text))
        let folder = FileManager.default.temporaryDirectory.path + "/hostile-documents-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(hostile.utf8).write(to: URL(filePath: "\(folder)/a.xml"))
        let good =
            #"<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd">"# + order("PO-H", "fine")
        DocumentFolder.keep(good, as: "beside hostile ones")
        try Data(good.utf8).write(to: URL(filePath: "\(folder)/b.xml"))
        try await HostileWorld.run(
            ["- {name: hostile, kind: cxml, url: \"file://\(folder)/\", files: '*.xml'}"], expecting: .orderInvalid,
            held: ["ch-hostile": "PO-H"])
    }
}
