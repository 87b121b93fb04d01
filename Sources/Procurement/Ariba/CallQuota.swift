internal import Documents
internal import Reconciliation
internal import Transport

/// Counts calls against the quotas of SAP's gateway: so many a second, a minute, an hour and a day. A pure value that can
/// be kept over restarts.
///
/// The gateway says how many are left (`X-RateLimit-Remaining-day`, …) and never when there will be more, so a quota that
/// is used up is left alone until the next second, minute, hour or day (UTC).
struct CallQuota: Sendable, Hashable {
    /// Calls of a day, where the configuration says fewer than the gateway.
    let limit: Int?
    /// The day that is counted, in UTC.
    private(set) var day = ""
    /// Calls of that day.
    private(set) var calls = 0
    /// When the hour or the day is over whose quota is used up.
    private(set) var exhaustedUntil: Instant?
    /// When the second or minute is over whose quota is used up.
    private var pausedUntil: Instant?

    init(limit: Int?) {
        self.limit = limit
    }

    /// What to do about a call.
    enum Step: Sendable, Hashable {
        /// Make it; it is counted.
        case go
        /// Wait, then ask again.
        case wait(Duration)
        /// Leave it: there is no quota before then.
        case exhausted(until: Instant)
    }

    /// Asks for one call.
    mutating func take(at now: Instant) -> Step {
        if now.day != day {
            day = now.day
            calls = 0
        }
        if let exhaustedUntil, exhaustedUntil > now { return .exhausted(until: exhaustedUntil) }
        if let limit, calls >= limit { return .exhausted(until: Self.next(86_400, after: now)) }
        if let pausedUntil, pausedUntil > now { return .wait(pausedUntil - now) }
        calls += 1
        return .go
    }

    /// Takes in what an answer says about what is left.
    mutating func see(_ response: Response, at now: Instant) {
        let isUsedUp = { (span: String) in
            response.header("x-ratelimit-remaining-\(span)").flatMap { Int($0.trimmed) }.map { $0 <= 0 } ?? false
        }
        if isUsedUp("day") {
            exhaustedUntil = Self.next(86_400, after: now)
        } else if isUsedUp("hour") {
            exhaustedUntil = Self.next(3600, after: now)
        }
        if isUsedUp("minute") {
            pausedUntil = Self.next(60, after: now)
        } else if isUsedUp("second") {
            pausedUntil = now + .seconds(1)
        }
    }

    /// The next moment whose seconds since 1970 can be divided by a span.
    private static func next(_ span: Int64, after now: Instant) -> Instant {
        Instant(seconds: (now.seconds / span + 1) * span)
    }

    // MARK: - Over restarts

    /// What has to be remembered.
    var ledger: JSONValue {
        ["day": .string(day), "calls": JSONValue(calls), "exhaustedUntil": JSONValue(exhaustedUntil?.description)]
    }

    /// Takes in what was remembered, where it is more than what is counted here.
    mutating func remember(_ ledger: JSONValue?) {
        guard let kept = ledger?["day"]?.string, kept >= day else { return }
        let known = ledger?["calls"]?.integer ?? 0
        calls = kept == day ? max(calls, known) : known
        day = kept
        if let until = ledger?["exhaustedUntil"]?.string.flatMap({ Instant(iso: $0) }) {
            exhaustedUntil = max(exhaustedUntil ?? until, until)
        }
    }
}
