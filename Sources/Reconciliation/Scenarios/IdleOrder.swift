/// Orders that are not issued: never newly assigned; what still carries a cancelled one is said. And orders that are odd.
enum IdleOrder {
    /// Why an order that is not issued is left out.
    static func reason(_ order: PurchaseOrder) -> String {
        let words = order.status.isEmpty ? "" : " (its status is \"\(order.status)\")"
        switch order.state {
        case .issued: return "issued"
        case .onHold: return "the order is on hold\(words)"
        case .draft: return "the order is not released\(words)"
        case .cancelled: return "the order is cancelled\(words)"
        case .closed: return "the order is closed\(words)"
        case .unknown: return "the order's status is none that posyncd knows\(words)"
        case .unreadable: return "the order could not be read"
        case .missing: return "the feed no longer has the order"
        }
    }

    static func findings(_ situation: Situation) -> [Finding] {
        onHold(situation) + cancelled(situation) + unreadable(situation) + odd(situation)
    }

    private static func onHold(_ situation: Situation) -> [Finding] {
        let states: Set<OrderState> = [.onHold, .draft, .unknown, .missing]
        return unique(situation.idle.filter { states.contains($0.order.state) }).map { line in
            let order = line.order
            let remedy: String
            switch order.state {
            case .unknown:
                remedy = "Say what the status \"\(order.status)\" means under `statuses` of feed \(order.key.feed)."
            case .missing:
                remedy =
                    "See why feed \(order.key.feed) no longer lists PO \(order.number); if it was deleted, cancel it "
                    + "properly, and take it off its charges by hand where it stands on any."
            default:
                remedy = "Release PO \(order.number) in the procurement system; posyncd then assigns it."
            }
            return Finding(
                .orderOnHold, .notice, Finding.Subject(order: order.number, feed: order.key.feed),
                detail: "PO \(order.number) is not assigned: \(reason(order)).", remedy: remedy, owner: .procurement)
        }
    }

    /// Orders that are taken back as a whole, by number.
    static func takenBack(_ situation: Situation) -> [OrderNumber: PurchaseOrder] {
        var idle: [OrderNumber: PurchaseOrder] = [:]
        let taken = situation.snapshot.orders.filter { $0.state == .cancelled || $0.state == .closed }
        for order in taken.sorted(byKey: \.key) { idle[order.number] = order }
        guard !idle.isEmpty else { return [:] }
        for line in situation.lines { idle[line.order.number] = nil }
        return idle
    }

    private static func cancelled(_ situation: Situation) -> [Finding] {
        let idle = takenBack(situation)
        guard !idle.isEmpty else { return [] }
        return situation.decisions.compactMap { key, decision in
            guard decision.timing.isOpen, let carried = decision.charge.order, let order = idle[carried] else {
                return nil
            }
            return Finding(
                .orderCancelled, .warning, situation.subject(key, decision, order: carried),
                detail:
                    "\(Wording.charge(decision.charge)) of \(situation.agreement(of: decision).id) carries PO \(carried), "
                    + "and \(reason(order)). posyncd takes nothing off a charge.",
                remedy:
                    "Set another PO \(Wording.marketplacePage(key.account)) before the charge is due, or issue a purchase "
                    + "order that names \(situation.agreement(of: decision).id); or reopen PO \(carried).",
                owner: .procurement)
        }
    }

    private static func unreadable(_ situation: Situation) -> [Finding] {
        situation.snapshot.orders.filter { $0.state == .unreadable }.sorted(byKey: \.key).map { order in
            Finding(
                .orderInvalid, .warning, Finding.Subject(order: order.number, feed: order.key.feed),
                detail:
                    "PO \(order.number) of feed \(order.key.feed) could not be read: \(order.fault ?? "no reason known"). "
                    + "It is left as it is; other orders go on.",
                remedy: "Correct PO \(order.number) (id \(order.key.id)) in the procurement system.",
                owner: .procurement)
        }
    }

    private static func odd(_ situation: Situation) -> [Finding] {
        let odd = situation.snapshot.orders.filter { $0.state == .issued && $0.fault != nil }
        return odd.sorted(byKey: \.key).compactMap { order in
            order.fault.map { fault in
                Finding(
                    .orderInvalid, .notice, Finding.Subject(order: order.number, feed: order.key.feed),
                    detail:
                        "PO \(order.number) of feed \(order.key.feed) is odd: \(fault). It is taken as it stands there.",
                    remedy: "Look at PO \(order.number) (id \(order.key.id)) in the procurement system.",
                    owner: .procurement)
            }
        }
    }

    private static func unique(_ lines: [SelectedLine]) -> [SelectedLine] {
        var seen: Set<OrderKey> = []
        return lines.filter { seen.insert($0.order.key).inserted }
    }
}
