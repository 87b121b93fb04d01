internal import Documents
internal import Reconciliation

/// A line's outcome as JSON.
enum LineDocument {
    static func encode(_ line: LineOutcome) -> JSONValue {
        .document([
            ("order", .text(line.number)), ("feed", .text(line.order.feed)), ("id", .string(line.order.id)),
            ("line", .string(line.line)), ("result", .string(line.result.rawValue)), ("rule", .text(line.rule)),
            ("keys", .array(line.keys.map { .string($0) })),
            ("agreements", .array(line.agreements.map { .string($0.text) })),
            ("scope", line.scope.map { .string($0.rawValue) }),
            ("charges", .array(line.charges.map { .string($0.charge.text) })), ("reason", .string(line.reason)),
            (
                "candidates",
                .array(
                    line.candidates.map {
                        .document([
                            ("agreement", .text($0.agreement)), ("charge", .text($0.charge?.charge)),
                            ("reason", .string($0.reason)),
                        ])
                    })
            ),
        ])
    }
}
