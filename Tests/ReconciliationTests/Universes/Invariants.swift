@testable import Reconciliation

/// What must hold of every plan, whatever the world.
enum Invariants {
    /// What a plan does that it must not; empty where all is well.
    static func violations(of plan: Plan, in world: World) -> [String] {
        var found: [String] = []
        let keys = plan.assignments.map(\.key)
        if Set(keys).count != keys.count { found.append("a charge has two assignments") }
        if keys != keys.sorted() { found.append("the assignments are not sorted") }
        let ids = plan.findings.map(\.id)
        if Set(ids).count != ids.count { found.append("a finding comes twice") }
        for write in plan.writes { found += violations(of: write, in: world) }
        found += violations(of: plan.lines, in: world)
        let known = Set(ids)
        for assignment in plan.assignments {
            if let finding = assignment.finding, !known.contains(finding) {
                found.append("\(assignment.key.charge) names a finding that does not fire")
            }
            if assignment.hold != nil, assignment.hold != .accountUnread, assignment.state == .queued {
                found.append("a held write is queued")
            }
        }
        if plan.findings.contains(where: { $0.remedy.isEmpty || $0.detail.isEmpty }) {
            found.append("a finding is mute")
        }
        return found
    }

    private static func violations(of write: Assignment, in world: World) -> [String] {
        var found: [String] = []
        let name = "\(write.order.number) onto \(write.key.charge)"
        let agreements = world.snapshot.accounts.first { $0.id == write.key.account }?.agreements ?? []
        guard let agreement = agreements.first(where: { $0.id == write.agreement }), agreement.status == .active,
            let charge = agreement.charges.first(where: { $0.id == write.key.charge })
        else { return ["\(name): there is no such charge of an active agreement"] }
        if write.order.number.text.isEmpty || write.order.number.text.count > 200 {
            found.append("\(name): its length")
        }
        if charge.order == write.order.number, world[write.key.account].reapplyBefore == nil {
            found.append("\(name): it is there already")
        }
        if write.revision != charge.revision { found.append("\(name): not the latest revision") }
        if let time = charge.time, time <= world.now + world.rules.cutoff { found.append("\(name): it is due") }
        if world.rules.policy == .observe { found.append("\(name): the policy observes") }
        if world[write.key.account].hold != nil { found.append("\(name): the account is held") }
        let ours = world.snapshot.written[write.key]?.map(\.order) ?? []
        if let carried = charge.order, carried != write.order.number, !ours.contains(carried),
            world.rules.policy != .upsert
        {
            found.append("\(name): it carries \(carried), which somebody else set")
        }
        guard let order = world.snapshot.orders.first(where: { $0.key == write.order.key }),
            let line = order.lines.first(where: { $0.number == write.order.line })
        else { return found + ["\(name): no line is recorded"] }
        if order.state != .issued { found.append("\(name): the order is \(order.state.rawValue)") }
        if order.number != write.order.number { found.append("\(name): another order is recorded") }
        let named = line.custom["charge"].map { $0 == charge.id.text } ?? (line.part == agreement.id.text)
        if !named, !isRenewal(agreement, of: line.part, agreements) {
            found.append("\(name): the line does not name it")
        }
        let currency = (line.currency ?? order.currency)?.uppercased()
        if let due = charge.currency, due != currency { found.append("\(name): another currency") }
        return found
    }

    private static func isRenewal(_ agreement: Agreement, of named: String?, _ all: [Agreement]) -> Bool {
        guard let named, let old = all.first(where: { $0.id.text == named }), old.status != .active else {
            return false
        }
        return agreement.initial == (old.initial ?? old.id)
    }

    /// Every line ends in one way, and as its order's state and its charges allow.
    private static func violations(of lines: [LineOutcome], in world: World) -> [String] {
        var found: [String] = []
        let states = Dictionary(world.snapshot.orders.map { ($0.key, $0.state) }) { first, _ in first }
        for line in lines {
            let name = "\(line.number) line \(line.line)"
            if (line.result == .assigned) == line.charges.isEmpty {
                found.append("\(name): \(line.result), \(line.charges)")
            }
            if (line.result == .ineligible) != (states[line.order] != .issued) {
                found.append("\(name): \(line.result)")
            }
            if line.reason.isEmpty { found.append("\(name): no reason") }
        }
        return found
    }
}
