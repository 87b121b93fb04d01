import Reconciliation
import Testing

@testable import Procurement

@Suite struct CXMLDamageTests {
    private static let secret = "canary-6c1f"

    private func read(_ text: String, _ form: CXMLDocuments.Form = .damaged) async throws -> CXMLDocuments {
        try await CXMLDocuments(CXMLOptions(), [text], form: form)
    }

    @Test func aDocumentOfAnotherKindIsLeftAlone() async throws {
        let text = CXMLSample().text.replacing("OrderRequest", with: "PunchOutSetupRequest")
        let documents = try await read(text)
        #expect(documents.outcomes.map(\.isForeign) == [true])
        #expect(documents.faults.isEmpty && documents.orders.isEmpty)
    }

    /// A server that refuses answers HTTP 200 all the same (cXML 1.2, "Status").
    @Test(arguments: [
        ("200", nil), ("201", nil), ("401", "it is an answer with status 401 and no order"),
        ("550", "it is an answer with status 550 and no order"),
    ])
    func anAnswerThatRefusesIsNoEmptyFeed(code: String, reason: String?) async throws {
        let documents = try await read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd">
            <cXML payloadID="9@acme.example.com" timestamp="2026-11-20T10:00:00-05:00">
              <Response><Status code="\(code)" text="canary-6c1f is wrong">canary-6c1f</Status></Response>
            </cXML>
            """)
        #expect(documents.orders.isEmpty)
        #expect(documents.outcomes.map(\.isForeign) == [reason == nil])
        #expect(documents.faults == (reason.map { ["1.xml, line 4: \($0)"] } ?? []))
    }

    /// The document type has one request in a document; of two the other would be lost in silence.
    @Test(arguments: ["</OrderRequest>", "</Request>"])
    func aDocumentOfSeveralOrdersIsRefused(end: String) async throws {
        let whole = CXMLSample().text
        let part = try #require(whole.firstRange(of: end == "</Request>" ? "<Request " : "<OrderRequest>"))
        let close = try #require(whole.firstRange(of: end))
        let again = whole[part.lowerBound..<close.upperBound].replacing("PO-1", with: "PO-2")
        let documents = try await read(whole.replacing(end, with: end + again, maxReplacements: 1))
        #expect(documents.orders.isEmpty)
        #expect(documents.faults.first?.contains("the document has 2 OrderRequests") == true, "\(documents.faults)")
    }

    @Test(arguments: [
        ("cXML", "Invoice", "the document is no cXML: it begins with Invoice"),
        ("OrderRequestHeader", "Head", "the OrderRequest has no OrderRequestHeader"),
        ("orderID=\"PO-1\"", "orderID=\" \"", "the orderID is missing"),
        ("orderID=\"PO-1\"", "orderID=\"a&#9;b\"", "the orderID is missing, empty or has unreadable characters"),
        ("</ItemOut>", "", "line 23: the element of line 15"),
        ("<Request ", "<Request <", "line 10: a name is expected"),
    ])
    func aDocumentThatNobodyUnderstandsIsSaidByFileAndLine(
        part: String, replacement: String, reason: String
    ) async throws {
        let documents = try await read(CXMLSample().text.replacing(part, with: replacement))
        #expect(documents.orders.isEmpty)
        #expect(documents.faults.count == 1)
        #expect(documents.faults.first?.hasPrefix("1.xml, line ") == true)
        #expect(documents.faults.first?.contains(reason) == true, "\(documents.faults)")
    }

    @Test(arguments: [
        #"<!DOCTYPE cXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#,
        #"<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/cXML.dtd" [<!ENTITY x "y">]>"#,
        #"<!DOCTYPE cXML [<!ATTLIST Request deploymentMode CDATA "test">]>"#,
    ])
    func aDocumentThatDeclaresSomethingIsRefused(type: String) async throws {
        let text = CXMLSample().text.replacing(
            #"<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd">"#, with: type)
        #expect(text.contains(type))
        let documents = try await read(text)
        #expect(documents.orders.isEmpty && documents.faults.count == 1)
    }

    @Test(arguments: [
        "", #"<!DOCTYPE cXML SYSTEM "https://XML.cXML.org/schemas/cXML/1.2.014/InvoiceDetail.dtd">"#,
        #"<!DOCTYPE cXML PUBLIC "-//x//y" 'file:///etc/passwd'>"#,
    ])
    func aDocumentTypeThatIsKeptElsewhereIsNeitherFetchedNorMissed(type: String) async throws {
        let text = CXMLSample().text.replacing(
            #"<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd">"#, with: type)
        let documents = try await read(text, .deviating)
        #expect(documents.faults.isEmpty)
        #expect(documents.orders.map(\.state) == [.issued])
    }

    @Test func theSharedSecretIsInNothingThatIsSaidOrKept() async throws {
        let whole = try await read(CXMLSample().text, .valid)
        #expect(whole.orders.count == 1)
        #expect(!"\(whole)".contains(Self.secret))
        // Whatever is cut off or put in before or after it.
        let text = CXMLSample().text
        #expect(text.contains(Self.secret))
        for offset in text.utf8.indices {
            let cut = String(decoding: text.utf8[..<offset], as: UTF8.self)
            let documents = try await read(cut)
            #expect(documents.faults.count == 1)
            #expect(!"\(documents)".contains(Self.secret))
        }
        for damage in ["<", "&", "&canary;", "]]>", "\u{0}", "\"", "<SharedSecret>"] {
            for place in [Self.secret, "<SharedSecret>", "</SharedSecret>", "canary"] {
                let documents = try await read(text.replacing(place, with: damage + place + damage))
                #expect(!"\(documents)".contains(Self.secret))
            }
        }
    }

    @Test func aDocumentThatIsTooLargeIsRefusedUnread() async throws {
        let text = CXMLSample().text + String(repeating: " ", count: CXMLOptions.documentBytes)
        let documents = try await read(text)
        #expect(documents.orders.isEmpty)
        #expect(documents.faults.first?.contains("of at most \(CXMLOptions.documentBytes) is read") == true)
    }
}
