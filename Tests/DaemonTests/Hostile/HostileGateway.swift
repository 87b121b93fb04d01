import Simulation
import Synchronization

/// A way to AWS that is honest with all accounts but one: what that one's session asks for, a hostile peer answers.
final class HostileGateway: Sendable {
    private let account: String
    private let port: UInt16
    private let peer: HostilePeer
    /// The access keys of the account's sessions.
    private let keys = Mutex<Set<String>>([])

    /// - Parameter aws: where AWS is.
    init(_ account: String, aws: String, _ peer: HostilePeer) {
        self.account = account
        port = UInt16(aws.split(separator: ":").last ?? "") ?? 0
        self.peer = peer
    }

    /// Runs `body` with its address.
    func with<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        try await RawServer.with { connection in
            while true {
                let (head, request) = try connection.readRequest()
                if self.keys.withLock({ keys in keys.contains { head.contains("Credential=\($0)/") } }) {
                    try self.peer.answer(connection)
                } else {
                    try connection.send(try self.forward(head, request))
                }
            }
        } _: {
            try await body($0.origin)
        }
    }

    /// AWS's answer, as it came.
    private func forward(_ head: String, _ body: [UInt8]) throws -> [UInt8] {
        let upstream = try RawConnection.connect(toPort: port)
        defer { upstream.finish() }
        try upstream.send(Array(head.utf8) + body)
        // An answer has the form of a request here: a head, and a body of the length that it announces.
        try upstream.readRequest()
        if String(decoding: body, as: UTF8.self).contains("\(account)%3Arole") {
            let answer = String(decoding: upstream.received, as: UTF8.self)
            if let begin = answer.firstRange(of: "<AccessKeyId>") {
                keys.withLock { _ = $0.insert(String(answer[begin.upperBound...].prefix { $0 != "<" })) }
            }
        }
        return upstream.received
    }
}
