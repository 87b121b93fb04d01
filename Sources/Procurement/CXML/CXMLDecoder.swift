internal import Documents
internal import Reconciliation

/// Reads the order of an OrderRequest document. The document type is not read, so its defaults are applied here.
struct CXMLDecoder: Sendable {
    let feed: FeedName
    private let statuses: StatusWords
    private let lines: CXMLLineDecoder

    /// What types of an OrderRequest mean.
    static let defaultStatuses = StatusWords([.issued: ["new", "update"], .cancelled: ["delete"]])

    init(feed: FeedName, options: CXMLOptions) {
        self.feed = feed
        statuses = Self.defaultStatuses.overridden(by: options.statuses)
        lines = CXMLLineDecoder(custom: CXMLCustomFields(wanted: options.customFields))
    }

    /// An OrderRequest with its place among others.
    struct Document {
        var order: PurchaseOrder
        /// What tells the document from others.
        var payload: String?
        /// The document that it follows.
        var follows: String?
    }

    /// Reads a document; `nil` for one that is no OrderRequest.
    ///
    /// - Throws: why nobody can tell which order it is.
    func document(
        _ root: XMLElement, _ file: FileDocument, _ chain: OrderChain
    ) throws(OrderFault) -> Document? {
        guard root.isNamed("cXML") else {
            throw OrderFault(reason: "line \(root.line): the document is no cXML: it begins with \(root.name)")
        }
        try Self.checkAnswer(root)
        let requests = root.children("Request").flatMap { request in
            request.children("OrderRequest").map { (request, $0) }
        }
        guard let (request, orderRequest) = requests.first else { return nil }
        if requests.count > 1 {
            throw OrderFault(
                reason:
                    "line \(requests[1].1.line): the document has \(requests.count) OrderRequests, and none is read: "
                    + "have each delivered in a document of its own")
        }
        guard let header = orderRequest.child("OrderRequestHeader") else {
            throw OrderFault(reason: "line \(orderRequest.line): the OrderRequest has no OrderRequestHeader")
        }
        guard let number = header.attribute("orderID"), CoupaDecoder.isName(number) else {
            throw OrderFault(reason: "line \(header.line): the orderID is missing, empty or has unreadable characters")
        }
        let isTest = request.attribute("deploymentMode")?.lowercased() == "test"
        // Orders and documents of a test must never pass for those of the same name that are meant.
        let prefix = isTest ? "test:" : ""
        let digest = { (payload: String) in OrderChain.digest(prefix + payload) }
        let follows = header.child("DocumentReference")?.attribute("payloadID").map(digest)
        var id = prefix + number
        if let follows, let earlier = chain.order(of: follows) { id = earlier }
        let key = OrderKey(feed: feed, id: id)
        let order = order(key, number, root, header, orderRequest, file, isTest: isTest)
        return Document(order: order, payload: root.attribute("payloadID").map(digest), follows: follows)
    }

    /// A server that refuses may say so in a document alone, with HTTP 200: that must not pass for one without orders.
    ///
    /// - Throws: the status, where the document is an answer with one that is none of success.
    private static func checkAnswer(_ root: XMLElement) throws(OrderFault) {
        guard let status = root.child(["Response", "Status"]), let code = status.attribute("code"),
            !code.hasPrefix("2")
        else { return }
        // Its text may repeat what was sent.
        let number = code.prefix { $0.isASCII && $0.isNumber }.prefix(10)
        throw OrderFault(reason: "line \(status.line): it is an answer with status \(number) and no order")
    }

    private func order(
        _ key: OrderKey, _ number: String, _ root: XMLElement, _ header: XMLElement, _ request: XMLElement,
        _ file: FileDocument, isTest: Bool
    ) -> PurchaseOrder {
        let type = header.attribute("type") ?? "new"
        let orderType = header.attribute("orderType")?.lowercased() ?? "regular"
        var order = PurchaseOrder(
            key: key, number: OrderNumber(number), version: header.attribute("orderVersion").flatMap { Int($0) } ?? 0,
            state: statuses.state(type), status: String(type.prefix(60)),
            currency: header.child(["Total", "Money"])?.attribute("currency"))
        let supplier = CXMLSupplier(root, header, request)
        order.supplierName = supplier.name
        order.supplierNumber = supplier.number
        order.custom = lines.custom.ofOrder(header)
        order.updatedAt = moment(root, header) ?? file.modifiedAt
        if order.state == .issued, orderType == "blanket", header.attribute("releaseRequired")?.lowercased() == "yes" {
            // What is bought is bought with the releases.
            order.state = .draft
            order.status = "blanket order, releaseRequired"
        }
        if isTest {
            order.state = order.state == .cancelled ? .cancelled : .draft
            order.status = "deploymentMode=test"
        }
        do throws(OrderFault) {
            order.lines = try lines.lines(request.children("ItemOut"), header, isBlanket: orderType == "blanket")
        } catch  where order.state != .cancelled {
            order.state = .unreadable
            order.fault = "\(file.name), \(error.reason)"
        } catch {
            // An order is taken back whatever its lines say.
        }
        return order
    }

    /// When the document was made: of two documents of an order the later one counts.
    private func moment(_ root: XMLElement, _ header: XMLElement) -> Instant? {
        root.attribute("timestamp").flatMap { Instant(iso: $0) }
            ?? header.attribute("orderDate").flatMap { Instant(iso: $0) }
    }
}

/// Who an order was sent to.
struct CXMLSupplier {
    let name: String?
    let number: String?

    /// Domains in which a supplier has its number in the buyer's books; others are networks' names for it.
    private static let domains: Set<String> = [
        "vendorid", "supplierid", "suppliernumber", "vendornumber", "internalsupplierid", "privateid",
    ]

    init(_ root: XMLElement, _ header: XMLElement, _ request: XMLElement) {
        let credentials = root.child(["Header", "To"])?.children("Credential") ?? []
        let own = Self.own(credentials)
        let listed = Self.listed(request)
        let stated =
            header.child("SupplierID") ?? request.child(["ItemOut", "SupplierID"])
            ?? listed.flatMap { Self.own($0.children("SupplierID")) ?? $0.child("SupplierID") }
        number =
            own?.child("Identity")?.plainText ?? stated?.plainText ?? credentials.first?.child("Identity")?.plainText
        let contacts =
            header.children("Contact") + (root.child(["Header", "To", "Correspondent"])?.children("Contact") ?? [])
        let contact = contacts.first { contact in
            contact.attribute("role")?.lowercased().hasPrefix("supplier") ?? false
        }
        let correspondent = root.child(["Header", "To", "Correspondent", "Contact", "Name"])
        let extrinsic = header.children("Extrinsic").first { extrinsic in
            let name = extrinsic.attribute("name")?.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
            return name == "suppliername" || name == "vendorname"
        }
        name =
            contact?.child("Name")?.plainText ?? correspondent?.plainText ?? extrinsic?.plainText
            ?? listed?.child("Name")?.plainText
    }

    /// The element that has the number in the buyer's books.
    private static func own(_ numbers: [XMLElement]) -> XMLElement? {
        numbers.first { number in number.attribute("domain").map { domains.contains($0.lowercased()) } ?? false }
    }

    /// The supplier that items name, where they name one alone.
    private static func listed(_ request: XMLElement) -> XMLElement? {
        let lists = request.children("ItemOut").compactMap { $0.child("SupplierList")?.children("Supplier") }
        guard let first = lists.first?.first else { return nil }
        let number = first.child("SupplierID")?.plainText
        return lists.allSatisfy { $0.count == 1 && $0.first?.child("SupplierID")?.plainText == number } ? first : nil
    }
}
