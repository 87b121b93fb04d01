internal import Reconciliation

/// When everything is read again.
enum FullReading {
    /// Whether it is time for it.
    ///
    /// - Parameters:
    ///   - last: when everything was last read; a moment that lies ahead is of a clock that was set back since, and says
    ///     nothing, so that such a clock does not keep full readings away until it has caught up.
    ///   - every: the longest time between two.
    static func isDue(last: Instant?, every: Duration, now: Instant) -> Bool {
        guard let last, last <= now else { return true }
        return now - last >= every
    }
}
