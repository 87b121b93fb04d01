import Foundation
import Reconciliation
import Testing

@testable import Procurement

/// Whole documents as buyers send them, each valid by the document type that it names; `Tests/Acceptance/files/dtd.sh` asks.
/// Blanket orders, deleted lines and bundles came with later versions of cXML than 1.2.014.
@Suite struct CXMLDocumentSetTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Documents")

    private static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
    }

    private func read(_ numbers: ClosedRange<Int>) async throws -> CXMLDocuments {
        let texts = try Self.names()[numbers.lowerBound - 1..<numbers.upperBound].map {
            try String(contentsOf: Self.folder.appending(path: $0), encoding: .utf8)
        }
        return try await CXMLDocuments(CXMLOptions(), texts)
    }

    private func order(_ number: Int) async throws -> PurchaseOrder {
        try #require(try await read(number...number).orders.first)
    }

    @Test func everyDocumentIsAnOrderWithoutFault() async throws {
        let count = try Self.names().count
        let documents = try await read(1...count)
        #expect(count >= 10)
        #expect(documents.orders.count == count)
        #expect(documents.faults.isEmpty)
        #expect(!"\(documents)".contains("canary"))
    }

    // MARK: - An order from its first document to its last

    @Test func theFirstDocumentHasEverythingThatRulesRead() async throws {
        let order = try await order(1)
        #expect(order.key.id == "PO-26117")
        #expect(order.state == .issued)
        #expect(order.version == 1)
        #expect(order.updatedAt == Instant(iso: "2026-11-20T15:00:00Z"))
        #expect(order.supplierNumber == "V-1001")
        #expect(order.supplierName == "Amazon Web Services, Inc.")
        #expect(order.custom["cost center"] == "CC-410")
        #expect(order.custom["aws-account"] == "222222222222")
        #expect(order.custom["po-scope"] == "fixed")
        // Neither tax nor the amount in another currency is part of what a line costs.
        #expect(order.lines.map(\.amount) == [Amount("24000.00"), Amount("12000.00")])
        #expect(order.lines.map(\.currency) == ["USD", "USD"])
        #expect(order.lines.map(\.part) == ["prod-securityhub", "prod-logs"])
        #expect(order.lines.map(\.auxiliaryPart) == ["agmt-1a2b3c", #"<cart agreement="agmt-4d5e6f"/>"#])
        #expect(order.lines.map(\.commodity) == ["81162000", "43232701"])
        #expect(order.lines.map(\.account) == ["100-6420", "100-6421"])
        #expect(
            order.lines.map(\.needBy) == [Instant(iso: "2026-12-01T00:00:00Z"), Instant(iso: "2027-01-01T05:00:00Z")])
        #expect(order.lines.first?.custom["aws-agreement"] == "agmt-1a2b3c")
        #expect(order.lines.last?.custom["MaterialGroup"] == "SOFT")
    }

    @Test func changesFollowEachOtherToTheOneThatTakesTheOrderBack() async throws {
        let documents = try await read(1...4)
        #expect(Set(documents.orders.map(\.key.id)) == ["PO-26117"])
        #expect(documents.orders.map(\.version) == [1, 2, 3, 4])
        #expect(documents.orders.map(\.state) == [.issued, .issued, .issued, .cancelled])
        #expect(documents.orders.map { $0.lines.map(\.number) } == [["1", "2"], ["2", "1", "3"], ["1", "3"], ["1"]])
        #expect(documents.orders[1].lines.map(\.amount) == [Amount("12000.00"), Amount("27500.50"), Amount("1600.00")])
    }

    @Test func aDocumentThatComesAfterItsSuccessorChangesNothing() async throws {
        let all = try await read(1...4)
        let late = try await CXMLDocuments(
            CXMLOptions(), notes: all.outcomes.map(\.note),
            [try String(contentsOf: Self.folder.appending(path: try Self.names()[1]), encoding: .utf8)])
        #expect(late.orders.isEmpty && late.faults.isEmpty)
    }

    @Test func aLineThatIsDeletedIsGoneAndTheOthersSayMore() async throws {
        let order = try await order(3)
        #expect(order.lines.map(\.number) == ["1", "3"])
        // What was taken off the list price is off already.
        #expect(order.lines.first?.amount == Amount("27500.50"))
        #expect(order.lines.first?.custom["offer"] == "offer-77")
        #expect(order.lines.first?.custom["BuyerPartID"] == "700-1")
        #expect(order.custom["tender"] == "T-5")
        #expect(
            order.lines.map(\.needBy) == [Instant(iso: "2026-12-01T00:00:00Z"), Instant(iso: "2026-12-15T05:00:00Z")])
    }

    @Test func aClassificationsCodeGoesBeforeItsName() async throws {
        #expect(try await order(3).lines.first?.commodity == "81162000")
    }

    @Test func anOrderOfATestIsNoChangeOfTheOneThatIsMeant() async throws {
        let order = try await order(10)
        #expect(order.key.id == "test:PO-26117")
        #expect(order.state == .draft)
    }

    // MARK: - Blanket orders, limits and bundles

    @Test func aBlanketOrderIsGoodForItsLinesMost() async throws {
        let order = try await order(5)
        #expect(order.state == .issued)
        #expect(order.custom["orderType"] == "blanket")
        #expect(order.custom["parentAgreementID"] == "FA-3")
        // The price of an hour is not what the second line is good for; that is the order's total, with the first.
        #expect(order.lines.map(\.amount) == [Amount("200000.00"), nil])
        #expect(order.lines.map(\.part) == [nil, nil])
        #expect(order.lines.first?.custom["po-scope"] == "usage")
    }

    @Test func theOnlyLineOfABlanketOrderIsGoodForItsTotal() async throws {
        let order = try await order(6)
        #expect(order.state == .draft)
        #expect(order.lines.map(\.amount) == [Amount("90000.00")])
        #expect(order.lines.map(\.currency) == ["USD"])
    }

    @Test func aReleaseNamesItsAgreementAndItsSupplier() async throws {
        let order = try await order(7)
        #expect(order.state == .issued)
        #expect(order.custom["agreementID"] == "BPO-32")
        #expect(order.lines.map(\.amount) == [Amount("4000.00")])
        #expect(order.lines.first?.custom["agreementItemNumber"] == "1")
        #expect(order.lines.first?.custom["requisitionID"] == "R-902")
        #expect(order.supplierNumber == "V-1001")
        #expect(order.supplierName == "Amazon Web Services, Inc.")
    }

    @Test func aLimitIsGoodForItsOverallLimit() async throws {
        let order = try await order(8)
        #expect(order.state == .issued)
        #expect(order.lines.map(\.amount) == [Amount("12000.00")])
        #expect(order.lines.map(\.currency) == ["EUR"])
    }

    @Test func aBundleIsCountedByItsPartsInWhateverOrderAndCurrency() async throws {
        let order = try await order(9)
        #expect(order.lines.map(\.number) == ["30", "10", "20"])
        #expect(order.lines.map(\.amount) == [Amount("1200.00"), nil, Amount("1962.00")])
        #expect(order.lines.map(\.currency) == ["EUR", "EUR", "USD"])
    }
}
