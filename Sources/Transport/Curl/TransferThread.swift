internal import CurlShim
internal import Glibc
internal import Synchronization

/// The thread that owns the multi handle and every easy handle. Others leave orders and wake it; it never waits for
/// anything but libcurl.
final class TransferThread: Sendable {
    /// What is asked of the thread.
    enum Order: Sendable {
        case start(id: UInt64, Request, @Sendable (Result<Response, TransportError>) -> Void)
        case startFile(id: UInt64, FileRequest, @Sendable (Result<[UInt8], TransportError>) -> Void)
        case cancel(id: UInt64)
        case ping(@Sendable () -> Void)
    }

    private struct Inbox {
        var orders: [Order] = []
        var isStopping = false
        var isGone = false
        var thread: pthread_t?
    }

    /// The multi handle: made before the thread starts, freed by it.
    ///
    /// Unchecked: `curl_multi_wakeup` is the one call made from other threads. libcurl allows that, and it is made
    /// under the inbox's lock, never after the handle is gone.
    private struct Multi: @unchecked Sendable {
        let handle: UnsafeMutableRawPointer
    }

    private let multi: Multi
    private let settings: CurlSettings
    private let inbox = Mutex(Inbox())
    private let joining = Mutex(())

    init(_ settings: CurlSettings) throws(TransportError) {
        guard CurlLibrary.isReady, let handle = curl_multi_init() else { throw .failed("libcurl cannot be started") }
        multi = Multi(handle: handle)
        self.settings = settings
        _ = posync_multi_configure(handle, settings.hostConnections, settings.totalConnections)
        let context = Unmanaged.passRetained(self).toOpaque()
        var thread = pthread_t()
        // Signals belong to the threads that expect them. Blocked here, a peer that has gone is an error of the write.
        var every = sigset_t()
        var before = sigset_t()
        sigfillset(&every)
        pthread_sigmask(SIG_BLOCK, &every, &before)
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<TransferThread>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        pthread_sigmask(SIG_SETMASK, &before, nil)
        guard code == 0 else {
            Unmanaged<TransferThread>.fromOpaque(context).release()
            curl_multi_cleanup(handle)
            throw .failed("no thread can be started (\(code))")
        }
        inbox.withLock { $0.thread = thread }
    }

    /// Leaves an order; `false` where the thread takes none any more.
    func submit(_ order: Order) -> Bool {
        inbox.withLock { inbox in
            guard !inbox.isStopping else { return false }
            inbox.orders.append(order)
            curl_multi_wakeup(multi.handle)
            return true
        }
    }

    /// Ends every transfer and waits for the thread; blocks, so it is called off the cooperative pool. Whoever calls it
    /// returns when the thread is gone, the second caller as well as the first.
    func stop() {
        joining.withLock { _ in
            let thread = inbox.withLock { inbox -> pthread_t? in
                if !inbox.isStopping {
                    inbox.isStopping = true
                    if !inbox.isGone { curl_multi_wakeup(multi.handle) }
                }
                defer { inbox.thread = nil }
                return inbox.thread
            }
            if let thread { pthread_join(thread, nil) }
        }
    }

    // MARK: - On the thread

    private func run() {
        var transfers: [UInt64: any CurlTransfer] = [:]
        while true {
            let (orders, isStopping) = inbox.withLock { inbox in
                defer { inbox.orders.removeAll() }
                return (inbox.orders, inbox.isStopping)
            }
            for order in orders { take(order, &transfers) }
            if isStopping { break }
            var running: Int32 = 0
            curl_multi_perform(multi.handle, &running)
            collect(&transfers)
            let pause = transfers.values.map { type(of: $0).longestPause }.min() ?? Transfer.longestPause
            if curl_multi_poll(multi.handle, nil, 0, pause, nil) != CURLM_OK {
                usleep(10_000)  // out of memory or descriptors: try again, but do not spin
            }
        }
        for transfer in transfers.values {
            curl_multi_remove_handle(multi.handle, transfer.curl)
            transfer.abandon()
        }
        transfers.removeAll()
        inbox.withLock { inbox in
            inbox.isGone = true
            curl_multi_cleanup(multi.handle)
        }
    }

    private func take(_ order: Order, _ transfers: inout [UInt64: any CurlTransfer]) {
        switch order {
        case .start(let id, let request, let answer):
            do throws(TransportError) {
                try start(Transfer(id: id, request: request, settings: settings, answer: answer), &transfers)
            } catch {
                answer(.failure(error))
            }
        case .startFile(let id, let request, let answer):
            do throws(TransportError) {
                try start(FileTransfer(id: id, request: request, settings: settings, answer: answer), &transfers)
            } catch {
                answer(.failure(error))
            }
        case .cancel(let id):
            guard let transfer = transfers.removeValue(forKey: id) else { return }
            curl_multi_remove_handle(multi.handle, transfer.curl)
            transfer.abandon()
        case .ping(let answer): answer()
        }
    }

    private func start(
        _ transfer: any CurlTransfer, _ transfers: inout [UInt64: any CurlTransfer]
    ) throws(TransportError) {
        let code = curl_multi_add_handle(multi.handle, transfer.curl)
        guard code == CURLM_OK else {
            throw TransportError.failed("libcurl takes no transfer: \(String(cString: curl_multi_strerror(code)))")
        }
        transfers[transfer.id] = transfer
    }

    private func collect(_ transfers: inout [UInt64: any CurlTransfer]) {
        var code = CURLE_OK
        while let finished = posync_multi_finished(multi.handle, &code) {
            curl_multi_remove_handle(multi.handle, finished)
            guard let transfer = transfers.values.first(where: { $0.curl == finished }) else { continue }
            transfers[transfer.id] = nil
            transfer.finish(code)
        }
    }
}

/// libcurl's global state, set up once in a process, free of what the environment would change about it.
enum CurlLibrary {
    static let isReady = posync_global_init() == CURLE_OK
}
