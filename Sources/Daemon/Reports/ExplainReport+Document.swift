internal import Documents
internal import Reconciliation

extension ExplainReport {
    /// The object that `explain --format json` prints.
    var document: JSONValue {
        .document([
            ("id", .string(id)),
            ("orders", .array(orders.map(order))), ("agreements", .array(agreements.map(Self.agreement))),
            ("assignments", .array(assignments.map(AssignmentRecord.encode))),
            ("lines", .array(lines.map(LineDocument.encode))),
            ("findings", .array(findings.map { $0.document() })),
            ("deadlines", .array(deadlines.map(DeadlineDocument.encode))),
            ("ledger", .array(ledgers.map(Self.ledger))),
            ("renewals", .array(renewals.map(Self.renewal))),
            ("queue", .array(queue.sorted { $0.key < $1.key }.map(Self.waiting))),
            ("next", .array(assignments.map(nextStep))),
        ])
    }

    static func ledger(_ ledger: Ledger) -> JSONValue {
        .document([
            ("order", .text(ledger.order)), ("currency", .string(ledger.currency)), ("ordered", .text(ledger.ordered)),
            ("open", .text(ledger.open)), ("invoiced", .text(ledger.invoiced)), ("left", .text(ledger.left)),
        ])
    }

    private func order(_ order: PurchaseOrder) -> JSONValue {
        .document([
            ("feed", .text(order.key.feed)), ("id", .string(order.key.id)), ("number", .text(order.number)),
            ("version", .integer(order.version)), ("state", .string(order.state.rawValue)),
            ("status", .string(order.status)), ("fault", order.fault.map { .string($0) }),
            ("configured", .bool(feeds.contains(order.key.feed))),
        ])
    }

    private static func agreement(_ agreement: Agreement) -> JSONValue {
        .document([
            ("account", .text(agreement.account)), ("agreement", .text(agreement.id)),
            ("status", .string("\(agreement.status)")), ("offer", .text(agreement.offer)),
            (
                "charges",
                .array(
                    agreement.charges.map { charge in
                        .document([
                            ("charge", .text(charge.id)), ("amount", .text(charge.amount)),
                            ("currency", .text(charge.currency)), ("time", .text(charge.time)),
                            ("order", .text(charge.order)),
                        ])
                    })
            ),
        ])
    }

    private static func renewal(_ copy: RenewalCopy) -> JSONValue {
        .document([
            ("account", .text(copy.account)), ("agreement", .text(copy.agreement)), ("charge", .text(copy.charge)),
            ("due", .text(copy.due)), ("order", .text(copy.order)),
            ("others", .array(copy.others.map { .string($0.text) })), ("renews", copy.renews.map { .bool($0) }),
        ])
    }

    private static func waiting(_ key: ChargeKey, _ line: QueueLine) -> JSONValue {
        .document([
            ("account", .text(key.account)), ("charge", .text(key.charge)), ("attempts", .integer(line.attempts)),
            ("nextAttemptAt", .text(line.nextAttemptAt)), ("lastError", .text(line.lastError)),
            ("dead", .bool(line.isDead)),
        ])
    }

    private func nextStep(_ assignment: Assignment) -> JSONValue {
        .document([
            ("account", .text(assignment.key.account)), ("charge", .text(assignment.key.charge)),
            ("step", .string(next(assignment))),
        ])
    }
}
