/// Lets purchase orders go on from an ended agreement to the one that took its place (buyer guide, "Purchase orders for
/// renewals": the current PO carries over; of a payment schedule the last payment's).
///
/// Nothing is taken from anybody: only charges without number, and those that carry the order's own by AWS's copy, and
/// only while no purchase order names the new agreement itself.
struct RenewalClaims {
    let builder: ClaimBuilder
    let agreement: Agreement

    /// Adds the claims of `heirs`, lines that name the agreement before this one.
    func add(_ heirs: [Int], to result: inout AgreementClaims) {
        // Of several orders AWS copies one; which, its charges tell.
        let isOfSeveral = Set(heirs.map { builder.lines[$0].order.number }).count > 1
        for heir in heirs {
            let line = builder.lines[heir]
            let isCopyOnly = isOfSeveral || line.scope == .installment
            let scope = isCopyOnly || line.scope == .auto ? ClaimScope.all : line.scope
            result.scopes[heir] = scope
            result.verdicts[heir] = .claims
            for charge in agreement.charges where builder.covers(charge, scope) {
                let isOwn = charge.order == line.order.number
                let isFree =
                    !isCopyOnly && charge.order == nil && ChargeTiming(charge, builder.rules, now: builder.now).isOpen
                guard isOwn || isFree else { continue }
                result.claims[charge.id, default: []].append(Claim(line: heir, scope: scope, isInherited: true))
            }
        }
    }
}
