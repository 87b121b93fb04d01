internal import Synchronization

/// The one thread that touches a store's files, and what it has made durable.
final class StoreThread: Sendable {
    /// What the thread is asked.
    enum Message: Sendable {
        case commit(Request)
        case replaceView(name: String, pieces: any Sequence<[UInt8]> & Sendable, Answer)
        case compact(Answer)
        case ping(CheckedContinuation<Void, Never>)
        case close(CheckedContinuation<Void, Never>?)
    }

    /// A commit that waits to be made.
    struct Request: Sendable {
        var changes: [EncodedChange]
        var usesReserve: Bool
        var answer: Answer
    }

    typealias Answer = CheckedContinuation<Result<Void, StoreError>, Never>

    private let mailbox = Mailbox<Message>()
    private let published: Mutex<StoreView>
    /// Where there is no thread: the files, used by one caller at a time; `nil` after closing.
    private let threadless: Mutex<StoreWriter?>

    private init(_ view: StoreView, threadless writer: StoreWriter? = nil) {
        published = Mutex(view)
        threadless = Mutex(writer)
    }

    /// The tables as they are durable.
    var view: StoreView { published.withLock { $0 } }

    /// Starts a thread, which opens the store of a directory and then waits to be asked.
    static func start(
        _ path: String, _ files: any FileSystem, _ options: StoreOptions
    ) async throws(StoreError) -> StoreThread {
        if options.isThreadless {
            let writer = try StoreWriter.open(path, files: files, options: options)
            return StoreThread(writer.view, threadless: writer)
        }
        let result = await withCheckedContinuation {
            (answer: CheckedContinuation<Result<StoreThread, StoreError>, Never>) in
            do throws(StoreError) {
                try BlockingThread.start { live(path, files, options, answer) }
            } catch {
                answer.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }

    /// Leaves a message for the thread. After it was closed the message is answered at once.
    func ask(_ message: Message) {
        let isDone = threadless.withLock { writer in
            guard var present = writer.take() else { return false }
            if serve([message], &present) { writer = present }
            return true
        }
        if !isDone, !mailbox.put(message) { Self.refuse(message) }
    }

    private static func live(
        _ path: String, _ files: any FileSystem, _ options: StoreOptions,
        _ answer: CheckedContinuation<Result<StoreThread, StoreError>, Never>
    ) {
        do throws(StoreError) {
            var writer = try StoreWriter.open(path, files: files, options: options)
            let thread = StoreThread(writer.view)
            answer.resume(returning: .success(thread))
            thread.serve(&writer)
        } catch {
            answer.resume(returning: .failure(error))
        }
    }

    private func serve(_ writer: inout StoreWriter) {
        while serve(mailbox.take(), &writer) {}
    }

    /// Does what is asked, in order; `false` after closing.
    private func serve(_ messages: [Message], _ writer: inout StoreWriter) -> Bool {
        var commits: [Request] = []
        for (place, message) in messages.enumerated() {
            if case .commit(let request) = message {
                commits.append(request)
                continue
            }
            make(&commits, &writer)
            switch message {
            case .commit: break
            case .replaceView(let name, let pieces, let answer):
                answer.resume(returning: Result { () throws(StoreError) in try writer.replaceView(name, pieces) })
            case .compact(let answer):
                answer.resume(returning: Result { () throws(StoreError) in try writer.compact() })
            case .ping(let answer): answer.resume()
            case .close(let answer):
                for message in messages[(place + 1)...] + mailbox.close() { Self.refuse(message) }
                writer.close()
                answer?.resume()
                return false
            }
        }
        make(&commits, &writer)
        return true
    }

    /// Makes the commits that came in while the last sync was running with one sync. Where they do not go in together
    /// for want of space, each of them is tried alone.
    private func make(_ requests: inout [Request], _ writer: inout StoreWriter) {
        defer { requests.removeAll() }
        guard requests.count > 1, !requests.contains(where: \.usesReserve) else {
            for request in requests { make(request, &writer) }
            return
        }
        do throws(StoreError) {
            try writer.commit(requests.map(\.changes))
            publish(writer.view)
            for request in requests { request.answer.resume(returning: .success(())) }
        } catch {
            guard case .full = error else {
                for request in requests { request.answer.resume(returning: .failure(error)) }
                return
            }
            for request in requests { make(request, &writer) }
        }
    }

    private func make(_ request: Request, _ writer: inout StoreWriter) {
        let result = Result { () throws(StoreError) in
            try writer.commit([request.changes], usingReserve: request.usesReserve)
        }
        publish(writer.view)
        request.answer.resume(returning: result)
    }

    private func publish(_ view: StoreView) {
        published.withLock { $0 = view }
    }

    private static func refuse(_ message: Message) {
        switch message {
        case .commit(let request): request.answer.resume(returning: .failure(.closed))
        case .replaceView(_, _, let answer), .compact(let answer): answer.resume(returning: .failure(.closed))
        case .ping(let answer): answer.resume()
        case .close(let answer): answer?.resume()
        }
    }
}
