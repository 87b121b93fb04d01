import Procurement
import Reconciliation
import Simulation
import Synchronization
import Transport

/// A network that gives one answer to what is asked for first, and another to everything after it.
final class Canned: Transport {
    private let asked = Mutex<Set<String>>([])
    private let answer: @Sendable (_ request: Request, _ isFirst: Bool) -> Response

    /// - Parameter answer: the answer to a request; `isFirst` until its address, without the query, was asked before.
    init(_ answer: @escaping @Sendable (_ request: Request, _ isFirst: Bool) -> Response) {
        self.answer = answer
    }

    /// A token, then `bytes`, then pages that end every list.
    static func pages(_ bytes: [UInt8], end: String) -> Canned {
        Canned { request, isFirst in
            if request.url.contains("/token") {
                return Response(#"{"access_token":"t","token_type":"bearer","expires_in":3600}"#)
            }
            return isFirst ? Response(status: 200, headers: [], body: bytes) : Response(end)
        }
    }

    func send(_ request: Request) async throws(TransportError) -> Response {
        let place = String(request.url.prefix { $0 != "?" })
        return answer(request, asked.withLock { $0.insert(place).inserted })
    }

    func shutdown() async {}
}

extension Response {
    /// A text with status 200.
    init(_ text: String) {
        self.init(status: 200, headers: [], body: Array(text.utf8))
    }
}

/// Randomness that is none.
struct Still: Entropy {
    func unit() -> Double { 0.5 }
}

extension Feed {
    /// Everything that a reading gives; `nil` where it is refused, which has to be by an error that says something.
    func everything() async throws -> (orders: [PurchaseOrder], nameless: Int)? {
        var found: (orders: [PurchaseOrder], nameless: Int) = ([], 0)
        do {
            _ = try await read(FeedPass(isFull: true, cursor: nil)) { page in
                found.orders += page.orders
                found.nameless += page.nameless
            }
        } catch {
            try demand(!error.message.isEmpty, "an error without words")
            return nil
        }
        return found
    }
}
