internal import Documents
internal import FoundationEssentials

extension AWSOperation {
    /// The organization and its accounts (organizations, 2016-11-28).
    static let organizationOperations: [AWSOperation] = [
        AWSOperation(service: .organizations, name: "DescribeOrganization", shape: .structure([:])) {
            state, _ throws(AWSFailure) in
            try state.describeOrganization()
        },
        AWSOperation(
            service: .organizations, name: "ListAccounts",
            shape: .structure(["MaxResults": .number(1...20), "NextToken": .token])
        ) { state, request throws(AWSFailure) in
            try state.listAccounts(request)
        },
    ]
}

extension SandboxState {
    private func organization() throws(AWSFailure) -> AWSWorld.Organization {
        guard let organization = world.aws.organization else {
            throw AWSFailure(
                code: "AWSOrganizationsNotInUseException", message: "Your account is not a member of an organization.")
        }
        return organization
    }

    fileprivate func describeOrganization() throws(AWSFailure) -> AWSResult {
        let id = try organization().id
        let management = world.aws.management
        return .json([
            "Organization": [
                "Id": .string(id), "Arn": .string("arn:aws:organizations::\(management):organization/\(id)"),
                "FeatureSet": "ALL", "MasterAccountId": .string(management),
                "MasterAccountArn": .string("arn:aws:organizations::\(management):account/\(id)/\(management)"),
                "MasterAccountEmail": "billing@example.com",
            ]
        ])
    }

    fileprivate func listAccounts(_ request: AWSRequest) throws(AWSFailure) -> AWSResult {
        let organization = try organization()
        let management = world.aws.management
        guard request.caller.account == management else {
            throw AWSFailure(
                code: "AccessDeniedException", message: "You don't have permissions to access this resource.")
        }
        let views = organization.members.map { member -> JSONValue in
            [
                "Id": .string(member.id), "Name": .string(member.name), "Status": .string(member.status),
                "Arn": .string("arn:aws:organizations::\(management):account/\(organization.id)/\(member.id)"),
                "Email": .string("aws+\(member.id)@example.com"), "JoinedMethod": "CREATED",
                "JoinedTimestamp": member.joined.epoch,
            ]
        }
        return try page(views, request, "ListAccounts", name: "Accounts", most: 20)
    }
}
