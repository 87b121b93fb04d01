public import Documents
internal import Reconciliation

extension QueueEntry {
    /// Writes the members of the entry as it is stored in the table `queue`, under its id.
    func write(to json: inout JSONComposer) {
        json.text("account", account.text)
        json.text("agreement", agreement.text)
        json.text("assignment", intent.assignment)
        json.number("attempts", attempts)
        json.text("charge", charge.text)
        json.number("deferrals", deferrals)
        json.plain("enqueuedAt") { enqueuedAt.append(to: &$0) }
        json.number("generation", generation)
        if let lastError { json.text("lastError", lastError) } else { json.null("lastError") }
        json.plain("nextAttemptAt") { nextAttemptAt.append(to: &$0) }
        json.text("order", order.text)
        if let reason { json.text("reason", reason) } else { json.null("reason") }
        json.number("revision", intent.revision)
        json.text("state", state.rawValue)
    }

    /// Reads what `write` writes; `nil` for anything else.
    public init?(json: JSONValue) {
        func text(_ name: String) -> String? { json[name]?.string }
        func count(_ name: String) -> Int? { json[name]?.integer.flatMap { $0 >= 0 ? $0 : nil } }
        guard let account = text("account"), let agreement = text("agreement"), let charge = text("charge"),
            let order = text("order"), let revision = json["revision"]?.integer, let assignment = text("assignment"),
            let generation = count("generation"), let state = text("state").flatMap(State.init(rawValue:)),
            let attempts = count("attempts"), let deferrals = count("deferrals"),
            let next = text("nextAttemptAt").flatMap({ Instant(iso: $0) }),
            let enqueued = text("enqueuedAt").flatMap({ Instant(iso: $0) })
        else { return nil }
        self.init(
            intent: QueueIntent(
                account: AccountID(account), agreement: AgreementID(agreement), charge: ChargeID(charge),
                order: OrderNumber(order), revision: revision, assignment: assignment),
            generation: generation, state: state, attempts: attempts, deferrals: deferrals, nextAttemptAt: next,
            enqueuedAt: enqueued, lastError: text("lastError"), reason: text("reason"))
    }
}

extension QueueTally {
    /// The numbers, as they are stored in the table `meta`.
    public var json: JSONValue {
        [
            "enqueued": JSONValue(enqueued), "pending": JSONValue(pending), "inFlight": JSONValue(inFlight),
            "done": JSONValue(done), "superseded": JSONValue(superseded), "dead": JSONValue(dead),
            "discarded": JSONValue(discarded),
        ]
    }

    /// Reads what `json` writes; `nil` for anything else.
    public init?(json: JSONValue) {
        let places: [(String, WritableKeyPath<QueueTally, Int>)] = [
            ("enqueued", \.enqueued), ("pending", \.pending), ("inFlight", \.inFlight), ("done", \.done),
            ("superseded", \.superseded), ("dead", \.dead), ("discarded", \.discarded),
        ]
        self.init()
        for (name, place) in places {
            guard let number = json[name]?.integer else { return nil }
            self[keyPath: place] = number
        }
    }
}
