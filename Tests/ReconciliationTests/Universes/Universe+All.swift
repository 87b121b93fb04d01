@testable import Reconciliation

/// Every universe of up to three charges and three orders over small alphabets.
struct Universes {
    let charges: [Universe.ChargeSymbol]
    let orders: [Universe.OrderSymbol]

    private static let due: [Universe.ChargeSymbol] = [
        .init(amount: "50", due: 10), .init(amount: "50", due: 20), .init(amount: "70", due: 20), .init(amount: "0"),
        .init(amount: "50", due: 20, carries: "BY-HAND"), .init(amount: "50", due: 20, carries: "PO-1"),
    ]
    private static let further: [Universe.ChargeSymbol] = [
        .init(amount: "50", due: 10, carries: "PO-2"), .init(amount: "50", due: 20, carries: "PO-OLD", isOurs: true),
        .init(amount: "0", carries: "BY-HAND"), .init(due: 20), .init(amount: "50", due: 40),
        .init(amount: "50", due: 20, currency: "EUR"),
    ]
    private static let claims: [Universe.OrderSymbol] = [
        .init(lines: [.init(amount: "50", needBy: 10)]), .init(lines: [.init(amount: "50", needBy: 21)]),
        .init(lines: [.init(amount: "50")]), .init(lines: [.init(amount: "70", needBy: 20)]),
        .init(lines: [.init(amount: "50", scope: .all)]),
        .init(lines: [.init(amount: "50", charge: 0)]),
        .init(lines: [.init(amount: "50", needBy: 10)], state: .onHold),
    ]
    private static let furtherClaims: [Universe.OrderSymbol] = [
        .init(lines: [.init(amount: "50", scope: .fixed)]), .init(lines: [.init(amount: "50", scope: .usage)]),
        .init(lines: [.init(amount: "50", needBy: 15, scope: .installment)]),
        .init(lines: [.init(amount: "50", needBy: 10), .init(amount: "50", needBy: 20)]),
        .init(lines: [.init(amount: "50", needBy: 10)], state: .cancelled),
        .init(lines: [.init(amount: "50", scope: .fixed), .init(amount: "50", scope: .usage)]),
        .init(lines: [.init()]), .init(lines: [.init(amount: "50", charge: 1)]),
        .init(lines: [.init(amount: "50", needBy: 15), .init(amount: "50", needBy: 15, scope: .installment)]),
    ]

    /// Those of every change, and those of the full size.
    static func size(isFull: Bool) -> Universes {
        isFull
            ? Universes(charges: due + further, orders: claims + furtherClaims)
            : Universes(charges: due, orders: claims)
    }

    /// Calls `body` with each universe of a part, and lets others go on in between; returns how many there were.
    func forEach(part: Int, of parts: Int, _ body: (Universe) -> Void) async -> Int {
        var count = 0
        for (place, bought) in Self.selections(of: charges.count).enumerated() where place % parts == part {
            for ordered in Self.selections(of: orders.count) {
                // The policy tells only at the end: every other universe has the other one.
                let policy = count.isMultiple(of: 2) ? Policy.assignMissing : .upsert
                count += 1
                if count.isMultiple(of: 32) { await Task.yield() }
                body(Universe(charges: bought.map { charges[$0] }, orders: ordered.map { orders[$0] }, policy: policy))
            }
        }
        return count
    }

    /// Up to three of `count` things, each as often as it likes, without regard to their order.
    private static func selections(of count: Int) -> [[Int]] {
        var found: [[Int]] = [[]]
        var last: [[Int]] = [[]]
        for _ in 0..<3 {
            last = last.flatMap { selection in ((selection.last ?? 0)..<count).map { selection + [$0] } }
            found += last
        }
        return found
    }
}
