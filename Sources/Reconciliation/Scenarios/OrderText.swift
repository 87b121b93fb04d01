/// What is wrong with the text of an order: a number that is too long, a scope that is none.
enum OrderText {
    static func findings(_ situation: Situation) -> [Finding] {
        var seen: Set<String> = []
        var found: [Finding] = []
        for line in situation.lines {
            if let finding = length(line), seen.insert(finding.id).inserted { found.append(finding) }
            if let finding = scope(line), seen.insert(finding.id).inserted { found.append(finding) }
        }
        return found
    }

    private static func length(_ line: SelectedLine) -> Finding? {
        let number = line.order.number
        let count = number.text.count
        guard count > Limits.billingNumber, line.claimed != nil else { return nil }
        let isRefused = count > Limits.marketplaceNumber
        return Finding(
            .orderNumberTooLong, isRefused ? .error : .warning, Finding.Subject(order: number),
            detail:
                "The PO number \(number.text.prefix(40))… has \(count) characters. Billing takes \(Limits.billingNumber), "
                + "AWS Marketplace \(Limits.marketplaceNumber)."
                + (isRefused ? " Nothing is written." : " Marketplace takes it; Billing may not show it."),
            remedy: "Give the purchase order a number of at most \(Limits.billingNumber) characters.",
            owner: .procurement)
    }

    private static func scope(_ line: SelectedLine) -> Finding? {
        guard let scope = line.unknownScope else { return nil }
        let known = ClaimScope.stated.map(\.rawValue).joined(separator: ", ")
        return Finding(
            .orderInvalid, .warning, Finding.Subject(order: line.order.number, feed: line.order.key.feed),
            detail:
                "PO \(line.order.number) line \(line.line.number) states the scope \"\(scope.prefix(40))\", which is none of "
                + "\(known). The line is not assigned.",
            remedy: "Correct the scope in PO \(line.order.number), or leave it empty.", owner: .procurement)
    }
}
