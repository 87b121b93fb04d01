/// A purchase order as the Billing console's dashboard shows it, declared by the operator.
///
/// AWS has no API for this, so only what stands in the register is claimed; a column that is absent is `nil`.
public struct RegisterEntry: Sendable, Hashable {
    /// The PO's number.
    public var number: OrderNumber
    /// Its status.
    public var status: Status?
    /// The first moment after its last day.
    public var expires: Instant?
    /// How many contacts get AWS's messages.
    public var contacts: Int?
    /// Whether it has a blanket-usage line item.
    public var isBlanket: Bool?
    /// The tax registration numbers it is tied to.
    public var registrations: [String]

    /// The status column.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        /// In use.
        case active
        /// Taken out of use.
        case suspended
        /// Past its month.
        case expired
        /// Both.
        case suspendedExpired = "suspended-expired"
    }

    /// An entry of the register.
    public init(
        number: OrderNumber, status: Status? = nil, expires: Instant? = nil, contacts: Int? = nil,
        isBlanket: Bool? = nil, registrations: [String] = []
    ) {
        self.number = number
        self.status = status
        self.expires = expires
        self.contacts = contacts
        self.isBlanket = isBlanket
        self.registrations = registrations
    }
}
