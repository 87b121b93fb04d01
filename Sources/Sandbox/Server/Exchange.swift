internal import Documents

/// A request as it came over the wire.
struct IncomingRequest: Sendable {
    let method: String
    /// The path, percent-encoded.
    let path: String
    /// The query, percent-encoded.
    let query: String
    /// The values of headers by lower-case name.
    let headers: [String: [String]]
    let body: [UInt8]

    func header(_ name: String) -> String? { headers[name]?.first }
}

/// What is done with a request.
enum Reply: Sendable {
    /// It is answered.
    case answer(OutgoingAnswer)
    /// Half of the answer is sent, then the connection is closed.
    case truncated(OutgoingAnswer)
    /// The connection is closed without a byte.
    case closed
    /// Nothing comes, and the connection stays open.
    case silence
}

/// An answer.
struct OutgoingAnswer: Sendable {
    var status = 200
    var type: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]

    /// A JSON answer of a media type.
    static func json(_ value: JSONValue, status: Int = 200, type: String = "application/json") -> OutgoingAnswer {
        OutgoingAnswer(status: status, type: type, body: Array(value.compactText().utf8))
    }
}
