/// Reads what servers list a folder with.
struct FolderListing {
    /// The moment that a listing without years is read at, in milliseconds since 1970.
    let now: Int64

    /// `MLSD` of RFC 3659: `type=file;size=12;modify=20261123120000; name`.
    func forPrograms(_ bytes: [UInt8]) -> [FolderFile] {
        lines(bytes).compactMap { line in
            guard let blank = line.firstIndex(of: " ") else { return nil }
            let name = String(line[line.index(after: blank)...])
            var facts: [String: String] = [:]
            for fact in line[..<blank].split(separator: ";") {
                guard let mark = fact.firstIndex(of: "=") else { continue }
                facts[fact[..<mark].lowercased()] = String(fact[fact.index(after: mark)...])
            }
            guard facts["type"]?.lowercased() == "file", let size = facts["size"].flatMap({ Int($0) }), size >= 0,
                let stamp = facts["modify"]
            else { return nil }
            return file(name, size, stamp, Self.compact(stamp))
        }
    }

    /// `ls -l`, or the form of Windows: `11-23-26  12:00PM  1234 name`.
    func forPeople(_ bytes: [UInt8]) -> [FolderFile] {
        lines(bytes).compactMap { line in
            guard let first = line.first else { return nil }
            if first.isASCII, first.isNumber { return windows(line) }
            // Links, folders and devices begin otherwise.
            return first == "-" ? unix(line) : nil
        }
    }

    private func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n")).map { line in
            // What is no UTF-8 becomes U+FFFD.
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
    }

    private func file(_ name: String, _ size: Int, _ stamp: String, _ modified: Int64?) -> FolderFile? {
        guard FolderFile.isName(name) else { return nil }
        var file = FolderFile(name: name, size: size, stamp: stamp, modified: modified, settling: .byLooks)
        // A name that is no UTF-8 could not be asked for again.
        file.hasPlainName = FolderFile.isPlain(name) && !name.unicodeScalars.contains("\u{fffd}")
        return file
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// `-rw-r--r--    1 owner    group        1234 Nov 23 12:00 name`; owners may have blanks in their names, so the
    /// month is looked for.
    private func unix(_ line: String) -> FolderFile? {
        let fields = line.split(separator: " ", maxSplits: 40, omittingEmptySubsequences: true)
        for place in fields.indices.dropFirst(3).dropLast(2) {
            guard let month = Self.months.firstIndex(of: fields[place].lowercased()),
                let size = Int(fields[place - 1]), size >= 0, let day = Int64(fields[place + 1]),
                (1...31).contains(day),
                place + 2 < fields.count, let time = time(fields[place + 2], Int64(month + 1), day)
            else { continue }
            // The name begins one blank behind the time, with whatever blanks it has itself.
            let end = fields[place + 2].endIndex
            guard end < line.endIndex else { return nil }
            let name = String(line[line.index(after: end)...])
            let stamp = fields[place...place + 2].joined(separator: " ")
            return file(name, size, stamp, time)
        }
        return nil
    }

    /// `12:00` of this year or the last, or a year.
    private func time(_ text: Substring, _ month: Int64, _ day: Int64) -> Int64? {
        let parts = text.split(separator: ":")
        if parts.count == 1, text.count == 4, let year = Int64(text) {
            return FileClock.milliseconds(year, month, day, 0, 0, 0)
        }
        guard parts.count >= 2, let hour = Int64(parts[0]), let minute = Int64(parts[1]), hour < 24, minute < 60 else {
            return nil
        }
        let year = FileClock.year(now)
        guard let moment = FileClock.milliseconds(year, month, day, hour, minute, 0) else {
            return FileClock.milliseconds(year - 1, month, day, hour, minute, 0)
        }
        // A day of grace for the server's zone.
        return moment <= now + 86_400_000 ? moment : FileClock.milliseconds(year - 1, month, day, hour, minute, 0)
    }

    private func windows(_ line: String) -> FolderFile? {
        let fields = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
        guard fields.count == 4, let size = Int(fields[2]), size >= 0 else { return nil }
        let date = fields[0].split(separator: "-").compactMap { Int64($0) }
        let clock = fields[1].prefix(5).split(separator: ":").compactMap { Int64($0) }
        guard date.count == 3, clock.count == 2 else { return nil }
        let half = fields[1].dropFirst(5).uppercased()
        let hour = half.isEmpty ? clock[0] : clock[0] % 12 + (half == "PM" ? 12 : 0)
        let year = date[2] < 100 ? date[2] + 2000 : date[2]
        let name = fields[3].drop { $0 == " " }
        return file(
            String(name), size, "\(fields[0]) \(fields[1])",
            FileClock.milliseconds(year, date[0], date[1], hour, clock[1], 0))
    }

    /// `20261123120000.123`, UTC.
    private static func compact(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 14 else { return nil }
        func number(_ start: Int, _ width: Int) -> Int64 { Int64(digits.dropFirst(start).prefix(width)) ?? 0 }
        return FileClock.milliseconds(
            number(0, 4), number(4, 2), number(6, 2), number(8, 2), number(10, 2), number(12, 2))
    }
}

/// Dates of listings as milliseconds since 1970, as if they were UTC.
enum FileClock {
    static func milliseconds(
        _ year: Int64, _ month: Int64, _ day: Int64, _ hour: Int64, _ minute: Int64, _ second: Int64
    ) -> Int64? {
        let lengths: [Int64] = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1970...9999).contains(year), (1...12).contains(month), day >= 1, day <= lengths[Int(month) - 1],
            hour < 24,
            minute < 60, second <= 60
        else { return nil }
        let days = daysBefore(year) + lengths.prefix(Int(month) - 1).reduce(0, +) + day - 1
        return (days * 86_400 + hour * 3600 + minute * 60 + second) * 1000
    }

    static func year(_ milliseconds: Int64) -> Int64 {
        let days = milliseconds / 86_400_000
        var year = 1970 + days / 366
        while daysBefore(year + 1) <= days { year += 1 }
        return year
    }

    private static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func daysBefore(_ year: Int64) -> Int64 {
        let past = year - 1
        return past * 365 + past / 4 - past / 100 + past / 400 - 719_162
    }
}
