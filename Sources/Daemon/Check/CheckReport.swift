internal import Documents

/// What `posyncd check` prints: a table of what works and what does not, then what to do about it.
public struct CheckReport: DocumentReport {
    /// The probes in the order they are shown.
    public let rows: [CheckRow]

    /// The probe of secrets that have to be there before anything can be asked.
    static let credentials = "credentials"

    /// Whether credentials or secrets are missing.
    public var lacksCredentials: Bool { rows.contains { $0.probe == Self.credentials && $0.result == .failed } }

    /// Whether nothing was refused.
    public var isGood: Bool { !rows.contains { $0.result == .failed } }

    var document: JSONValue {
        .document([
            ("ok", .bool(isGood)),
            (
                "checks",
                .array(
                    rows.map {
                        .document([
                            ("subject", .string($0.subject)), ("probe", .string($0.probe)),
                            ("result", .string($0.result.rawValue)), ("detail", .string($0.detail)),
                            ("remedy", $0.remedy.isEmpty ? nil : .string($0.remedy)),
                        ])
                    })
            ),
        ])
    }

    public var text: String {
        var table = TextTable(indentation: 0)
        var subject = ""
        for row in rows {
            table.add(row.result.rawValue, row.subject == subject ? "" : row.subject, row.probe, row.detail)
            subject = row.subject
        }
        var text = table.text
        let open = rows.filter { !$0.remedy.isEmpty }
        if !open.isEmpty { text += "\nWhat to do\n" }
        for row in open {
            text += "  \(row.result.rawValue)  \("\(row.subject): \(row.probe)".plain)\n"
            text += Paragraph.wrapped(row.remedy, indentation: 10)
        }
        let counts = CheckRow.Result.allCases.compactMap { result in
            let count = rows.count { $0.result == result }
            return count == 0 ? nil : "\(count) \(result.rawValue)"
        }
        return text + "\n" + counts.joined(separator: ", ") + ".\n"
    }
}
