internal import Documents
internal import FoundationEssentials

extension AWSOperation {
    /// Who one is, and whom one may become (sts, 2011-06-15).
    static let tokenOperations: [AWSOperation] = [
        AWSOperation(service: .sts, name: "GetCallerIdentity", shape: .structure([:])) {
            _, request throws(AWSFailure) in
            .xml(
                "<UserId>AIDASANDBOX</UserId><Account>\(request.caller.account)</Account>"
                    + "<Arn>\(request.caller.principal)</Arn>")
        },
        AWSOperation(
            service: .sts, name: "AssumeRole",
            shape: .structure(
                [
                    "RoleArn": .plain(20...2048),
                    "RoleSessionName": .text(2...64) {
                        $0.isASCII && ($0.isLetter || $0.isNumber || "_+=,.@-".contains($0))
                    },
                    "ExternalId": .plain(2...1224), "DurationSeconds": .plain(3...5),
                ], required: ["RoleArn", "RoleSessionName"])
        ) { state, request throws(AWSFailure) in
            try state.assumeRole(request)
        },
    ]
}

extension SandboxState {
    fileprivate mutating func assumeRole(_ request: AWSRequest) throws(AWSFailure) -> AWSResult {
        let arn = request.text("RoleArn") ?? ""
        let session = request.text("RoleSessionName") ?? ""
        guard let role = world.aws.roles.first(where: { $0.arn == arn }), role.isTrusting,
            role.externalID == nil || role.externalID == request.text("ExternalId")
        else {
            throw AWSFailure(
                code: "AccessDenied",
                message:
                    "User: \(request.caller.principal) is not authorized to perform: sts:AssumeRole on resource: \(arn)",
                status: 403)
        }
        var key = AWSWorld.AccessKey(
            "ASIASANDBOX\(nextSerial())", account: role.account,
            principal: "arn:aws:sts::\(role.account):assumed-role/\(role.name)/\(session)")
        let token = "sandbox-session/\(serial)+\(role.account)=="
        key.sessionToken = token
        key.role = role.arn
        sessions[key.id] = key
        let end = world.now.addingTimeInterval(3600)
        return .xml(
            "<Credentials><AccessKeyId>\(key.id)</AccessKeyId><SecretAccessKey>sandbox-session-secret</SecretAccessKey>"
                + "<SessionToken>\(token)</SessionToken><Expiration>\(end.isoText)</Expiration></Credentials>"
                + "<AssumedRoleUser><AssumedRoleId>AROASANDBOX:\(session)</AssumedRoleId><Arn>\(key.principal)</Arn>"
                + "</AssumedRoleUser>")
    }
}
