internal import Documents

/// A field of a purchase order that cannot be what it is.
struct OrderFault: Error {
    /// Which field, and why.
    let reason: String
}

extension OrderFault {
    /// The fault of a record whose JSON is damaged.
    init(damage: JSONError) {
        self.init(reason: "its JSON is damaged \(damage)")
    }
}
