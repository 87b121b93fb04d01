internal import Documents
internal import Reconciliation

/// What `posyncd feed preview NAME` shows: what the feed yields now, field paths with values.
public struct PreviewReport: DocumentReport {
    let feed: FeedName
    let sample: FeedSample
    private let grounds: [OrderKey: [String: SelectionGround]]

    init(feed: FeedName, sample: FeedSample, rules: Rules) {
        self.feed = feed
        self.sample = sample
        var grounds: [OrderKey: [String: SelectionGround]] = [:]
        for trial in MappingTest(rules, accounts: []).trials(sample.orders) {
            grounds[trial.order.key, default: [:]][trial.line.id] = trial.ground
        }
        self.grounds = grounds
    }

    private func ground(_ order: PurchaseOrder, _ line: OrderLine) -> SelectionGround? {
        grounds[order.key]?[line.id]
    }

    /// The object that `feed preview --format json` prints.
    var document: JSONValue {
        .document([
            ("feed", .text(feed)), ("hasMore", .bool(sample.hasMore)), ("orders", .array(sample.orders.map(encode))),
            ("faults", .array(sample.faults.map { .string($0) })),
        ])
    }

    private func encode(_ order: PurchaseOrder) -> JSONValue {
        .document([
            ("state", .string(order.state.rawValue)), ("status", .string(order.status)),
            ("version", .integer(order.version)), ("updatedAt", .text(order.updatedAt)), ("fault", .text(order.fault)),
            ("fields", Self.fields(order.fieldValues)),
            (
                "lines",
                .array(
                    order.lines.map { line in
                        .document([
                            ("selected", .bool(ground(order, line) != nil)),
                            ("fields", Self.fields(order.fieldValues(of: line))),
                        ])
                    })
            ),
        ])
    }

    private static func fields(_ values: [(path: FieldPath, value: String)]) -> JSONValue {
        .record(values.map { ($0.path.description, .string($0.value)) })
    }

    /// The same for a terminal.
    public var text: String {
        guard !sample.orders.isEmpty || !sample.faults.isEmpty else {
            return "Feed \(feed) can be read and yields no purchase orders.\n"
        }
        var text = ""
        for order in sample.orders {
            text += "\(order.number.text.plain): \(order.state.rawValue)"
            text += order.status.isEmpty ? "" : " (\(order.status.plain))"
            text += ", version \(order.version)\(order.updatedAt.map { ", changed \($0)" } ?? "")\n"
            if let fault = order.fault {
                let isUnreadable = order.state == .unreadable
                text += Paragraph.wrapped(
                    "\(isUnreadable ? "It cannot be read whole" : "Odd"): \(fault)", indentation: 2)
            }
            text += Self.table(order.fieldValues, indentation: 2)
            for line in order.lines {
                text += "  line \(line.number.plain): "
                text += ground(order, line).map { "selected, \($0.sentence)" } ?? "not selected"
                text += "\n" + Self.table(order.fieldValues(of: line), indentation: 4)
            }
            text += "\n"
        }
        for fault in sample.faults { text += Paragraph.wrapped("Passed over: \(fault)", indentation: 0) }
        let count = sample.orders.count == 1 ? "1 purchase order" : "\(sample.orders.count) purchase orders"
        return text + "\(count) of feed \(feed); it has \(sample.hasMore ? "more, see --limit" : "no more").\n"
    }

    private static func table(_ values: [(path: FieldPath, value: String)], indentation: Int) -> String {
        var table = TextTable(indentation: indentation)
        for value in values { table.add(value.path.description, value.value) }
        return table.text
    }
}

extension SelectionGround {
    /// Why, in a few words.
    var sentence: String {
        switch self {
        case .supplierName(let name): "by supplier name \(name.plain)"
        case .supplierNumber(let number): "by supplier number \(number.plain)"
        case .commodity(let code): "by commodity \(code.plain)"
        case .rule: "since a mapping rule keys it"
        }
    }
}
