internal import Documents
internal import Transport

/// Finds the address of the next page in an answer.
enum Link {
    /// In the document: a text, `{"href": …}`, or a list of those of which one has `rel` "next" (NetSuite, Oracle).
    static func next(in value: JSONValue?) -> String? {
        switch value {
        case .string(let text): text.isEmpty ? nil : text
        case .object(let object): object["href"]?.string ?? object["url"]?.string
        case .array(let links): links.first { $0["rel"]?.string?.lowercased() == "next" }.flatMap { next(in: $0) }
        default: nil
        }
    }

    /// In the `Link` headers (RFC 8288).
    static func next(inHeadersOf response: Response) -> String? {
        for header in response.headers where header.name == "link" {
            var rest = header.value[...]
            while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
                let target = rest[rest.index(after: open)..<close]
                rest = rest[rest.index(after: close)...]
                let parameters = rest.prefix { $0 != "<" }
                rest = rest.dropFirst(parameters.count)
                if isNext(parameters) { return String(target) }
            }
        }
        return nil
    }

    private static func isNext(_ parameters: Substring) -> Bool {
        parameters.split { $0 == ";" || $0 == "," }.contains { parameter in
            let parts = parameter.lowercased().filter { $0 != "\"" && $0 != "'" }.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ $0 != " " }) == "rel" else { return false }
            return parts[1].split(separator: " ").contains("next")
        }
    }
}
