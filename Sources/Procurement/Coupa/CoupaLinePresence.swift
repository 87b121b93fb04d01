internal import Documents
internal import Reconciliation

/// Whether a line of an order is still there.
///
/// Coupa leaves deleted lines out unless it is asked for them (`show_deleted_lines`); how it marks them then, its
/// reference pages do not say. Integrations in use go by the line's `status`. So that no deleted line is ever paid for,
/// a line counts as there only by a state that is known for such lines, wherever deleted ones are asked for.
enum CoupaLinePresence: Sendable, Hashable {
    /// It is ordered.
    case there
    /// It is deleted or cancelled.
    case gone
    /// It says neither; why.
    case unclear(String)

    /// States of lines that are ordered, be they delivered or paid already.
    private static let standing: Set<String> = [
        "draft", "created", "received", "partially_received", "soft_closed_for_receiving", "soft_closed_for_invoicing",
        "closed",
    ]
    private static let cancelled: Set<String> = ["cancelled", "canceled", "deleted"]
    /// Members that say it beside the state.
    private static let marks = ["deleted", "deleted-at", "deleted_at"]

    /// Looks at a line as the API shows it.
    ///
    /// - Parameter showsDeletedLines: whether deleted lines were asked for. Where they were not, an instance shows some
    ///   at most by its default filter, and only what is marked in one of the usual ways is left out.
    init(_ line: JSONObject, showsDeletedLines: Bool) {
        let status = line["status"]?.string?.trimmed.lowercased() ?? ""
        if Self.cancelled.contains(status) {
            self = .gone
            return
        }
        for name in Self.marks {
            guard let value = line[name], !value.isNothing else { continue }
            if showsDeletedLines, !Self.isPlain(name, value) {
                self = .unclear(Self.reason(name, value))
                return
            }
            self = .gone
            return
        }
        guard showsDeletedLines else {
            self = .there
            return
        }
        let hint = line.members.first { member in
            let name = member.key.lowercased()
            return (name.contains("delet") || name.contains("cancel")) && !member.value.isNothing
        }
        if let hint {
            self = .unclear(Self.reason(hint.key, hint.value))
        } else if Self.standing.contains(status) {
            self = .there
        } else if let value = line["status"], !value.isNothing {
            self = .unclear(Self.reason("status", value))
        } else if Self.marks.contains(where: { line[$0] != nil }) {
            self = .there
        } else {
            self = .unclear("it has no status, which would say whether it is deleted (show_deleted_lines)")
        }
    }

    /// Whether a mark says that the line is deleted, and nothing else.
    private static func isPlain(_ name: String, _ value: JSONValue) -> Bool {
        guard name == "deleted" else { return value.string.flatMap { Instant(iso: $0.trimmed) } != nil }
        return [.bool(true), .string("true"), .number("1")].contains(value)
    }

    private static func reason(_ name: String, _ value: JSONValue) -> String {
        let text = value.string.map { "\"\($0.prefix(40))\"" } ?? String(value.compactText().prefix(40))
        return "its \(name.prefix(40)) is \(text), which does not say whether it is deleted (show_deleted_lines)"
    }
}

extension JSONValue {
    /// Whether a mark is there and says no.
    fileprivate var isNothing: Bool {
        switch self {
        case .null, .bool(false), .number("0"): true
        case .string(let text): ["", "false", "no", "0"].contains(text.trimmed.lowercased())
        default: false
        }
    }
}
