/// Row 11, "Balance tracking": AWS tracks no balance for Marketplace line items, so this ledger does.
enum BalanceTracking {
    private struct Account: Hashable {
        let order: OrderNumber
        let currency: String
    }

    /// The money of every order, sorted by number and currency.
    static func ledgers(_ situation: Situation) -> [Ledger] {
        var ledgers: [Account: Ledger] = [:]
        var unknown: Set<Account> = []
        for line in situation.lines {
            guard let currency = line.currency else { continue }
            let account = Account(order: line.order.number, currency: currency)
            var ledger = ledgers[account] ?? empty(account)
            if let amount = line.line.amount {
                ledger.ordered = (ledger.ordered ?? .zero).adding(amount)
            } else {
                unknown.insert(account)
            }
            ledgers[account] = ledger
        }
        for assignment in situation.assignments.values where assignment.state != .blanket {
            guard let currency = assignment.currency?.uppercased(), let amount = assignment.amount else { continue }
            let account = Account(order: assignment.order.number, currency: currency)
            var ledger = ledgers[account] ?? empty(account)
            if assignment.state == .invoiced {
                ledger.invoiced = ledger.invoiced.adding(amount) ?? ledger.invoiced
            } else if isDrawing(assignment, situation) {
                ledger.open = ledger.open.adding(amount) ?? ledger.open
                if assignment.time == nil { ledger.hasUsage = true }
            }
            ledgers[account] = ledger
        }
        for account in unknown { ledgers[account]?.ordered = nil }
        return ledgers.values.sorted { ($0.order.text, $0.currency) < ($1.order.text, $1.currency) }
    }

    private static func empty(_ account: Account) -> Ledger {
        Ledger(
            order: account.order, currency: account.currency, ordered: nil, open: .zero, invoiced: .zero,
            hasUsage: false)
    }

    /// Whether a charge counts that no invoice was seen for: one that lies ahead, and one that was due with the number on
    /// it, whose invoice will come or could not be told from others.
    private static func isDrawing(_ assignment: Assignment, _ situation: Situation) -> Bool {
        switch assignment.hold {
        case .foreign, .tooLate, .notEligible, .currency: return false
        default:
            return assignment.state == .verified || situation.decisions[assignment.key]?.timing.isOpen ?? false
        }
    }

    static func findings(_ ledgers: [Ledger]) -> [Finding] {
        var overdrawn: [OrderNumber: [String]] = [:]
        var near: [OrderNumber: [String]] = [:]
        for ledger in ledgers {
            guard let ordered = ledger.ordered, !ordered.isZero, let drawn = ledger.drawn, let left = ledger.left else {
                continue
            }
            let sums =
                "\(drawn) of \(ordered) \(ledger.currency) (\(ledger.open) not yet invoiced, \(ledger.invoiced) invoiced)"
            if drawn > ordered {
                overdrawn[ledger.order, default: []].append(sums)
            } else if drawn.reaches(percent: 90, of: ordered), ledger.hasUsage || !left.isZero {
                // A PO written for exactly its fixed charges is used up by design; it is not worth a warning.
                near[ledger.order, default: []].append("\(sums), \(left) left")
            }
        }
        return overdrawn.map { order, sums in
            Finding(
                .orderOverdrawn, .error, Finding.Subject(order: order),
                detail:
                    "PO \(order) is overdrawn: \(sums.joined(separator: "; ")). AWS keeps no balance for Marketplace "
                    + "line items and will not stop it.",
                remedy: "Raise the amount of PO \(order), or issue another purchase order for part of its charges; "
                    + "`posyncd explain \(order)` shows them.",
                owner: .procurement)
        }
            + near.map { order, sums in
                Finding(
                    .orderNearlyDrawn, .warning, Finding.Subject(order: order),
                    detail: "PO \(order) is nearly drawn: \(sums.joined(separator: "; ")).",
                    remedy:
                        "Raise the amount of PO \(order), or have its successor ready; `posyncd explain \(order)` shows "
                        + "its charges.",
                    owner: .procurement)
            }
    }
}
