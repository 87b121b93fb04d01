internal import Documents
internal import Reconciliation
internal import Transport

/// The error in an answer of AWS.
struct AWSFault {
    let code: String
    let reason: String?
    let message: String

    /// Reads the error of a JSON or XML service; `nil` where the body is neither. A gateway before a JSON service may
    /// answer in XML, so that is read too.
    init?(_ response: Response) {
        if let object = (try? JSONReader.read(response.body))?.object {
            let type =
                object["__type"]?.string ?? object["code"]?.string ?? response.header("x-amzn-errortype") ?? ""
            code = Self.name(type)
            reason = (object["reason"]?.string ?? object["Reason"]?.string)?.clipped(to: 200)
            message = object["message"]?.string ?? object["Message"]?.string ?? ""
        } else {
            let text = String(decoding: response.body, as: UTF8.self)
            code = (SimpleXML.text("Code", in: text) ?? "").clipped(to: 100)
            reason = nil
            message = SimpleXML.text("Message", in: text) ?? ""
        }
        guard !code.isEmpty else { return nil }
    }

    /// `com.amazonaws…#ValidationException:http://…` is `ValidationException`.
    private static func name(_ type: String) -> String {
        let tail = type.split(separator: "#").last ?? ""
        return String(tail.split(separator: ":").first ?? "").clipped(to: 100)
    }
}

extension Response {
    /// Whether it is a page for people, which no service of AWS answers with.
    var isPage: Bool {
        if header("content-type")?.lowercased().hasPrefix("text/html") ?? false { return true }
        let beginning = String(decoding: body.prefix(64), as: UTF8.self).trimmed.lowercased()
        return beginning.hasPrefix("<html") || beginning.hasPrefix("<!doctype html")
    }

    /// How long the service asks to wait, an hour at most: `x-amz-retry-after` in milliseconds, or `Retry-After` in seconds
    /// or, from a gateway, as a date, which is measured against the answer's own so that no wrong clock matters.
    var retryAfter: Duration? {
        if let text = header("x-amz-retry-after"), let milliseconds = Int64(text), milliseconds >= 0 {
            return .milliseconds(min(milliseconds, 3_600_000))
        }
        guard let text = header("retry-after") else { return nil }
        if let seconds = Int64(text) { return seconds < 0 ? nil : .seconds(min(seconds, 3600)) }
        guard let until = HTTPDate.instant(text), let now = header("date").flatMap(HTTPDate.instant) else { return nil }
        return min(max(.zero, until - now), .seconds(3600))
    }

    /// How far `now` is ahead of the clock of whoever answered; `nil` where no date came.
    func clockLead(at now: Instant) -> Duration? {
        header("date").flatMap(HTTPDate.instant).map { now - $0 }
    }
}

/// The date of an HTTP header (RFC 9110, section 5.6.7): `Tue, 24 Nov 2026 08:29:00 GMT`.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func instant(_ text: String) -> Instant? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        return Instant(iso: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}
