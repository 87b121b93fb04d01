/// A field of a purchase order that cannot be what it is.
struct OrderFault: Error {
    /// Which field, and why.
    let reason: String
}
