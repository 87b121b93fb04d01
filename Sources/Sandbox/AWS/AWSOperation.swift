internal import Documents

/// An operation of the sandbox: what a request must look like, and what it does.
struct AWSOperation: Sendable {
    let service: AWSService
    let name: String
    let shape: AWSShape
    let run: @Sendable (inout SandboxState, AWSRequest) throws(AWSFailure) -> AWSResult

    /// The action of IAM policies that allows it.
    var action: String { "\(service.signingName):\(name)" }

    /// Every operation by its service and name.
    static let all: [AWSService: [String: AWSOperation]] = {
        var table: [AWSService: [String: AWSOperation]] = [:]
        let operations =
            agreementOperations + chargeOperations + invoicingOperations + organizationOperations + licenseOperations
            + roleOperations + tokenOperations
        for operation in operations { table[operation.service, default: [:]][operation.name] = operation }
        return table
    }()
}

/// A request that was understood: who asks for what.
struct AWSRequest: Sendable {
    /// Whose credentials signed it.
    let caller: AWSWorld.AccessKey
    /// Its members.
    let members: JSONObject

    subscript(_ name: String) -> JSONValue? { members[name] }

    func text(_ name: String) -> String? { members[name]?.string }
}

/// What an operation answers.
enum AWSResult: Sendable {
    /// Members of a JSON answer.
    case json(JSONValue)
    /// The inside of an XML answer's result element.
    case xml(String)
}
