internal import Documents
internal import Reconciliation

/// Files that are cXML documents: one OrderRequest each (cXML 1.2, "Purchase Order").
struct CXMLDialect: FileDialect {
    let feed: FeedName
    let options: CXMLOptions

    func begin(notes: [String]) -> any FileDecoding {
        CXMLReading(decoder: CXMLDecoder(feed: feed, options: options), chain: OrderChain(notes))
    }
}

/// Which documents follow which. A changed or deleted order names the document before it by its `payloadID`; documents may
/// come in any order all the same, and under another order number.
struct OrderChain: Sendable {
    /// The orders of documents, and of those that are followed and did not come yet.
    private var orders: [String: String] = [:]
    /// Documents that another has taken the place of.
    private var superseded: Set<String> = []

    init(_ notes: [String]) {
        for note in notes {
            let fields = note.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3 else { continue }
            add(document: fields[0], follows: fields[1].isEmpty ? nil : fields[1], order: fields[2])
        }
    }

    /// What tells a document from others, short: there are many.
    static func digest(_ payloadID: String) -> String { String(SHA256.hex(Array(payloadID.utf8)).prefix(16)) }

    /// The order of a document; `nil` for one that is not known.
    func order(of document: String) -> String? { orders[document] }

    /// Whether a later document was read already.
    func isSuperseded(_ document: String) -> Bool { superseded.contains(document) }

    /// Takes in a document.
    mutating func add(document: String, follows earlier: String?, order: String) {
        // Whoever comes after the document that follows it is of the order that was read already.
        if !superseded.contains(document) || orders[document] == nil { orders[document] = order }
        guard let earlier, earlier != document else { return }
        superseded.insert(earlier)
        if orders[earlier] == nil { orders[earlier] = orders[document] }
    }

    /// A document as a note.
    static func note(document: String, follows earlier: String?, order: String) -> String {
        "\(document)\t\(earlier ?? "")\t\(order)"
    }
}

/// A reading of documents.
private struct CXMLReading: FileDecoding {
    let decoder: CXMLDecoder
    var chain: OrderChain

    mutating func read(
        _ file: FileDocument, _ take: ([PurchaseOrder]) async throws(FeedError) -> Void
    ) async throws(FeedError) -> FileOutcome {
        guard file.bytes.count <= CXMLOptions.documentBytes else {
            return FileOutcome(faults: [
                "\(file.name) has \(file.bytes.count) bytes; a document of at most \(CXMLOptions.documentBytes) is read"
            ])
        }
        let root: XMLElement
        do {
            root = try XMLReader.read(file.bytes)
        } catch {
            return FileOutcome(faults: ["\(file.name), \(error)"])
        }
        let document: CXMLDecoder.Document?
        do throws(OrderFault) {
            document = try decoder.document(root, file, chain)
        } catch {
            return FileOutcome(faults: ["\(file.name), \(error.reason)"])
        }
        guard let document else { return FileOutcome(isForeign: true) }
        var outcome = FileOutcome()
        if let payload = document.payload {
            outcome.note = OrderChain.note(
                document: payload, follows: document.follows, order: document.order.key.id)
            let isOld = chain.isSuperseded(payload)
            chain.add(document: payload, follows: document.follows, order: document.order.key.id)
            if isOld { return outcome }
        }
        try await take([document.order])
        return outcome
    }
}
