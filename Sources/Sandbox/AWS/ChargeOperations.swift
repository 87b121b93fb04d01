internal import Documents
internal import FoundationEssentials

extension AWSOperation {
    /// Charges and their purchase orders (marketplace-agreement, 2020-03-01).
    static let chargeOperations: [AWSOperation] = [
        AWSOperation(
            service: .agreement, name: "ListAgreementCharges",
            shape: .structure([
                "catalog": .plain(1...64), "agreementId": .identifier, "agreementType": .plain(1...64),
                "maxResults": .number(1...50), "nextToken": .token,
            ])
        ) { state, request throws(AWSFailure) in
            try state.listCharges(request)
        },
        AWSOperation(
            service: .agreement, name: "UpdatePurchaseOrders",
            shape: .structure(
                [
                    "purchaseOrders": .list(
                        1...86,
                        .structure(
                            [
                                "chargeId": .identifier, "chargeRevision": .number(1...Int.max),
                                "agreementId": .identifier, "purchaseOrderReference": .plain(1...Int.max),
                            ], required: ["chargeId"]))
                ], required: ["purchaseOrders"])
        ) { state, request throws(AWSFailure) in
            try state.updatePurchaseOrders(request)
        },
    ]
}

extension SandboxState {
    /// A charge due sooner than this cannot be changed any more (Agreement API, error table).
    private static let notice = 3.0 * 3600

    fileprivate func listCharges(_ request: AWSRequest) throws(AWSFailure) -> AWSResult {
        var chosen = agreements(of: request.caller.account)
        if let id = request.text("agreementId") {
            chosen = chosen.filter { $0.id == id }
        } else if world.aws.switches.chargesNeedAgreement {
            throw .validation("MISSING_AGREEMENT_ID", "An agreementId is needed.")
        }
        let items = chosen.flatMap { agreement in agreement.charges.map { view($0, of: agreement) } }
        return try page(
            items, request, "ListAgreementCharges", name: "items", token: "nextToken", size: "maxResults", most: 50)
    }

    private func view(_ charge: AWSWorld.Charge, of agreement: AWSWorld.Agreement) -> JSONValue {
        var item = JSONObject()
        item["id"] = .string(charge.id)
        item["revision"] = JSONValue(charge.revision)
        item["agreementId"] = .string(agreement.id)
        item["agreementType"] = "PurchaseAgreement"
        item["currencyCode"] = .string(charge.currency)
        if let amount = charge.amount { item["amount"] = .string(amount) }
        if let time = charge.time { item["time"] = moment(time) }
        if let order = charge.order { item["purchaseOrderReference"] = .string(order) }
        return .object(item)
    }

    /// All elements or none.
    fileprivate mutating func updatePurchaseOrders(_ request: AWSRequest) throws(AWSFailure) -> AWSResult {
        let elements = request["purchaseOrders"]?.array ?? []
        let charges = elements.compactMap { $0["chargeId"]?.string }
        guard Set(charges).count == charges.count else {
            throw .validation("DUPLICATE_CHARGES", "A charge comes twice.")
        }
        var owners: Set<String> = []
        for (element, id) in zip(elements, charges) {
            let mine = agreements(of: request.caller.account)
            guard let agreement = mine.first(where: { $0.charges.contains { $0.id == id } }),
                let charge = world.aws[charge: id]
            else { throw .notFound("Charge", id) }
            try accept(element, charge, agreement)
            owners.insert(agreement.id)
        }
        guard owners.count == 1 else {
            throw .validation("MULTIPLE_AGREEMENT_IDS", "The charges are of several agreements.")
        }
        for (element, id) in zip(elements, charges) {
            world.aws[charge: id]?.order = element["purchaseOrderReference"]?.string
            if world.aws.switches.updateBumpsRevision { world.aws[charge: id]?.revision += 1 }
        }
        return .json([:])
    }

    private func accept(
        _ element: JSONValue, _ charge: AWSWorld.Charge, _ agreement: AWSWorld.Agreement
    ) throws(AWSFailure) {
        if let given = element["agreementId"]?.string, given != agreement.id {
            throw .validation("INVALID_AGREEMENT_ID", "The charge is of another agreement.")
        }
        guard agreement.status == "ACTIVE" else {
            throw .validation("INACTIVE_AGREEMENT", "The agreement is not active.")
        }
        if let revision = element["chargeRevision"]?.integer, revision != charge.revision {
            throw .conflict("Charge", charge.id)
        }
        guard let order = element["purchaseOrderReference"]?.string else {
            throw .validation("MISSING_PURCHASE_ORDER_REFERENCE", "A purchase order is needed.")
        }
        guard order.count <= 200 else {
            throw .validation("INVALID_PURCHASE_ORDER_REFERENCE", "The purchase order is too long.")
        }
        if let refusal = charge.refusal { throw .validation(refusal, "The charge takes no purchase order.") }
        guard !charge.isRefund else { throw .validation("UNSUPPORTED_ACTION", "The charge is a refund.") }
        if let time = charge.time, time.timeIntervalSince(world.now) < Self.notice, !agreement.renews {
            throw .validation("UNSUPPORTED_ACTION", "The charge is due within three hours, or past.")
        }
    }
}
