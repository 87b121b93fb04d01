/// Where a charge stands in time.
enum ChargeTiming: Hashable {
    /// It has no date: usage, or a payment whose date is not known yet.
    case undated
    /// It is due late enough to be changed.
    case ahead
    /// It is due too soon, or was due within the invoice window: Support alone can mend it.
    case late
    /// It was due before the invoice window.
    case past

    init(_ charge: Charge, _ rules: Rules, now: Instant) {
        guard let time = charge.time else {
            self = .undated
            return
        }
        if time > now + rules.cutoff {
            self = .ahead
        } else {
            self = time >= now - rules.invoiceWindow ? .late : .past
        }
    }

    /// Whether the number on the charge can still be changed (contract, section 4, step 5).
    var isOpen: Bool { self == .undated || self == .ahead }
}
