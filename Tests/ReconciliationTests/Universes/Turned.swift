@testable import Reconciliation

/// The same world, read in another order.
enum Turned {
    /// A world with everything the other way round that has no order of its own; lines keep theirs.
    static func around(_ world: World) -> World {
        var turned = world
        turned.snapshot.orders.reverse()
        turned.snapshot.accounts.reverse()
        for account in turned.snapshot.accounts.indices {
            turned.snapshot.accounts[account].agreements.reverse()
            for place in turned.snapshot.accounts[account].agreements.indices {
                turned.snapshot.accounts[account].agreements[place].charges.reverse()
            }
        }
        return turned
    }

    /// A world whose parts came in the order that the generator says.
    static func shuffled(_ world: World, by generator: inout some RandomNumberGenerator) -> World {
        var turned = world
        turned.snapshot.orders.shuffle(using: &generator)
        turned.snapshot.accounts.shuffle(using: &generator)
        turned.snapshot.grants.shuffle(using: &generator)
        turned.snapshot.invoices.shuffle(using: &generator)
        turned.snapshot.register?.shuffle(using: &generator)
        for account in turned.snapshot.accounts.indices {
            turned.snapshot.accounts[account].agreements.shuffle(using: &generator)
            for place in turned.snapshot.accounts[account].agreements.indices {
                turned.snapshot.accounts[account].agreements[place].charges.shuffle(using: &generator)
            }
        }
        return turned
    }

    /// Whether two plans are the same to the last word.
    static func isSame(_ left: Plan, _ right: Plan) -> Bool {
        left.assignments == right.assignments && left.lines == right.lines && left.findings == right.findings
            && left.ledgers == right.ledgers && left.renewals == right.renewals
            && left.deadlines.map(\.charge) == right.deadlines.map(\.charge)
            && left.wantedTerms == right.wantedTerms
    }
}

extension Turned {
    /// The first thing in which two plans differ, for the message.
    static func difference(_ left: Plan, _ right: Plan) -> String {
        for (one, two) in zip(left.assignments, right.assignments) where one != two { return "\(one) or \(two)" }
        for (one, two) in zip(left.lines, right.lines) where one != two { return "\(one) or \(two)" }
        for (one, two) in zip(left.findings, right.findings) where one != two { return "\(one) or \(two)" }
        return "other numbers of things, ledgers or deadlines"
    }
}
