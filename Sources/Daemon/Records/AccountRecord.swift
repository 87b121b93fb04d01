internal import Documents
internal import Reconciliation

/// What the store knows about an account beside its agreements.
struct AccountRecord: Sendable, Hashable {
    /// The organization it belongs to.
    var home: AccountHome
    /// Whether its charges can be listed at once; `nil` until it was tried.
    var listsWholeAccount: Bool?
    /// When it was last read whole.
    var readAt: Instant?
    /// When all its agreements were last read, ended ones included.
    var fullReadAt: Instant?
    /// Licences it received from other accounts.
    var grants: [ReceivedGrant] = []

    func encode() -> JSONValue {
        .record([
            ("organization", .text(home.organization)), ("joinedAt", .text(home.joinedAt)),
            ("reapplyBefore", .text(home.reapplyBefore)), ("move", home.move.map(Self.encode)),
            ("listsWholeAccount", listsWholeAccount.map { .bool($0) }), ("readAt", .text(readAt)),
            ("fullReadAt", .text(fullReadAt)),
            ("grants", grants.isEmpty ? nil : .array(grants.map(Self.encode))),
        ])
    }

    init(home: AccountHome) {
        self.home = home
    }

    init(_ value: JSONValue) throws(RecordError) {
        let fields = try RecordFields(value, "an account")
        home = AccountHome(
            organization: fields.text("organization"), joinedAt: fields.instant("joinedAt"),
            move: try fields.object("move").map(Self.decodeMove), reapplyBefore: fields.instant("reapplyBefore"))
        listsWholeAccount = fields.object("listsWholeAccount")?.bool
        readAt = fields.instant("readAt")
        fullReadAt = fields.instant("fullReadAt")
        for grant in fields.array("grants") { grants.append(try Self.decodeGrant(grant)) }
    }

    private static func encode(_ move: AccountMove) -> JSONValue {
        var fields: [(String, JSONValue?)] = [
            ("noticedAt", .text(move.noticedAt)), ("stage", .string(move.stage.rawValue)),
        ]
        switch move.sign {
        case .left(let organization): fields.append(("left", .string(organization)))
        case .organization(let from, let to): fields += [("from", .string(from)), ("to", .string(to))]
        case .rejoined(let moment): fields.append(("rejoinedAt", .text(moment)))
        }
        return .record(fields)
    }

    private static func decodeMove(_ value: JSONValue) throws(RecordError) -> AccountMove {
        let fields = try RecordFields(value, "an account's move")
        let sign: AccountMove.Sign
        if let organization = fields.text("left") {
            sign = .left(organization: organization)
        } else if let moment = fields.instant("rejoinedAt") {
            sign = .rejoined(at: moment)
        } else {
            sign = .organization(from: try fields.needed("from"), to: try fields.needed("to"))
        }
        return AccountMove(
            noticedAt: try fields.neededInstant("noticedAt"), sign: sign, stage: try fields.choice("stage"))
    }

    private static func encode(_ grant: ReceivedGrant) -> JSONValue {
        .record([
            ("arn", .string(grant.arn)), ("account", .text(grant.account)), ("license", .text(grant.license)),
            ("product", .text(grant.product)), ("productName", .text(grant.productName)),
            ("granter", .text(grant.granter)), ("status", .string(grant.status)),
        ])
    }

    private static func decodeGrant(_ value: JSONValue) throws(RecordError) -> ReceivedGrant {
        let fields = try RecordFields(value, "a grant")
        return ReceivedGrant(
            arn: try fields.needed("arn"), account: AccountID(try fields.needed("account")),
            license: fields.text("license"), product: fields.text("product"), productName: fields.text("productName"),
            granter: fields.identifier("granter"), status: fields.text("status") ?? "ACTIVE")
    }
}
