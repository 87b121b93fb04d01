import Reconciliation
import Simulation
import Testing

@testable import Procurement

/// An OrderRequest as buyers send it, of parts that a test puts in. Elements stand in the order that the document type of
/// cXML 1.2 asks for.
struct CXMLSample {
    var payload = "1@acme.example.com"
    var timestamp = "2026-11-20T10:00:00-05:00"
    /// Attributes of `Request`.
    var request = ""
    /// Attributes of the header beside `orderID` and `orderDate`.
    var header = ""
    var number = "PO-1"
    /// What `To` has beside nothing.
    var to = #"<Credential domain="NetworkID"><Identity>AN02</Identity></Credential>"#
    /// The end of the header: contacts, references, Extrinsics.
    var headerEnd = ""
    var items = CXMLSample.item()

    /// An item of the price 100.00 for a Marketplace agreement.
    static func item(
        _ attributes: String = #"quantity="1" lineNumber="1""#, part: String = "agmt-1", price: String = "100.00",
        currency: String = "USD", unitPriceEnd: String = "", basis: String = "",
        classification: String = #"<Classification domain="custom">soft</Classification>"#, end: String = ""
    ) -> String {
        """
        <ItemOut \(attributes)>
          <ItemID><SupplierPartID>prod-1</SupplierPartID>
            <SupplierPartAuxiliaryID>\(part)</SupplierPartAuxiliaryID></ItemID>
          <ItemDetail>
            <UnitPrice><Money currency="\(currency)">\(price)</Money>\(unitPriceEnd)</UnitPrice>
            <Description xml:lang="en">software</Description><UnitOfMeasure>EA</UnitOfMeasure>\(basis)\(classification)
          </ItemDetail>\(end)
        </ItemOut>
        """
    }

    var text: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd">
        <cXML payloadID="\(payload)" timestamp="\(timestamp)" xml:lang="en-US">
          <Header>
            <From><Credential domain="NetworkID"><Identity>AN01</Identity></Credential></From>
            <To>\(to)</To>
            <Sender><Credential domain="NetworkID"><Identity>AN01</Identity>
              <SharedSecret>canary-6c1f</SharedSecret></Credential><UserAgent>Buyer 1.0</UserAgent></Sender>
          </Header>
          <Request \(request)><OrderRequest>
            <OrderRequestHeader orderID="\(number)" orderDate="2026-11-20T00:00:00Z" \(header)>
              <Total><Money currency="USD">100.00</Money></Total>
              <BillTo><Address><Name xml:lang="en">Acme</Name></Address></BillTo>\(headerEnd)
            </OrderRequestHeader>
            \(items)
          </OrderRequest></Request>
        </cXML>
        """
    }
}

/// What documents come to, in the order in which they are read.
struct CXMLDocuments {
    private(set) var orders: [PurchaseOrder] = []
    private(set) var outcomes: [FileOutcome] = []

    /// How documents stand to the document type that they name.
    enum Form {
        /// They are valid.
        case valid
        /// They are not, and buyers send such all the same.
        case deviating
        /// Something was done to them.
        case damaged
    }

    init(
        _ options: CXMLOptions = CXMLOptions(), notes: [String] = [], _ texts: [String], form: Form = .valid
    ) async throws {
        var decoding = CXMLDialect(feed: "docs", options: options).begin(notes: notes)
        for (place, text) in texts.enumerated() {
            let file = FileDocument(
                name: "\(place + 1).xml", bytes: Array(text.utf8), modifiedAt: Instant(iso: "2026-11-23T00:00:00Z"))
            let taken = Orders()
            let outcome = try await decoding.read(file) { (orders) throws(FeedError) in taken.all += orders }
            outcomes.append(outcome)
            orders += taken.all
            let isGood = outcome.faults.isEmpty && !outcome.isForeign && taken.all.allSatisfy { $0.fault == nil }
            if isGood, form != .damaged {
                DocumentFolder.keep(text, as: Test.current?.name ?? "", deviates: form == .deviating)
            }
        }
    }

    init(_ samples: CXMLSample..., options: CXMLOptions = CXMLOptions(), form: Form = .valid) async throws {
        try await self.init(options, samples.map(\.text), form: form)
    }

    /// What could not be read.
    var faults: [String] { outcomes.flatMap(\.faults) + orders.compactMap(\.fault) }

    private final class Orders {
        var all: [PurchaseOrder] = []
    }
}
