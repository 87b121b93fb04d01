internal import Documents
internal import Reconciliation

/// A field of a purchase order that cannot be what it is.
struct OrderFault: Error {
    /// Which field, and why.
    let reason: String

    /// A fault for this reason, which is cut.
    init(reason: String) { self.reason = reason.clipped(to: 2000) }
}

extension OrderFault {
    /// The fault of a record whose JSON is damaged.
    init(damage: JSONError) {
        self.init(reason: "its JSON is damaged \(damage)")
    }
}
