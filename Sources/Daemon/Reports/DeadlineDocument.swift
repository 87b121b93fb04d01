internal import Documents
internal import Reconciliation

/// An open charge without PO, as `status` and `explain` print it in JSON.
enum DeadlineDocument {
    static func encode(_ deadline: Deadline) -> JSONValue {
        .document([
            ("account", .text(deadline.charge.account)), ("agreement", .text(deadline.agreement)),
            ("charge", .text(deadline.charge.charge)), ("due", .text(deadline.due)),
            ("amount", .text(deadline.amount)), ("currency", .text(deadline.currency)),
        ])
    }
}
