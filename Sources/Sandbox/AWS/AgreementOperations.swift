internal import Documents
internal import FoundationEssentials

extension AWSOperation {
    /// Reading agreements (marketplace-agreement, 2020-03-01).
    static let agreementOperations: [AWSOperation] = [
        AWSOperation(
            service: .agreement, name: "SearchAgreements",
            shape: .structure([
                "catalog": .plain(1...64),
                "filters": .list(
                    1...10,
                    .structure(
                        [
                            "name": .plain(1...32),
                            "values": .list(
                                1...1,
                                .text(1...64) { $0.isASCII && ($0.isLetter || $0.isNumber || "+:_-".contains($0)) }),
                        ])),
                "sort": .structure(["sortBy": .plain(1...255), "sortOrder": .word(["ASCENDING", "DESCENDING"])]),
                "maxResults": .number(1...50), "nextToken": .token,
            ])
        ) { state, request throws(AWSFailure) in
            try state.searchAgreements(request)
        },
        AWSOperation(
            service: .agreement, name: "GetAgreementTerms",
            shape: .structure(
                ["agreementId": .identifier, "maxResults": .number(1...50), "nextToken": .token],
                required: ["agreementId"])
        ) { state, request throws(AWSFailure) in
            try state.agreementTerms(request)
        },
    ]
}

extension SandboxState {
    /// The filters that acceptors may combine.
    private static let filters: Set<String> = [
        "AgreementType", "Status", "BeforeEndTime", "AfterEndTime", "ResourceIdentifier", "ResourceType", "OfferId",
        "OfferSetId",
    ]

    /// The agreements that an account accepted.
    func agreements(of account: String) -> [AWSWorld.Agreement] {
        world.aws.agreements.filter { $0.acceptor == account }
    }

    fileprivate func searchAgreements(_ request: AWSRequest) throws(AWSFailure) -> AWSResult {
        var filters: [String: String] = [:]
        for filter in request["filters"]?.array ?? [] {
            filters[filter["name"]?.string ?? ""] = filter["values"]?.array?.first?.string
        }
        guard let party = filters.removeValue(forKey: "PartyType") else {
            throw .validation("MISSING_PARTY_TYPE", "A filter by PartyType is needed.")
        }
        guard Set(filters.keys).isSubset(of: Self.filters), filters["AgreementType"] != nil,
            filters["ResourceType"] == nil || filters["Status"] == nil
        else { throw .validation("UNSUPPORTED_FILTERS", "These filters cannot be combined.") }
        var found = party == "Acceptor" ? agreements(of: request.caller.account) : []
        found = found.filter { agreement in
            let end = agreement.end?.isoText
            return filters["AgreementType"] == "PurchaseAgreement"
                && filters["Status"].map { $0 == agreement.status } ?? true
                && filters["ResourceIdentifier"].map { $0 == agreement.product } ?? true
                && filters["ResourceType"].map { $0 == agreement.productType } ?? true
                && filters["OfferId"].map { $0 == agreement.offer } ?? true && filters["OfferSetId"] == nil
                && filters["AfterEndTime"].map { limit in end.map { $0 > limit } ?? false } ?? true
                && filters["BeforeEndTime"].map { limit in end.map { $0 < limit } ?? false } ?? true
        }
        found.sort { ($0.end ?? .distantFuture, $0.id) > ($1.end ?? .distantFuture, $1.id) }
        if request["sort"]?["sortOrder"]?.string == "ASCENDING" { found.reverse() }
        return try page(
            found.map(view), request, "SearchAgreements", name: "agreementViewSummaries", token: "nextToken",
            size: "maxResults", most: 50)
    }

    private func view(_ agreement: AWSWorld.Agreement) -> JSONValue {
        let view: JSONValue = [
            "agreementId": .string(agreement.id), "agreementType": "PurchaseAgreement",
            "acceptanceTime": moment(agreement.start), "startTime": moment(agreement.start),
            "endTime": agreement.end.map { moment($0) } ?? .null,
            "acceptor": ["accountId": .string(agreement.acceptor)], "proposer": ["accountId": "999999999999"],
            "proposalSummary": [
                "offerId": .string(agreement.offer),
                "resources": [["id": .string(agreement.product), "type": .string(agreement.productType)]],
            ],
            "status": .string(agreement.status),
        ]
        guard let initial = agreement.initial, var object = view.object else { return view }
        object["initialAgreementId"] = .string(initial)
        return .object(object)
    }

    fileprivate func agreementTerms(_ request: AWSRequest) throws(AWSFailure) -> AWSResult {
        let id = request.text("agreementId") ?? ""
        guard let agreement = agreements(of: request.caller.account).first(where: { $0.id == id }) else {
            throw .notFound("Agreement", id)
        }
        var terms = agreement.terms.map { term -> JSONValue in
            var object = JSONObject()
            object[term] = ["type": .string(term)]
            return .object(object)
        }
        if agreement.renews { terms.append(["renewalTerm": ["configuration": ["enableAutoRenew": true]]]) }
        return try page(
            terms, request, "GetAgreementTerms", name: "acceptedTerms", token: "nextToken", size: "maxResults", most: 50
        )
    }
}
