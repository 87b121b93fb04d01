import Synchronization
public import Transport

/// A network in memory: a script answers each request, and what was asked is kept.
///
/// It refuses what `CurlTransport` refuses before sending and holds answers to the request's limits, so that code which
/// passes with it meets no rule for the first time on a real network.
public final class ScriptedTransport: Transport {
    /// What becomes of a request.
    public enum Answer: Sendable {
        /// This comes back.
        case response(Response)
        /// It fails.
        case failure(TransportError)
        /// Nothing comes back until the request's time is up, its task is cancelled or the transport shut down.
        case silence

        /// A JSON text with a status.
        public static func json(_ text: String, status: Int = 200) -> Answer {
            .response(
                Response(
                    status: status, headers: [Request.Header("content-type", "application/json")],
                    body: Array(text.utf8)))
        }

        /// A status without body.
        public static func status(_ status: Int, headers: [Request.Header] = []) -> Answer {
            .response(Response(status: status, headers: headers, body: []))
        }
    }

    private struct Inside {
        var requests: [Request] = []
        var isShut = false
        var sends: [UInt64: Task<Answer, Never>] = [:]
        var lastID: UInt64 = 0
    }

    private let inside: Mutex<Inside>
    private let time: any TimeSource
    private let script: @Sendable (Request) async -> Answer

    /// A network where `script` answers. It may wait, and then sees the task cancelled like any other code.
    public init(time: any TimeSource = SystemTime(), script: @escaping @Sendable (Request) async -> Answer) {
        inside = Mutex(Inside())
        self.time = time
        self.script = script
    }

    /// A network that gives these answers in turn, whatever is asked, and is unreachable after the last.
    public convenience init(_ answers: [Answer], time: any TimeSource = SystemTime()) {
        let rest = AnswerQueue(answers)
        self.init(time: time) { _ in rest.next() ?? .failure(.unreachable("the script has no further answer")) }
    }

    /// Every request that was let through, in the order sent.
    public var requests: [Request] { inside.withLock { $0.requests } }

    public func send(_ request: Request) async throws(TransportError) -> Response {
        if Task.isCancelled { throw .cancelled }
        try request.check()
        let script = script
        let (time, total) = (time, request.limits.total)
        let work = Task<Answer, Never> {
            let answer = await script(request)
            guard case .silence = answer else { return answer }
            do {
                try await time.sleep(for: total)
                return .failure(.timeout("no answer within \(total)"))
            } catch {
                return .failure(.cancelled)
            }
        }
        let id = inside.withLock { inside -> UInt64? in
            guard !inside.isShut else { return nil }
            inside.requests.append(request)
            inside.lastID += 1
            inside.sends[inside.lastID] = work
            return inside.lastID
        }
        guard let id else {
            work.cancel()
            throw .cancelled
        }
        let answer = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        inside.withLock { $0.sends[id] = nil }
        if work.isCancelled { throw .cancelled }
        switch answer {
        case .response(let response): return try held(response, to: request.limits)
        case .failure(let error): throw error
        case .silence: throw .cancelled
        }
    }

    /// Ends what is under way as cancelled, and everything sent from here on.
    public func shutdown() async {
        let sends = inside.withLock { inside in
            inside.isShut = true
            return inside.sends.values.map { $0 }
        }
        for send in sends { send.cancel() }
        for send in sends { _ = await send.value }
    }

    private func held(_ response: Response, to limits: Request.Limits) throws(TransportError) -> Response {
        guard response.body.count <= limits.bodyBytes else {
            throw .tooLarge("the answer has more than \(limits.bodyBytes) bytes")
        }
        var response = response
        response.headers = response.headers.map { Request.Header($0.name.lowercased(), $0.value) }
        return response
    }
}

/// Answers in turn.
private final class AnswerQueue: Sendable {
    private let answers: Mutex<ArraySlice<ScriptedTransport.Answer>>

    init(_ answers: [ScriptedTransport.Answer]) {
        self.answers = Mutex(answers[...])
    }

    func next() -> ScriptedTransport.Answer? { answers.withLock { $0.popFirst() } }
}
