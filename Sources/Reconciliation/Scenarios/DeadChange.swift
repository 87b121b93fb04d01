/// A write that was given up.
enum DeadChange {
    static func findings(_ situation: Situation) -> [Finding] {
        situation.assignments.values.filter { $0.state == .dead }.map { assignment in
            let standing = situation.snapshot.queue[assignment.key]
            let attempts = standing?.attempts ?? 0
            let error = standing?.lastError ?? "no error recorded"
            let isUnsupported = error.contains("UNSUPPORTED_ACTION")
            return Finding(
                .changeDead, .error,
                Finding.Subject(
                    account: assignment.key.account, agreement: assignment.agreement, charge: assignment.key.charge,
                    order: assignment.order.number),
                detail: "PO \(assignment.order.number) could not be written to charge \(assignment.key.charge) of "
                    + "\(assignment.agreement) after \(attempts) attempt\(attempts == 1 ? "" : "s"): \(error).",
                remedy: isUnsupported
                    ? "AWS takes no PO for this charge here. Ask AWS Support, or set it "
                        + "\(Wording.marketplacePage(assignment.key.account)); then `posyncd queue discard`."
                    : "Mend the cause, then `posyncd queue retry`; or give it up for good with `posyncd queue discard`.",
                owner: .operator)
        }
    }
}
