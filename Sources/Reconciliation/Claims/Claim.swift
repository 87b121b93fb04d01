/// A line's claim on a charge.
struct Claim {
    /// The line, by its place among the selected lines.
    let line: Int
    /// How it claims the charge.
    let scope: ClaimScope
    /// Whether the line names the agreement whose place the charge's agreement took.
    var isInherited = false
}

/// What became of a line's claims within its agreement.
enum LineVerdict {
    /// It claims these charges.
    case claims
    /// No charge of the line's amount can be told to be the line's: why, and the charges that were weighed.
    case installmentUnmatched(reason: String, candidates: [ChargeID])
    /// There are more lines of different orders than charges that they fit.
    case installmentConflict(candidates: [ChargeID])
    /// Its instalment was due before, and carries its number.
    case settled(ChargeID)
}

/// The claims on the charges of one agreement.
struct AgreementClaims {
    /// For each charge, who claims it.
    var claims: [ChargeID: [Claim]] = [:]
    /// Charges that undecided lines could pay for: nothing weaker than a charge key is written there.
    var undecided: [ChargeID: [Int]] = [:]
    /// Charges that fell due without PO and that lines would have paid for which could not be told apart in time, or which
    /// came too late.
    var missed: [ChargeID: [Int]] = [:]
    /// For each line what became of it.
    var verdicts: [Int: LineVerdict] = [:]
    /// For each line how it claims.
    var scopes: [Int: ClaimScope] = [:]

    mutating func add(_ line: Int, _ scope: ClaimScope, on charge: ChargeID) {
        claims[charge, default: []].append(Claim(line: line, scope: scope))
    }
}
