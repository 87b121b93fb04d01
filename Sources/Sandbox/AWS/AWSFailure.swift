internal import Documents

/// An error that AWS answers with.
struct AWSFailure: Error, Sendable {
    let code: String
    let message: String
    var status = 400
    /// Members beside the message, such as `reason`.
    var members: [(String, JSONValue)] = []

    /// A request that is not as the API's model says, or that the API refuses.
    static func validation(_ reason: String, _ message: String) -> AWSFailure {
        AWSFailure(code: "ValidationException", message: message, members: [("reason", .string(reason))])
    }

    static func notFound(_ type: String, _ id: String) -> AWSFailure {
        AWSFailure(
            code: "ResourceNotFoundException", message: "The \(type.lowercased()) was not found.",
            members: [("resourceType", .string(type)), ("resourceId", .string(id))])
    }

    static func conflict(_ type: String, _ id: String) -> AWSFailure {
        AWSFailure(
            code: "ConflictException", message: "The \(type.lowercased()) has changed meanwhile.",
            members: [("resourceType", .string(type)), ("resourceId", .string(id))])
    }

    static let throttled = AWSFailure(code: "ThrottlingException", message: "Rate exceeded")
}
