public import Documents
internal import Reconciliation

extension Breaker {
    /// The breaker as it is stored.
    public var json: JSONValue {
        switch state {
        case .closed(let failures, let since):
            ["state": "closed", "failures": JSONValue(failures), "since": JSONValue(since?.description)]
        case .open(let until):
            ["state": "open", "until": .string(until.description), "failedProbes": JSONValue(failedProbes)]
        case .halfOpen(let since):
            ["state": "half-open", "since": .string(since.description), "failedProbes": JSONValue(failedProbes)]
        }
    }

    /// Reads what `json` writes; `nil` for anything else.
    ///
    /// A probe that was out when the program ended is taken to have failed, and the pause after it is kept.
    public init?(json: JSONValue) {
        self.init()
        func moment(_ name: String) -> Instant? { json[name]?.string.flatMap { Instant(iso: $0) } }
        failedProbes = max(0, json["failedProbes"]?.integer ?? 0)
        switch json["state"]?.string {
        case "closed":
            guard let failures = json["failures"]?.integer, failures >= 0 else { return nil }
            state = .closed(failures: failures, since: moment("since"))
        case "open":
            guard let until = moment("until") else { return nil }
            state = .open(until: until)
        case "half-open":
            guard let since = moment("since") else { return nil }
            state = .open(until: since + Self.probePause)
        default: return nil
        }
    }
}
