internal import Documents
internal import Reconciliation
internal import Transport

/// What a source says about why it does not do what was asked.
enum SourceReason {
    /// Where systems put the reason: OData 2 and 4 (SAP, Business Central), Ariba, Oracle, NetSuite, Frappe, OAuth.
    private static let places = [
        "/error/message/value", "/error/message", "/o:errorDetails/0/detail", "/errors/0/message", "/error_description",
        "/message", "/detail", "/title", "/exception", "/error",
    ].compactMap { JSONPointer($0) }

    /// The reason in a few words for the end of a sentence: `: the reason`, or nothing. Never the whole document, and none of
    /// the secrets.
    static func suffix(_ response: Response, hiding secrets: [Secret]) -> String {
        guard response.body.count < 1 << 20, let answer = try? JSONReader.read(response.body) else { return "" }
        for place in places {
            guard let text = place.value(in: answer)?.string, !text.isEmpty else { continue }
            let safe = secrets.reduce(text.clipped(to: 4000)) { $1.redacted(in: $0) }
            return ": " + String(safe.prefix(200).map { $0.isNewline ? " " : $0 }).clipped(to: 800)
        }
        return ""
    }
}
