import Reconciliation
import Testing

@testable import Procurement

@Suite struct CXMLOrderTests {
    private func order(
        _ sample: CXMLSample, options: CXMLOptions = CXMLOptions(), form: CXMLDocuments.Form = .valid
    ) async throws -> PurchaseOrder {
        let documents = try await CXMLDocuments(sample, options: options, form: form)
        #expect(documents.faults.isEmpty)
        return try #require(documents.orders.first)
    }

    private func sample(_ change: (inout CXMLSample) -> Void) -> CXMLSample {
        var sample = CXMLSample()
        change(&sample)
        return sample
    }

    @Test(arguments: [
        ("new", OrderState.issued, CXMLDocuments.Form.valid), ("update", .issued, .valid),
        ("delete", .cancelled, .valid),
        ("Delete", .cancelled, .deviating), ("stop", .unknown, .deviating),
    ])
    func theTypeSaysWhetherTheOrderStands(type: String, state: OrderState, form: CXMLDocuments.Form) async throws {
        #expect(try await order(sample { $0.header = "type=\"\(type)\"" }, form: form).state == state)
    }

    @Test func wordsOfTheConfigurationGoBeforeTheUsualOnes() async throws {
        let options = CXMLOptions(statuses: [.onHold: ["update"]])
        #expect(try await order(sample { $0.header = #"type="update""# }, options: options).state == .onHold)
        #expect(try await order(sample { $0.header = #"type="delete""# }, options: options).state == .cancelled)
    }

    @Test func whatTheDocumentTypeGivesByDefaultIsGivenHere() async throws {
        // Neither type nor orderType, orderVersion or deploymentMode is said; the document type itself is never read.
        let order = try await order(CXMLSample())
        #expect(order.key == OrderKey(feed: "docs", id: "PO-1"))
        #expect(order.state == .issued)
        #expect(order.status == "new")
        #expect(order.version == 0)
        #expect(order.custom["orderType"] == nil)
    }

    @Test func theNumberIsKeptAsItIsWritten() async throws {
        #expect(try await order(sample { $0.number = "00Po-7 b" }).number.text == "00Po-7 b")
    }

    @Test func revisionsHaveTheirNumberAndTheirTime() async throws {
        let order = try await order(sample { $0.header = #"type="update" orderVersion="3""# })
        #expect(order.version == 3)
        #expect(order.updatedAt == Instant(iso: "2026-11-20T15:00:00Z"))
        #expect(order.currency == "USD")
    }

    @Test func withoutATimestampTheDatesOfOrderAndFileStandIn() async throws {
        #expect(
            try await order(sample { $0.timestamp = "yesterday" }).updatedAt == Instant(iso: "2026-11-20T00:00:00Z"))
        let text = CXMLSample().text.replacing("2026-11-20T", with: "on ")
        #expect(
            try await CXMLDocuments(CXMLOptions(), [text]).orders.first?.updatedAt
                == Instant(iso: "2026-11-23T00:00:00Z"))
    }

    // MARK: - Blanket orders

    @Test func aBlanketOrderThatNeedsReleasesBuysNothingItself() async throws {
        let order = try await order(sample { $0.header = #"orderType="blanket" releaseRequired="yes""# })
        #expect(order.state == .draft)
        #expect(order.status == "blanket order, releaseRequired")
    }

    @Test func aBlanketOrderWithoutReleasesIsGoodForItsMostAtMost() async throws {
        let order = try await order(
            sample {
                $0.header = #"orderType="blanket" expirationDate="2027-11-20T00:00:00Z""#
                $0.items = """
                    <ItemOut quantity="1" lineNumber="1">
                      <ItemID><SupplierPartID>p</SupplierPartID></ItemID>
                      <BlanketItemDetail><Description xml:lang="en">software</Description>
                        <MaxAmount><Money currency="EUR">90000.00</Money></MaxAmount>
                        <UnitPrice><Money currency="EUR">1.00</Money></UnitPrice>
                        <Classification domain="UNSPSC">43232701</Classification></BlanketItemDetail>
                    </ItemOut>
                    """
            })
        #expect(order.state == .issued)
        #expect(order.custom["orderType"] == "blanket")
        #expect(order.custom["expirationDate"] == "2027-11-20T00:00:00Z")
        let line = try #require(order.lines.first)
        #expect(line.amount == Amount("90000.00"))
        #expect(line.currency == "EUR")
        #expect(line.commodity == "43232701")
    }

    @Test func aReleaseIsAnOrderThatNamesItsAgreement() async throws {
        let order = try await order(
            sample { $0.header = #"orderType="release" agreementID="BPO-9" requisitionID="R-4""# })
        #expect(order.state == .issued)
        #expect(order.custom["orderType"] == "release")
        #expect(order.custom["agreementID"] == "BPO-9")
        #expect(order.custom["requisitionID"] == "R-4")
    }

    // MARK: - Tests

    @Test(arguments: ["new", "update"])
    func anOrderOfATestIsNeitherIssuedNorTakenForTheOneThatIsMeant(type: String) async throws {
        let documents = try await CXMLDocuments(
            sample { $0.payload = "p@acme" },
            sample {
                $0.payload = "t@acme"
                $0.request = #"deploymentMode="test""#
                $0.header = #"type="\#(type)" orderVersion="9""#
            })
        #expect(documents.orders.map(\.key.id) == ["PO-1", "test:PO-1"])
        #expect(documents.orders.map(\.state) == [.issued, .draft])
        #expect(documents.orders.map(\.status) == ["new", "deploymentMode=test"])
    }

    @Test func aTestTakesNoOrderBackThatIsMeant() async throws {
        let documents = try await CXMLDocuments(
            sample { $0.payload = "p@acme" },
            sample {
                $0.payload = "t@acme"
                $0.request = #"deploymentMode="test""#
                $0.header = #"type="delete""#
                $0.headerEnd = #"<DocumentReference payloadID="p@acme"/>"#
            })
        #expect(documents.orders.map(\.key.id) == ["PO-1", "test:PO-1"])
        #expect(documents.orders.map(\.state) == [.issued, .cancelled])
        // The order that is meant can still be changed: what a test follows is not superseded by it.
        let again = try await CXMLDocuments(
            CXMLOptions(), notes: documents.outcomes.map(\.note), [sample { $0.payload = "p@acme" }.text])
        #expect(again.orders.map(\.key.id) == ["PO-1"])
    }

    @Test func aTestIsOneHoweverItIsWritten() async throws {
        let order = try await order(sample { $0.request = #"deploymentMode="TEST""# }, form: .deviating)
        #expect(order.key.id == "test:PO-1")
    }

    @Test func productionIsWhatIsMeant() async throws {
        #expect(try await order(sample { $0.request = #"deploymentMode="production""# }).key.id == "PO-1")
    }

    // MARK: - Suppliers

    @Test(arguments: ["VendorID", "supplierid", "InternalSupplierID", "PrivateID"])
    func theNumberInTheBuyersBooksGoesBeforeNamesOfNetworks(domain: String) async throws {
        let order = try await order(
            sample {
                $0.to =
                    #"<Credential domain="NetworkID"><Identity>AN02</Identity></Credential>"#
                    + #"<Credential domain="\#(domain)"><Identity> V-1001 </Identity></Credential>"#
                $0.items = CXMLSample.item(end: #"<SupplierID domain="DUNS">884</SupplierID>"#)
            })
        #expect(order.supplierNumber == "V-1001")
    }

    @Test func theSupplierOfAnItemStandsInAndThenTheNetworksName() async throws {
        let stated = try await order(
            sample { $0.items = CXMLSample.item(end: #"<SupplierID domain="DUNS">884</SupplierID>"#) })
        #expect(stated.supplierNumber == "884")
        #expect(try await order(CXMLSample()).supplierNumber == "AN02")
        #expect(try await order(sample { $0.to = "" }, form: .deviating).supplierNumber == nil)
    }

    @Test(arguments: [
        #"<Contact role="supplierCorporate"><Name xml:lang="en">AWS</Name></Contact>"#,
        #"<Contact role="buyer"><Name xml:lang="en">Jo</Name></Contact><Extrinsic name="Supplier Name">AWS</Extrinsic>"#,
        #"<Extrinsic name="vendor_name"> AWS </Extrinsic>"#,
    ])
    func theSuppliersNameIsThatOfAContactOrAnExtrinsic(headerEnd: String) async throws {
        #expect(try await order(sample { $0.headerEnd = headerEnd }).supplierName == "AWS")
    }

    @Test func theSuppliersNameMayStandWithWhomTheDocumentIsFor() async throws {
        let order = try await order(
            sample { $0.to += #"<Correspondent><Contact><Name xml:lang="en">AWS</Name></Contact></Correspondent>"# })
        #expect(order.supplierName == "AWS")
        #expect(try await self.order(CXMLSample()).supplierName == nil)
    }

    // MARK: - Fields of the buyer's own

    @Test func extrinsicsAreFieldsHoweverDeepTheyStand() async throws {
        let order = try await order(
            sample {
                $0.headerEnd = """
                    <IdReference identifier="T-5" domain="tender"/>
                    <Extrinsic name="cost center"> CC-9 </Extrinsic>
                    <Extrinsic name="project">top <Extrinsic name="phase">two</Extrinsic></Extrinsic>
                    <Extrinsic name="group"> <Extrinsic name="part">agmt-1</Extrinsic></Extrinsic>
                    <Extrinsic name="empty"/>
                    """
            })
        #expect(
            order.custom == [
                "tender": "T-5", "cost center": "CC-9", "project": "top", "phase": "two", "group": "agmt-1",
                "part": "agmt-1",
            ])
    }

    @Test func onlyFieldsThatRulesReadAreKept() async throws {
        let order = try await order(
            sample { $0.headerEnd = #"<Extrinsic name="a">1</Extrinsic><Extrinsic name="b">2</Extrinsic>"# },
            options: CXMLOptions(customFields: ["b"]))
        #expect(order.custom == ["b": "2"])
    }

    // MARK: - Other forms

    @Test func namesInLowerCaseAndWithAPrefixMeanTheSame() async throws {
        let sample = sample { $0.header = #"orderVersion="2""# }
        let plain = try await order(sample)
        let text = sample.text
        let names = [
            "OrderRequestHeader", "OrderRequest", "Request", "ItemOut", "ItemID", "SupplierPartAuxiliaryID", "Money",
            "SupplierPartID", "UnitPrice", "ItemDetail", "Identity", "Credential", "Description", "Total", "Header",
        ]
        let lower = names.reduce(text) { text, name in
            ["<", "</"].reduce(text) { $0.replacing($1 + name, with: $1 + name.lowercased()) }
        }
        #expect(lower.contains("<itemout") && !lower.contains("OrderRequest"))
        #expect(try await CXMLDocuments(CXMLOptions(), [lower], form: .deviating).orders == [plain])
        let prefixed = names.reduce(text) { text, name in
            ["<", "</"].reduce(text) { $0.replacing($1 + name, with: "\($1)c:\(name)") }
        }
        #expect(try await CXMLDocuments(CXMLOptions(), [prefixed], form: .deviating).orders == [plain])
    }
}
