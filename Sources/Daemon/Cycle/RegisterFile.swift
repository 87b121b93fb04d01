internal import Documents
internal import FoundationEssentials
internal import Reconciliation

/// What the register says.
struct Register: Sendable, Hashable {
    /// Its purchase orders, each once.
    var entries: [RegisterEntry] = []
    /// What is wrong with single lines; the others count.
    var faults: [String] = []
}

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
    func read() throws(Failure) -> Register {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Failure(message: "the register \(path) cannot be read")
        }
        guard data.count <= Self.sizeLimit, String(validating: data, as: UTF8.self) != nil else {
            throw Failure(message: "the register \(path) is no UTF-8 text of at most \(Self.sizeLimit) bytes")
        }
        return try Self.parse(Array(data), path: path)
    }

    /// What the file says; a line without a number that can be read makes it none, for whatever is then asked for could be
    /// the one that is missing.
    static func parse(_ bytes: [UInt8], path: String) throws(Failure) -> Register {
        var reader = CSVReader(bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes)
        var row = CSVReader.Row()
        var columns: [String: Int] = [:]
        var register = Register()
        var places: [OrderNumber: Int] = [:]
        if try next(&row, of: &reader, path) {
            for column in 0..<row.count {
                let name = reader.text(row, column).map(plain)?.lowercased() ?? ""
                if columns[name] == nil { columns[name] = column }
            }
        }
        guard columns["number"] != nil else {
            throw Failure(message: "the register \(path) has no column `number` in its first line")
        }
        while try next(&row, of: &reader, path) {
            let fields = columns.compactMapValues { reader.text(row, $0).map(plain) }.filter { !$0.value.isEmpty }
            guard !fields.isEmpty else { continue }
            guard let number = fields["number"] else {
                throw Failure(message: "the register \(path) has no number in line \(row.line)")
            }
            var faults: [String] = []
            let entry = entry(OrderNumber(number), fields, &faults)
            if let place = places[entry.number] {
                faults.append("\(number) stands there twice")
                // The safer of two readings: what is suspended in one of them is not newly assigned.
                if entry.isSuspended { register.entries[place].status = entry.status }
            } else {
                places[entry.number] = register.entries.count
                register.entries.append(entry)
            }
            register.faults += faults.map { "line \(row.line): \($0)" }
        }
        return register
    }

    /// The words of a field, without the quotes that stand behind a blank: `PO-1, "active"`.
    private static func plain(_ field: String) -> String {
        let text = field.trimmed
        guard text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return String(text.dropFirst().dropLast()).trimmed
    }

    private static func next(
        _ row: inout CSVReader.Row, of reader: inout CSVReader, _ path: String
    ) throws(Failure) -> Bool {
        do {
            return try reader.next(&row)
        } catch {
            throw Failure(message: "the register \(path) has an error in \(error)")
        }
    }

    /// The entry of a row; of what cannot be read nothing is claimed.
    private static func entry(
        _ number: OrderNumber, _ fields: [String: String], _ faults: inout [String]
    ) -> RegisterEntry {
        func read<Value>(_ name: String, _ expected: String, _ value: (String) -> Value?) -> Value? {
            guard let text = fields[name] else { return nil }
            let result = value(text)
            if result == nil { faults.append("\(name) of \(number) is \"\(text.prefix(40))\", and not \(expected)") }
            return result
        }
        let statuses = RegisterEntry.Status.allCases.map(\.rawValue).joined(separator: ", ")
        return RegisterEntry(
            number: number,
            status: read("status", "one of \(statuses)") { RegisterEntry.Status(rawValue: $0.lowercased()) },
            expires: read("expires", "a date or a month", end),
            contacts: read("contacts", "a number") { text in Int(text).flatMap { $0 >= 0 ? $0 : nil } },
            isBlanket: read("blanket", "true or false") {
                ["true": true, "yes": true, "false": false, "no": false][$0.lowercased()]
            },
            registrations: (fields["registrations"] ?? "").split { $0 == ";" || $0 == " " }.map(String.init))
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
}

extension RegisterEntry {
    /// Whether Billing leaves the PO off invoices.
    fileprivate var isSuspended: Bool { status == .suspended || status == .suspendedExpired }
}
