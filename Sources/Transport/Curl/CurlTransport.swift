internal import CurlShim
internal import Dispatch
internal import Synchronization

/// The transport over libcurl: concurrent requests on one thread, connections kept and shared, HTTP/2 where offered.
///
/// Redirects are not followed, proxies not used unless configured, TLS is verified and 1.2 or later, plain http goes to
/// loopback alone, and the resolved address is checked before it is dialled.
public final class CurlTransport: Transport, FileTransport {
    private let thread: TransferThread
    private let lastID = Atomic<UInt64>(0)

    /// libcurl's version and that of its TLS library, such as `libcurl/7.88.1 OpenSSL/3.0.17`.
    ///
    /// Not `curl_version`, which asks every library that libcurl is built with: its LDAP library resolves the host's own
    /// name for that, so that each command would wait for a name server that is down. libcurl is not set up for it either,
    /// which takes variables out of the environment: the command line asks before anybody has read them.
    public static var libcurlVersion: String {
        guard let info = curl_version_info(CURLVERSION_FIRST)?.pointee, let version = info.version
        else { return "libcurl of an unknown version" }
        let tls = info.ssl_version.map { " " + String(cString: $0) } ?? ""
        return "libcurl/\(String(cString: version))\(tls)"
    }

    /// Starts the transfer thread.
    public init(_ settings: CurlSettings) throws(TransportError) {
        thread = try TransferThread(settings)
    }

    deinit {
        let thread = thread
        DispatchQueue.global().async { thread.stop() }
    }

    public func send(_ request: Request) async throws(TransportError) -> Response {
        try await order { .start(id: $0, request, $1) }
    }

    public func send(_ request: FileRequest) async throws(TransportError) -> [UInt8] {
        try await order { .startFile(id: $0, request, $1) }
    }

    /// Orders a transfer and waits for its end, which a cancellation brings about.
    private func order<Value: Sendable>(
        _ start: (UInt64, @escaping @Sendable (Result<Value, TransportError>) -> Void) -> TransferThread.Order
    ) async throws(TransportError) -> Value {
        if Task.isCancelled { throw .cancelled }
        let id = lastID.add(1, ordering: .relaxed).newValue
        let thread = thread
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation {
                (continuation: CheckedContinuation<Result<Value, TransportError>, Never>) in
                let isTaken = thread.submit(start(id) { continuation.resume(returning: $0) })
                if !isTaken { continuation.resume(returning: .failure(.cancelled)) }
                // A cancellation that came before the order did has found nothing to cancel.
                if Task.isCancelled { _ = thread.submit(.cancel(id: id)) }
            }
        } onCancel: {
            _ = thread.submit(.cancel(id: id))
        }
        return try result.get()
    }

    public func ping() async {
        let thread = thread
        await withCheckedContinuation { continuation in
            if !thread.submit(.ping { continuation.resume() }) { continuation.resume() }
        }
    }

    /// Ends every transfer under way as cancelled, frees the handles and waits for the thread to end.
    public func shutdown() async {
        let thread = thread
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                thread.stop()
                continuation.resume()
            }
        }
    }
}
