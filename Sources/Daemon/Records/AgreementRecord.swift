internal import Documents
internal import Reconciliation
internal import Store

/// How the store keeps an agreement with its charges: what is shown and decided while its account cannot be read.
enum AgreementRecord {
    static func key(_ agreement: Agreement) -> String { "\(agreement.account)/\(agreement.id)" }

    static func write(_ agreement: Agreement, to json: inout JSONComposer) {
        json.text("acceptor", agreement.acceptor)
        json.time("acceptedAt", agreement.acceptedAt)
        json.text("account", agreement.account)
        json.objects("charges", agreement.charges) { write($1, to: &$0) }
        json.time("endsAt", agreement.endsAt)
        json.text("id", agreement.id)
        json.text("initial", agreement.initial)
        json.text("offer", agreement.offer)
        json.objects("products", agreement.products) { json, product in
            json.text("id", product.id)
            json.text("type", product.type)
        }
        json.time("startsAt", agreement.startsAt)
        json.text("status", agreement.status.word)
        json.value("terms", agreement.terms.map(encode))
    }

    /// Whether the store cannot keep an agreement: a commit that holds it would be refused whole.
    static func isTooLarge(_ agreement: Agreement) -> Bool {
        // No charge with its texts, each of 1,000 bytes at most and escaped, has 20,000 bytes.
        guard agreement.charges.count + agreement.products.count > StoreLimits.recordBytes / 20_000 else {
            return false
        }
        var json = JSONComposer(.canonical)
        json.object { write(agreement, to: &$0) }
        return json.bytes.count > StoreLimits.recordBytes
    }

    private static func encode(_ terms: AgreementTerms) -> JSONValue {
        .record([
            ("kinds", .array(terms.kinds.sorted().map { .string($0) })), ("renews", terms.renews.map { .bool($0) }),
        ])
    }

    private static func write(_ charge: Charge, to json: inout JSONComposer) {
        json.amount("amount", charge.amount)
        json.text("currency", charge.currency)
        json.text("id", charge.id)
        json.text("order", charge.order)
        json.number("revision", charge.revision)
        json.time("time", charge.time)
    }

    static func decode(_ value: JSONValue) throws(RecordError) -> Agreement {
        let fields = try RecordFields(value, "an agreement")
        var charges: [Charge] = []
        charges.reserveCapacity(fields.array("charges").count)
        for charge in fields.array("charges") { charges.append(try decodeCharge(charge)) }
        return Agreement(
            id: AgreementID(try fields.needed("id")), account: AccountID(try fields.needed("account")),
            status: AgreementStatus(try fields.needed("status")), offer: fields.text("offer"),
            products: fields.array("products").compactMap { product in
                product.object?["id"]?.string.map { .init(id: $0, type: product.object?["type"]?.string) }
            },
            acceptor: fields.identifier("acceptor"), acceptedAt: fields.instant("acceptedAt"),
            startsAt: fields.instant("startsAt"), endsAt: fields.instant("endsAt"),
            initial: fields.identifier("initial"), terms: try fields.object("terms").map(decodeTerms), charges: charges)
    }

    private static func decodeTerms(_ value: JSONValue) throws(RecordError) -> AgreementTerms {
        let fields = try RecordFields(value, "an agreement's terms")
        return AgreementTerms(
            kinds: Set(fields.array("kinds").compactMap(\.string)), renews: fields.object("renews")?.bool)
    }

    private static func decodeCharge(_ value: JSONValue) throws(RecordError) -> Charge {
        let fields = try RecordFields(value, "a charge")
        return Charge(
            id: ChargeID(try fields.needed("id")), revision: fields.integer("revision") ?? 1,
            amount: fields.amount("amount"), currency: fields.text("currency"), time: fields.instant("time"),
            order: fields.identifier("order"))
    }
}
