import Reconciliation
import Testing

@testable import Procurement

/// Which documents follow which: a change names the document before it by its `payloadID`.
@Suite struct CXMLChainTests {
    private func sample(
        _ payload: String, follows earlier: String? = nil, number: String = "PO-1", type: String = "update"
    ) -> CXMLSample {
        var sample = CXMLSample()
        sample.payload = payload
        sample.number = number
        sample.header = #"type="\#(type)""#
        sample.headerEnd = earlier.map { #"<DocumentReference payloadID="\#($0)"/>"# } ?? ""
        return sample
    }

    @Test func aChangeIsOneOfTheOrderThatItFollows() async throws {
        let documents = try await CXMLDocuments(
            sample("a", type: "new"), sample("b", follows: "a", number: "PO-1-R2"),
            sample("c", follows: "b", number: "PO-1-R3", type: "delete"))
        #expect(documents.orders.map(\.key.id) == ["PO-1", "PO-1", "PO-1"])
        #expect(documents.orders.map(\.number.text) == ["PO-1", "PO-1-R2", "PO-1-R3"])
        #expect(documents.orders.map(\.state) == [.issued, .issued, .cancelled])
    }

    @Test func aDocumentThatAnotherFollowsComesTooLate() async throws {
        let documents = try await CXMLDocuments(sample("b", follows: "a"), sample("a", type: "new"))
        #expect(documents.orders.count == 1)
        #expect(documents.faults.isEmpty)
    }

    @Test func whatWasReadBeforeIsKnownByItsNotes() async throws {
        let first = try await CXMLDocuments(sample("a", type: "new"), sample("b", follows: "a"))
        let notes = first.outcomes.map(\.note)
        // The first document once more, in other bytes, and one that goes on.
        let later = try await CXMLDocuments(
            CXMLOptions(), notes: notes,
            [sample("a", type: "new").text + "\n", sample("c", follows: "b", number: "PO-9").text])
        #expect(later.orders.map(\.key.id) == ["PO-1"])
        #expect(later.orders.map(\.number.text) == ["PO-9"])
    }

    @Test func aChangeOfAnUnknownDocumentIsOneOfItsNumber() async throws {
        let documents = try await CXMLDocuments(sample("b", follows: "never seen"))
        #expect(documents.orders.map(\.key.id) == ["PO-1"])
        #expect(documents.orders.map(\.state) == [.issued])
    }

    @Test func aDocumentThatFollowsItselfIsReadAllTheSame() async throws {
        let documents = try await CXMLDocuments(sample("a", follows: "a"), sample("a", follows: "a"))
        #expect(documents.orders.map(\.key.id) == ["PO-1", "PO-1"])
    }

    @Test func aDeletionOfADocumentThatCameLateFindsTheOrder() async throws {
        // The change has another number and comes first; whoever takes the order back names the first document.
        let documents = try await CXMLDocuments(
            sample("b", follows: "a", number: "PO-2"), sample("a", type: "new"),
            sample("c", follows: "a", type: "delete"))
        #expect(documents.orders.map(\.key.id) == ["PO-2", "PO-2"])
        #expect(documents.orders.map(\.state) == [.issued, .cancelled])
    }

    @Test func readingEverythingAgainComesToTheSameOrder() async throws {
        let texts = [sample("b", follows: "a", number: "PO-2"), sample("a", type: "new")].map(\.text)
        let first = try await CXMLDocuments(CXMLOptions(), texts)
        let again = try await CXMLDocuments(CXMLOptions(), notes: first.outcomes.map(\.note), texts)
        #expect(again.orders == first.orders)
        #expect(again.orders.map(\.key.id) == ["PO-2"])
    }
}
