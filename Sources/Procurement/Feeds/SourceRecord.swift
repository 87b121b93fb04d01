internal import Documents

/// A record of a list, as a source wrote it.
struct SourceRecord: Sendable, Hashable {
    /// The record; of a damaged one, the members that are whole.
    var value: JSONValue
    /// Why it is damaged, where it is.
    var damage: JSONError?

    /// What that makes of its order.
    var fault: OrderFault? { damage.map { OrderFault(damage: $0) } }

    /// The records of a list.
    static func records(_ list: [JSONValue], _ damage: [Int: JSONError]) -> [SourceRecord] {
        list.enumerated().map { SourceRecord(value: $0.element, damage: damage[$0.offset]) }
    }
}
