/// A line that concerns AWS Marketplace, with what it names.
struct SelectedLine {
    /// The orders, held once for all of their lines.
    final class Orders {
        let orders: [PurchaseOrder]

        init(_ orders: [PurchaseOrder]) { self.orders = orders }
    }

    /// Keys and the agreements that they name, held once for all lines that name the same.
    final class Named {
        let keys: KeyReader.Keys
        let match: AgreementIndex.Match

        init(_ keys: KeyReader.Keys, _ match: AgreementIndex.Match) {
            self.keys = keys
            self.match = match
        }
    }

    private static let nothing = AgreementIndex.Match()

    private let orders: Orders
    private let orderPlace: Int32
    private let linePlace: Int32
    private let named: Named?
    /// How the line says that it claims charges.
    let scope: ClaimScope
    /// What stands at the scope path, where that is no scope.
    let unknownScope: String?

    /// The line at a place of an order, with what it names.
    ///
    /// - Parameters:
    ///   - place: that of the order and that of the line, both below 2³¹.
    ///   - unknownScope: what stands at the scope path, where that is no scope.
    init(
        _ orders: Orders, at place: (order: Int, line: Int), _ named: Named?, _ scope: ClaimScope, unknownScope: String?
    ) {
        self.orders = orders
        orderPlace = Int32(place.order)
        linePlace = Int32(place.line)
        self.named = named
        self.scope = scope
        self.unknownScope = unknownScope
    }

    /// The order.
    var order: PurchaseOrder { _read { yield orders.orders[Int(orderPlace)] } }

    /// The line.
    var line: OrderLine { _read { yield orders.orders[Int(orderPlace)].lines[Int(linePlace)] } }

    /// What the first rule that named keys found; none where no rule does.
    var keys: KeyReader.Keys? { named?.keys }

    /// The agreements that the keys name.
    var match: AgreementIndex.Match { _read { yield named?.match ?? Self.nothing } }

    /// Three letters in capitals: the line's own, or the order's.
    var currency: String? { (line.currency ?? order.currency)?.uppercased() }

    /// The agreement that the line names beyond doubt.
    var agreement: Int? { match.active.count == 1 ? match.active.first : nil }

    /// The active agreement that took the place of the ended one that the line names.
    var heir: Int? { match.active.isEmpty ? match.successor : nil }

    /// The agreement whose charges the line may claim.
    var claimed: Int? { agreement ?? heir }

    /// Adds every agreement that the line names, and the one that took an ended one's place.
    func addAgreements(to agreements: inout Set<Int>) {
        agreements.formUnion(match.active)
        agreements.formUnion(match.inactive)
        if let heir { agreements.insert(heir) }
    }
}
