/// Row 3, "Missing PO notifications": a PO without contacts, and one that Marketplace creates, gets no e-mail.
enum OrderWithoutContacts {
    static func findings(_ situation: Situation) -> [Finding] {
        guard let register = situation.register else { return [] }
        return OrderNotInBilling.numbers(situation).compactMap { number in
            let isUnlisted = register[number] == nil
            guard isUnlisted || register[number]?.contacts == 0 else { return nil }
            return Finding(
                .orderWithoutContacts, .notice, Finding.Subject(order: number),
                detail: isUnlisted
                    ? "PO \(number) will be created by AWS Marketplace without contacts, so nobody gets AWS's messages "
                        + "about its balance and expiry."
                    : "PO \(number) has no contacts, so nobody gets AWS's messages about its balance and expiry.",
                remedy:
                    "Add a contact to PO \(number) \(Wording.billingPage(situation.snapshot.management)) > \(number) > "
                    + "Manage contacts, and enter it in the register. Until then posyncd's own findings stand in.",
                owner: .billingAdmin)
        }
    }
}
