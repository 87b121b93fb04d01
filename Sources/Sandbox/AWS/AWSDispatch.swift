internal import Documents
internal import FoundationEssentials

extension SandboxState {
    /// Answers a request to AWS, and writes it down.
    mutating func aws(_ request: IncomingRequest) -> Reply {
        guard let service = Self.service(request) else {
            calls.append(SandboxCall(system: .aws, operation: "?", outcome: "unknown", problems: ["no known target"]))
            let failure = AWSFailure(code: "UnknownOperationException", message: "There is no such target.")
            return .answer(failure.answer(of: .agreement))
        }
        var call = SandboxCall(system: .aws, operation: "?", outcome: "done")
        let result: Result<AWSResult, AWSFailure>
        var fault: Fault.Kind?
        do throws(AWSFailure) {
            let (operation, members) = try understand(request, service, &call)
            let caller = try caller(request, service, operation, &call)
            call.account = caller.account
            fault = faults.next(.aws, operation.name, caller.account)
            if let fault, let reply = fault.reply(of: service) {
                call.outcome = fault.name
                calls.append(call)
                return reply
            }
            if world.aws.switches.enforcesQuotas,
                !quotas.take(operation.name, caller.account, at: world.setTime ?? Date())
            {
                throw .throttled
            }
            result = .success(try operation.run(&self, AWSRequest(caller: caller, members: members)))
        } catch {
            call.outcome = error.code
            result = .failure(error)
        }
        let number = nextSerial()
        if case .lostReply = fault { call.outcome = "lost reply" }
        calls.append(call)
        var answer: OutgoingAnswer
        switch result {
        case .success(let result): answer = result.answer(of: service, call.operation)
        case .failure(let failure): answer = failure.answer(of: service)
        }
        answer.headers.append(("x-amzn-RequestId", "sandbox-\(number)"))
        if case .lostReply = fault { return .truncated(answer) }
        return .answer(answer)
    }

    // MARK: - Understanding

    private static func service(_ request: IncomingRequest) -> AWSService? {
        if let target = request.header("x-amz-target") {
            return AWSService(rawValue: String(target.prefix { $0 != "." }))
        }
        let form = FormFields(String(decoding: request.body, as: UTF8.self))
        return AWSService.allCases.first { $0.formVersion != nil && $0.formVersion == form["Version"] }
    }

    private func understand(
        _ request: IncomingRequest, _ service: AWSService, _ call: inout SandboxCall
    ) throws(AWSFailure) -> (AWSOperation, JSONObject) {
        if request.method != "POST" || request.path != "/" || !request.query.isEmpty {
            call.problems.append("\(request.method) \(request.path)?\(request.query) is not POST /")
        }
        let form = FormFields(String(decoding: request.body, as: UTF8.self))
        let target = request.header("x-amz-target")?.split(separator: ".", maxSplits: 1).last.map(String.init)
        call.operation = target ?? form["Action"] ?? "?"
        guard let operation = AWSOperation.all[service]?[call.operation] else {
            call.problems.append("no such operation")
            throw AWSFailure(code: "UnknownOperationException", message: "There is no operation \(call.operation).")
        }
        let type = request.header("content-type") ?? ""
        let expected = service.mediaType ?? "application/x-www-form-urlencoded"
        if type != expected, service.mediaType != nil || !type.hasPrefix(expected) {
            call.problems.append("the content type is \(type.debugDescription), not \(expected)")
        }
        let members: JSONObject
        if service.mediaType != nil {
            guard let object = (try? JSONReader.read(request.body))?.object else {
                call.problems.append("the body is no JSON object")
                throw AWSFailure(code: "SerializationException", message: "The body is no JSON object.")
            }
            members = object
        } else {
            members = form.object(without: ["Action", "Version"])
        }
        let problems = operation.shape.problems(.object(members), at: operation.name)
        call.problems += problems
        guard problems.isEmpty else {
            throw .validation("OTHER", problems.joined(separator: "; "))
        }
        return (operation, members)
    }

    private func caller(
        _ request: IncomingRequest, _ service: AWSService, _ operation: AWSOperation, _ call: inout SandboxCall
    ) throws(AWSFailure) -> AWSWorld.AccessKey {
        guard let authorization = AWSAuthorization(request, service: service) else {
            call.problems.append("there is no SigV4 authorization")
            throw AWSFailure(code: "MissingAuthenticationTokenException", message: "Missing token", status: 403)
        }
        call.problems += authorization.problems
        guard authorization.problems.isEmpty else {
            throw AWSFailure(
                code: "InvalidSignatureException", message: authorization.problems.joined(separator: "; "), status: 403)
        }
        let known = sessions[authorization.accessKey] ?? world.aws.keys.first { $0.id == authorization.accessKey }
        guard var known, known.sessionToken == request.header("x-amz-security-token") else {
            throw AWSFailure(
                code: service.mediaType == nil ? "InvalidClientTokenId" : "UnrecognizedClientException",
                message: "The security token included in the request is invalid.", status: 403)
        }
        if let role = world.aws.roles.first(where: { $0.arn == known.role }) {
            (known.denied, known.denialReason) = (role.denied, role.denialReason)
        }
        guard !known.denied.contains(where: { Self.matches($0, operation.action) }) else {
            throw Self.denial(known, operation)
        }
        return known
    }

    private static func matches(_ pattern: String, _ action: String) -> Bool {
        pattern.hasSuffix("*") ? action.hasPrefix(pattern.dropLast()) : pattern == action
    }

    private static func denial(_ key: AWSWorld.AccessKey, _ operation: AWSOperation) -> AWSFailure {
        let message = "User: \(key.principal) is not authorized to perform: \(operation.action) on resource: *"
        switch operation.service {
        case .iam, .sts: return AWSFailure(code: "AccessDenied", message: message, status: 403)
        case .agreement:
            return AWSFailure(
                code: "AccessDeniedException", message: message, members: [("reason", .string(key.denialReason))])
        default: return AWSFailure(code: "AccessDeniedException", message: message)
        }
    }
}
