internal import Documents

extension AWSOperation {
    /// Roles of the caller's account (iam, 2010-05-08).
    static let roleOperations: [AWSOperation] = [
        AWSOperation(
            service: .iam, name: "GetRole",
            shape: .structure(["RoleName": .plain(1...64)], required: ["RoleName"])
        ) { state, request throws(AWSFailure) in
            try state.getRole(request)
        }
    ]
}

extension SandboxState {
    fileprivate func getRole(_ request: AWSRequest) throws(AWSFailure) -> AWSResult {
        let account = request.caller.account
        let name = request.text("RoleName") ?? ""
        guard let role = world.aws.serviceRoles[account]?.first(where: { $0.name == name }) else {
            throw AWSFailure(
                code: "NoSuchEntity", message: "The role with name \(name) cannot be found.", status: 404)
        }
        let policy: JSONValue = [
            "Version": "2012-10-17",
            "Statement": [
                ["Effect": "Allow", "Principal": ["Service": .string(role.principal)], "Action": "sts:AssumeRole"]
            ],
        ]
        return .xml(
            "<Role><Path>\(role.path)</Path><RoleName>\(name)</RoleName><RoleId>AROASANDBOX</RoleId>"
                + "<Arn>arn:aws:iam::\(account):role\(role.path)\(name)</Arn><CreateDate>\(world.now.isoText)</CreateDate>"
                + "<AssumeRolePolicyDocument>\(Self.urlEncoded(policy.compactText()))</AssumeRolePolicyDocument></Role>"
        )
    }

    /// RFC 3986, as IAM writes policies.
    private static func urlEncoded(_ text: String) -> String {
        text.utf8.map { byte -> String in
            let character = Character(Unicode.Scalar(byte))
            if character.isLetter || character.isNumber || "-_.~".contains(character) { return String(character) }
            return (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
