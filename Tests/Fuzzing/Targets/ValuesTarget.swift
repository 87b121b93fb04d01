import Documents
import Reconciliation
import Transport

@testable import Marketplace
@testable import Procurement

/// A short text is a value that reads back from its own form, or none. The first line is a date pattern, the second the text.
enum ValuesTarget {
    static func run(_ bytes: [UInt8]) throws {
        let lines = bytes.split(separator: 0x0a, maxSplits: 1, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        let text = lines.last ?? ""
        try times(text, pattern: lines.first ?? "")
        try amounts(text)
        try others(text)
    }

    private static func times(_ text: String, pattern: String) throws {
        var formats: [TimeFormat] = [.iso, .date, .epoch, .epochMilliseconds, .odata2]
        if let pattern = TimeFormat(pattern) { formats.append(pattern) }
        for format in formats {
            guard let instant = format.instant(text, offset: 7200) else { continue }
            _ = format.text(instant, offset: -3600)
            let isWritable = instant >= Instant(seconds: -62_135_596_800) && instant < Instant(seconds: 253_402_300_800)
            try demand(!isWritable || Instant(iso: instant.description) == instant, "\(instant) reads otherwise")
        }
        let response = Response(status: 429, headers: [.init("retry-after", text), .init("date", text)], body: [])
        let asked = RetryAfter.span(response, now: Instant(seconds: 1_795_435_200))
        try demand(asked ?? .zero >= .zero, "a wait below zero")
        _ = response.retryAfter
        _ = response.clockLead(at: Instant(seconds: 1_795_435_200))
        _ = ZoneOffset.seconds(text)
    }

    private static func amounts(_ text: String) throws {
        let read = [
            Amount(text), SourceValue.amount(text), DecimalFormat.point.amount(text), DecimalFormat.comma.amount(text),
        ]
        for amount in read.compactMap({ $0 }) {
            try demand(Amount(amount.description) == amount, "\(amount) reads otherwise")
            try demand(Amount(amount.description)?.description == amount.description, "\(amount) is written otherwise")
            try demand(amount.subtracting(amount)?.isZero ?? true, "\(amount) less itself")
            _ = Amount.total(price: amount, quantity: amount, per: amount)
            _ = amount.reaches(percent: 90, of: amount)
            for other in read.compactMap({ $0 }) { _ = (amount < other, amount.adding(other)) }
        }
    }

    private static func others(_ text: String) throws {
        if let pointer = JSONPointer(text) {
            try demand(JSONPointer(pointer.description) == pointer, "\(text) points elsewhere")
            _ = pointer.value(in: ["a": [1, ["b": 2]]])
            _ = pointer.setting(1, in: ["a": [1, ["b": 2]]])
        }
        _ = FieldPath(text)
        _ = SimpleXML.text("a", in: "<a>\(text)</a>")
        _ = PercentEncoding.decoded(text)
        _ = Link.next(inHeadersOf: Response(status: 200, headers: [.init("link", text)], body: []))
        if let url = FeedAddress.resolve(text, from: "https://erp.example/orders") {
            // By bytes: a mark that combines with the slash makes another character of it.
            try demand(url.utf8.starts(with: "https://erp.example/".utf8), "\(text) leads to \(url)")
        }
    }
}
