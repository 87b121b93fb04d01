internal import FlyingFox
internal import FlyingSocks
internal import FoundationEssentials
internal import Glibc

/// An HTTP server on 127.0.0.1 that can be unplugged and plugged in again at the same port.
actor LoopbackServer {
    /// Longer than any client waits: a silence is the client's to end.
    private static let patience = 3600.0

    private let handle: @Sendable (IncomingRequest) -> Reply
    private var running: (server: HTTPServer, task: Task<Void, any Error>)?
    /// The port, once one was given.
    private(set) var port: UInt16 = 0

    init(_ handle: @escaping @Sendable (IncomingRequest) -> Reply) {
        self.handle = handle
    }

    /// Begins to listen: at a free port the first time, at the same one afterwards.
    func plugIn() async throws {
        guard running == nil else { return }
        let handle = handle
        let server = HTTPServer(
            config: .init(
                address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), timeout: Self.patience,
                pool: PromptPool(base: HTTPServer.defaultPool()), logger: .disabled),
            handler: ClosureHTTPHandler { request in try await Self.respond(request, handle) })
        let task = Task { try await server.run() }
        running = (server, task)
        // Many sandboxes that start at once on a small machine take longer than the library grants.
        try await server.waitUntilListening(timeout: 60)
        if case .ip4(_, let port) = await server.listeningAddress { self.port = port }
    }

    /// Stops listening and closes every connection.
    func unplug() async {
        guard let (server, task) = running else { return }
        running = nil
        await server.stop(timeout: 0)
        task.cancel()
        _ = await task.result
    }

    private static func respond(
        _ request: HTTPRequest, _ handle: @Sendable (IncomingRequest) -> Reply
    ) async throws -> HTTPResponse {
        var headers: [String: [String]] = [:]
        for name in request.headers.keys { headers[name.rawValue.lowercased()] = request.headers.values(for: name) }
        let incoming = IncomingRequest(
            method: request.method.rawValue, path: request.target.path(), query: request.target.query(),
            headers: headers, body: Array(try await request.bodyData))
        switch handle(incoming) {
        case .answer(let answer):
            return response(answer, HTTPBodySequence(data: Data(answer.body)))
        case .truncated(let answer):
            return response(answer, HTTPBodySequence(from: BrokenBody(bytes: answer.body), count: answer.body.count))
        case .closed:
            return HTTPResponse(webSocket: ClosedConnection())
        case .silence:
            try await Task.sleep(for: .seconds(patience))
            throw CancellationError()
        }
    }

    private static func response(_ answer: OutgoingAnswer, _ body: HTTPBodySequence) -> HTTPResponse {
        var headers: HTTPHeaders = [.contentType: answer.type]
        for (name, value) in answer.headers { headers.setValues([value], for: HTTPHeader(name)) }
        return HTTPResponse(statusCode: HTTPStatusCode(answer.status, phrase: "Sandbox"), headers: headers, body: body)
    }
}

/// A pool whose connections send at once: FlyingFox writes head and body of an answer one after the other, and the kernel
/// would hold the body back until the head is acknowledged, 40 ms later.
private struct PromptPool: AsyncSocketPool {
    let base: any AsyncSocketPool

    func prepare() async throws { try await base.prepare() }

    func run() async throws { try await base.run() }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        // Accepted connections inherit it from the listening socket.
        try? socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
        try await base.suspendSocket(socket, untilReadyFor: events)
    }
}

/// A web socket that cannot be opened: FlyingFox closes the connection without having sent a byte.
private struct ClosedConnection: WSHandler {
    func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame> {
        throw CancellationError()
    }
}

/// A body that breaks off in the middle.
private struct BrokenBody: AsyncBufferedSequence {
    typealias Element = UInt8

    let bytes: [UInt8]

    func makeAsyncIterator() -> Iterator { Iterator(rest: bytes.prefix(bytes.count / 2)) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        var rest: ArraySlice<UInt8>

        mutating func next() async throws -> UInt8? {
            guard let byte = rest.popFirst() else { throw CancellationError() }
            return byte
        }

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            guard !rest.isEmpty else { throw CancellationError() }
            defer { rest = [] }
            return Array(rest)
        }
    }
}
