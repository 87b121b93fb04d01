internal import FoundationEssentials
internal import Reconciliation

/// The register of the Billing console's purchase orders, a CSV file (contract, section 3.2).
struct RegisterFile: Sendable, Hashable {
    /// Where it is.
    let path: String

    /// Bytes of a register: a hundred active orders and their history come to a fraction of this.
    static let sizeLimit = 16 << 20

    /// What is wrong with the file, by line.
    struct Failure: Error, Sendable {
        let message: String
    }

    /// Reads the file.
    func read() throws(Failure) -> [RegisterEntry] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Failure(message: "the register \(path) cannot be read")
        }
        guard data.count <= Self.sizeLimit, let text = String(validating: data, as: UTF8.self) else {
            throw Failure(message: "the register \(path) is no UTF-8 text of at most \(Self.sizeLimit) bytes")
        }
        return try Self.parse(text, path: path)
    }

    static func parse(_ text: String, path: String) throws(Failure) -> [RegisterEntry] {
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { cells(String($0.last == "\r" ? $0.dropLast() : $0)) }
        var header = rows.first ?? []
        if header.first?.unicodeScalars.first == "\u{feff}" { header[0] = String(header[0].unicodeScalars.dropFirst()) }
        header = header.map { $0.trimmed.lowercased() }
        guard header.contains("number") else {
            throw Failure(message: "the register \(path) has no column `number` in its first line")
        }
        var entries: [RegisterEntry] = []
        var problems: [String] = []
        var seen: Set<OrderNumber> = []
        for (index, row) in rows.enumerated().dropFirst() where row.contains(where: { !$0.trimmed.isEmpty }) {
            var fields: [String: String] = [:]
            for (name, cell) in zip(header, row) where !cell.trimmed.isEmpty { fields[name] = cell.trimmed }
            switch entry(fields) {
            case .success(let entry):
                if seen.insert(entry.number).inserted {
                    entries.append(entry)
                } else {
                    problems.append("line \(index + 1): \(entry.number) stands there twice")
                }
            case .failure(let failure): problems.append("line \(index + 1): \(failure.message)")
            }
        }
        guard problems.isEmpty else {
            throw Failure(message: "the register \(path) has errors: \(problems.prefix(10).joined(separator: "; "))")
        }
        return entries
    }

    private static func entry(_ fields: [String: String]) -> Result<RegisterEntry, Failure> {
        guard let number = fields["number"] else { return .failure(Failure(message: "the number is empty")) }
        var entry = RegisterEntry(number: OrderNumber(number))
        if let word = fields["status"]?.lowercased() {
            guard let status = RegisterEntry.Status(rawValue: word) else {
                let known = RegisterEntry.Status.allCases.map(\.rawValue).joined(separator: ", ")
                return .failure(Failure(message: "the status \"\(word.prefix(40))\" is none of \(known)"))
            }
            entry.status = status
        }
        if let text = fields["expires"] {
            guard let expires = end(of: text) else {
                return .failure(Failure(message: "expires is \"\(text.prefix(40))\", and not a date or a month"))
            }
            entry.expires = expires
        }
        if let text = fields["contacts"] {
            guard let contacts = Int(text), contacts >= 0 else {
                return .failure(Failure(message: "contacts is \"\(text.prefix(40))\", and not a number"))
            }
            entry.contacts = contacts
        }
        if let text = fields["blanket"]?.lowercased() {
            guard let isBlanket = ["true": true, "yes": true, "false": false, "no": false][text] else {
                return .failure(Failure(message: "blanket is \"\(text.prefix(40))\", and not true or false"))
            }
            entry.isBlanket = isBlanket
        }
        entry.registrations = (fields["registrations"] ?? "").split { $0 == ";" || $0 == " " }.map(String.init)
        return .success(entry)
    }

    /// The first moment after a date (`2026-12-31`) or a month (`2026-12`).
    private static func end(of text: String) -> Instant? {
        if let day = Instant(iso: text), text.count == 10 { return day + .seconds(86_400) }
        let parts = text.split(separator: "-")
        guard parts.count == 2, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            (1...12).contains(month)
        else { return nil }
        let next = month == 12 ? (year + 1, 1) : (year, month + 1)
        return Instant(iso: "\(next.0)-\(next.1 < 10 ? "0" : "")\(next.1)-01")
    }

    /// The cells of a line; quotes as in RFC 4180, without line ends in them.
    private static func cells(_ line: String) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isQuoted = false
        var rest = line[...]
        while let character = rest.popFirst() {
            switch character {
            case "\"" where isQuoted && rest.first == "\"":
                rest.removeFirst()
                cell.append("\"")
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                cells.append(cell)
                cell = ""
            default: cell.append(character)
            }
        }
        return cells + [cell]
    }
}
