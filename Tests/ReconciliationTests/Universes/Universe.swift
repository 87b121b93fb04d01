@testable import Reconciliation

/// A world of one agreement that is small enough to list every one there is.
struct Universe: CustomStringConvertible {
    var charges: [ChargeSymbol]
    var orders: [OrderSymbol]
    var policy: Policy

    /// The kinds of charges that a universe has.
    struct ChargeSymbol: CustomStringConvertible {
        var amount: String?
        var due: Double?
        var carries: OrderNumber?
        var currency = "USD"
        /// Whether this store wrote what it carries.
        var isOurs = false

        var description: String {
            "\(amount ?? "?") \(currency) \(due.map { "@\($0)" } ?? "usage")\(carries.map { " has \($0)" } ?? "")"
                + (isOurs ? " (ours)" : "")
        }
    }

    /// A line of the only agreement, or of one charge of it.
    struct LineSymbol: CustomStringConvertible {
        var amount: String?
        var needBy: Double?
        var scope = ClaimScope.auto
        var charge: Int?

        var description: String {
            "\(charge.map { "ch-\($0)" } ?? scope.rawValue) \(amount ?? "?")\(needBy.map { "@\($0)" } ?? "")"
        }
    }

    struct OrderSymbol: CustomStringConvertible {
        var lines: [LineSymbol]
        var state = OrderState.issued

        var description: String { "\(state.rawValue)\(lines)" }
    }

    var description: String { "\(policy.rawValue): charges \(charges), orders \(orders)" }

    static func number(_ order: Int) -> OrderNumber { OrderNumber("PO-\(order + 1)") }

    static func charge(_ place: Int) -> ChargeID { ChargeID("ch-\(place)") }

    /// The world in which this is so.
    var world: World {
        var world = World()
        world.rules.policy = policy
        world.buy("agmt-1") { agreement in
            agreement.charges = charges.enumerated().map { place, symbol in
                .charge(
                    Self.charge(place), symbol.amount, due: symbol.due, carries: symbol.carries,
                    currency: symbol.currency)
            }
        }
        for (place, symbol) in charges.enumerated() where symbol.isOurs {
            guard let carried = symbol.carries else { continue }
            world.snapshot.written[ChargeKey(account: World.account, charge: Self.charge(place))] = [
                WrittenOrder(order: carried, at: World.day(-9))
            ]
        }
        for (place, order) in orders.enumerated() {
            world.order(Self.number(place), state: order.state)
            world.snapshot.orders[place].lines = order.lines.enumerated().map { number, symbol in
                var line = OrderLine.line(
                    symbol.amount, for: symbol.charge == nil ? "agmt-1" : nil, needBy: symbol.needBy,
                    scope: symbol.scope == .auto ? nil : symbol.scope.rawValue,
                    charge: symbol.charge.map { Self.charge($0).text })
                line.id = "\(number + 1)"
                line.number = line.id
                return line
            }
        }
        return world
    }
}
