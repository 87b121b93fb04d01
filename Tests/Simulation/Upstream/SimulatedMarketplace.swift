internal import Documents
public import Reconciliation
internal import Transport

/// AWS in memory, as far as posyncd asks it: an organization, its agreements with their charges, and every change of a
/// purchase order number that was ever accepted.
///
/// Writes are compare-and-set by revision, all elements of a call or none (Agreement API, UpdatePurchaseOrders).
public struct SimulatedMarketplace: Sendable {
    /// A charge of an agreement.
    public struct Charge: Sendable, Hashable {
        /// Its id.
        public var id: String
        /// Counts its changes.
        public var revision = 1
        /// An exact decimal.
        public var amount: String
        /// When it is due; usage has none.
        public var time: Instant?
        /// The number that it carries.
        public var order: String?
        /// Why it refuses every number, where it does.
        public var refusal: String?

        /// A charge that carries nothing yet.
        public init(id: String, amount: String, time: Instant?) {
            self.id = id
            self.amount = amount
            self.time = time
        }
    }

    /// An agreement with its charges.
    public struct Agreement: Sendable, Hashable {
        /// Its id.
        public var id: String
        /// Its account.
        public var account: String
        /// Its charges, in order.
        public var charges: [Charge]

        /// An agreement of `account`.
        public init(id: String, account: String, charges: [Charge]) {
            self.id = id
            self.account = account
            self.charges = charges
        }
    }

    /// A number that was put onto a charge.
    public struct Write: Sendable, Hashable {
        /// The charge.
        public var charge: String
        /// The number.
        public var order: String
        /// The number before.
        public var before: String?
        /// When.
        public var at: Instant
    }

    /// The management account, to which the first credentials belong.
    public static let management = "111111111111"
    /// The key id of these credentials.
    public static let managementKey = "AKIAMANAGEMENT"

    /// The member accounts.
    public var accounts: [String]
    /// The agreements, in order.
    public var agreements: [Agreement] = []
    /// Everything that was written, in order.
    public private(set) var writes: [Write] = []
    /// Accounts whose permissions are missing.
    public var denied: Set<String> = []
    /// How long a change is not seen by readers.
    public var lag = Duration.zero
    private var late: [String: (order: String?, revision: Int, until: Instant)] = [:]

    /// An organization with these member accounts.
    public init(accounts: [String]) {
        self.accounts = accounts
    }

    /// The charge of this id.
    public func charge(_ id: String) -> Charge? {
        agreements.lazy.flatMap(\.charges).first { $0.id == id }
    }

    /// Changes a number behind everybody's back, as a person does in the console.
    public mutating func set(_ charge: String, order: String) {
        guard let place = place(of: charge) else { return }
        agreements[place.agreement].charges[place.charge].order = order
        agreements[place.agreement].charges[place.charge].revision += 1
    }

    // MARK: - Answers

    /// Answers a request.
    mutating func answer(_ request: Request, at now: Instant) -> Response {
        guard case .awsSignature(let signature) = request.credential else {
            return fault("MissingAuthenticationToken", "the request is not signed")
        }
        let account =
            signature.accessKey == Self.managementKey ? Self.management : String(signature.accessKey.dropFirst(4))
        guard let target = request.headers.first(where: { $0.name == "X-Amz-Target" })?.value else {
            return answer(form: Form(request.body))
        }
        if denied.contains(account) { return fault("AccessDeniedException", "not authorized") }
        let body = (try? JSONReader.read(request.body)) ?? .null
        switch target.split(separator: ".").last.map(String.init) ?? "" {
        case "DescribeOrganization":
            return .json(["Organization": ["Id": "o-1", "MasterAccountId": .string(Self.management)]], status: 200)
        case "ListAccounts":
            let members: [JSONValue] = ([Self.management] + accounts).map {
                [
                    "Id": .string($0), "Name": .string("account \($0)"), "Status": "ACTIVE",
                    "JoinedTimestamp": 1_600_000_000,
                ]
            }
            return .json(["Accounts": .array(members)], status: 200)
        case "ListProcurementPortalPreferences": return .json(["ProcurementPortalPreferences": []], status: 200)
        case "ListInvoiceSummaries": return .json(["InvoiceSummaries": []], status: 200)
        case "ListReceivedGrants": return .json(["Grants": []], status: 200)
        case "SearchAgreements": return search(account)
        case "GetAgreementTerms":
            return .json(["acceptedTerms": [["fixedUpfrontPricingTerm": ["type": "x"]]]], status: 200)
        case "ListAgreementCharges": return list(body, account, now)
        case "UpdatePurchaseOrders": return update(body, account, now)
        default: return fault("UnknownOperationException", target)
        }
    }

    private func answer(form: Form) -> Response {
        switch form["Action"] {
        case "GetCallerIdentity":
            return .xml(
                "<Account>\(Self.management)</Account><Arn>arn:aws:iam::\(Self.management):role/posyncd</Arn>",
                status: 200)
        case "AssumeRole":
            let account = (form["RoleArn"] ?? "").split(separator: ":").dropFirst(3).first.map(String.init) ?? ""
            return .xml(
                "<AccessKeyId>ASIA\(account)</AccessKeyId><SecretAccessKey>simulated</SecretAccessKey>"
                    + "<SessionToken>simulated</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>", status: 200
            )
        case "GetRole":
            let policy = Self.trust.reduce(into: "") { $0 += Self.escapes[$1] ?? String($1) }
            return .xml(
                "<Path>/aws-service-role/purchase-orders.marketplace.amazonaws.com/</Path>"
                    + "<AssumeRolePolicyDocument>\(policy)</AssumeRolePolicyDocument>", status: 200)
        default: return .xml("<Code>InvalidAction</Code><Message>\(form["Action"] ?? "")</Message>", status: 400)
        }
    }

    private static let trust =
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"purchase-orders.marketplace.amazonaws.com\"},"
        + "\"Action\":\"sts:AssumeRole\"}]}"
    private static let escapes: [Character: String] = ["\"": "%22", "{": "%7B", "}": "%7D", "[": "%5B", "]": "%5D"]

    private func fault(_ code: String, _ message: String, reason: String? = nil) -> Response {
        var body: JSONValue = ["__type": .string(code), "message": .string(message)]
        if let reason { body = ["__type": .string(code), "message": .string(message), "reason": .string(reason)] }
        return .json(body, status: 400)
    }

    private func search(_ account: String) -> Response {
        let own: [JSONValue] = agreements.filter { $0.account == account }.map { agreement in
            [
                "agreementId": .string(agreement.id), "status": "ACTIVE", "acceptanceTime": 1_700_000_000,
                "acceptor": ["accountId": .string(account)],
                "proposalSummary": ["offerId": .string("offer-\(agreement.id)"), "resources": [["id": "prod-1"]]],
            ]
        }
        return .json(["agreementViewSummaries": .array(own)], status: 200)
    }

    private func list(_ body: JSONValue, _ account: String, _ now: Instant) -> Response {
        let wanted = body["agreementId"]?.string
        let own = agreements.filter { $0.account == account && (wanted == nil || $0.id == wanted) }
        let rows: [JSONValue] = own.flatMap { agreement in
            agreement.charges.map { charge in
                var row = JSONObject()
                let late = late[charge.id].flatMap { $0.until > now ? $0 : nil }
                row["id"] = .string(charge.id)
                row["agreementId"] = .string(agreement.id)
                row["revision"] = JSONValue(late?.revision ?? charge.revision)
                row["amount"] = .string(charge.amount)
                row["currencyCode"] = "USD"
                if let time = charge.time { row["time"] = JSONValue(time.seconds) }
                let order = late.map(\.order) ?? charge.order
                if let order { row["purchaseOrderReference"] = .string(order) }
                return .object(row)
            }
        }
        let start = body["nextToken"]?.string.flatMap { Int($0) } ?? 0
        let end = min(start + 50, rows.count)
        var answer = JSONObject()
        answer["items"] = .array(Array(rows[min(start, end)..<end]))
        if end < rows.count { answer["nextToken"] = .string(String(end)) }
        return .json(.object(answer), status: 200)
    }

    private mutating func update(_ body: JSONValue, _ account: String, _ now: Instant) -> Response {
        var changes: [(place: (agreement: Int, charge: Int), order: String)] = []
        let elements = body["purchaseOrders"]?.array ?? []
        guard (1...86).contains(elements.count) else { return fault("ValidationException", "1 to 86 elements") }
        for element in elements {
            guard let id = element["chargeId"]?.string, let order = element["purchaseOrderReference"]?.string,
                let revision = element["chargeRevision"]?.integer, let place = place(of: id),
                agreements[place.agreement].account == account
            else { return fault("ResourceNotFoundException", "no such charge") }
            let charge = agreements[place.agreement].charges[place.charge]
            if let refusal = charge.refusal { return fault("ValidationException", "refused", reason: refusal) }
            guard charge.revision == revision else { return fault("ConflictException", "a newer revision") }
            changes.append((place, order))
        }
        for (place, order) in changes {
            let charge = agreements[place.agreement].charges[place.charge]
            writes.append(Write(charge: charge.id, order: order, before: charge.order, at: now))
            if lag > .zero { late[charge.id] = (charge.order, charge.revision, now + lag) }
            agreements[place.agreement].charges[place.charge].order = order
            agreements[place.agreement].charges[place.charge].revision += 1
        }
        return .json([:], status: 200)
    }

    private func place(of charge: String) -> (agreement: Int, charge: Int)? {
        for (index, agreement) in agreements.enumerated() {
            if let found = agreement.charges.firstIndex(where: { $0.id == charge }) { return (index, found) }
        }
        return nil
    }
}
