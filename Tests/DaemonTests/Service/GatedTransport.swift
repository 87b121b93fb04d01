import Synchronization
import Transport

/// A network on which some requests hang until they are let go.
final class GatedTransport: Transport {
    private struct Inside {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let base: any Transport
    private let heedsCancellation: Bool
    private let hangs: @Sendable (Request) -> Bool
    private let inside = Mutex(Inside())

    /// - Parameters:
    ///   - heedsCancellation: whether a task that is cancelled gets its error; otherwise nothing ends the waiting.
    ///   - hangs: whether a request does.
    init(_ base: any Transport, heedsCancellation: Bool = true, hangs: @escaping @Sendable (Request) -> Bool) {
        self.base = base
        self.heedsCancellation = heedsCancellation
        self.hangs = hangs
    }

    /// How many requests hang.
    var hanging: Int { inside.withLock { $0.waiting.count } }

    /// Lets all of them go, and later ones too.
    func open() {
        let waiting = inside.withLock { inside in
            inside.isOpen = true
            defer { inside.waiting = [] }
            return inside.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func send(_ request: Request) async throws(TransportError) -> Response {
        guard hangs(request) else { return try await base.send(request) }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = inside.withLock { inside in
                    if !inside.isOpen { inside.waiting.append(continuation) }
                    return inside.isOpen
                }
                if isOpen { continuation.resume() }
            }
        } onCancel: {
            if heedsCancellation { open() }
        }
        if heedsCancellation, Task.isCancelled { throw .cancelled }
        return try await base.send(request)
    }

    /// Whether a request asks AWS for an operation.
    static func asks(_ request: Request, for operation: String) -> Bool {
        request.headers.contains { $0.name == "X-Amz-Target" && $0.value.hasSuffix(operation) }
    }
}
