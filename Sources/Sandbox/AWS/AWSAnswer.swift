internal import Documents

extension AWSResult {
    /// The answer in the form that the service speaks.
    func answer(of service: AWSService, _ operation: String) -> OutgoingAnswer {
        switch self {
        case .json(let value): return .json(value, type: service.mediaType ?? "application/json")
        case .xml(let inside):
            let text = "<\(operation)Response><\(operation)Result>\(inside)</\(operation)Result></\(operation)Response>"
            return OutgoingAnswer(type: "text/xml", body: Array(text.utf8))
        }
    }
}

extension AWSFailure {
    /// The error in the form that the service speaks.
    func answer(of service: AWSService) -> OutgoingAnswer {
        guard let type = service.mediaType else {
            let text =
                "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(XMLText.escape(message))</Message>"
                + "</Error></ErrorResponse>"
            return OutgoingAnswer(status: status, type: "text/xml", body: Array(text.utf8))
        }
        var object = JSONObject()
        object["__type"] = .string("com.amazonaws.sandbox#\(code)")
        object["message"] = .string(message)
        for (name, value) in members { object[name] = value }
        return .json(.object(object), status: status, type: type)
    }
}

extension Fault.Kind {
    /// What the call log calls it.
    var name: String {
        switch self {
        case .throttle: "ThrottlingException"
        case .error(let code, _): code
        case .status(let status, _, _): "HTTP \(status)"
        case .reset: "reset"
        case .lostReply: "lost reply"
        case .hang: "hang"
        }
    }

    /// What is done in the place of a call to AWS; `nil` where it is carried out first.
    func reply(of service: AWSService) -> Reply? {
        switch self {
        case .throttle: return .answer(AWSFailure.throttled.answer(of: service))
        case .error(let code, let reason):
            var failure = AWSFailure(
                code: code, message: "The sandbox was asked to fail.", status: code.hasPrefix("Internal") ? 500 : 400)
            if let reason { failure.members = [("reason", .string(reason))] }
            return .answer(failure.answer(of: service))
        case .status(let status, let body, let type):
            return .answer(OutgoingAnswer(status: status, type: type, body: Array(body.utf8)))
        case .reset: return .closed
        case .hang: return .silence
        case .lostReply: return nil
        }
    }
}
