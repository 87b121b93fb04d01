import Glibc
import Simulation
import Transport

/// Runs `body` with a transport over libcurl that is shut down afterwards.
func withTransport<Value>(
    _ settings: CurlSettings = CurlSettings(userAgent: "test"), _ body: (CurlTransport) async throws -> Value
) async throws -> Value {
    let transport = try CurlTransport(settings)
    do {
        let value = try await body(transport)
        await transport.shutdown()
        return value
    } catch {
        await transport.shutdown()
        throw error
    }
}

extension Transport {
    /// What becomes of a request, the error as a value.
    func outcome(of request: Request) async -> Result<Response, TransportError> {
        do throws(TransportError) {
            return .success(try await send(request))
        } catch {
            return .failure(error)
        }
    }
}

extension Result where Success == Response, Failure == TransportError {
    /// The error's kind in a word, or `answer`.
    var kind: String {
        switch self {
        case .success: "answer"
        case .failure(let error): error.kind
        }
    }
}

extension TransportError {
    /// The kind in a word.
    var kind: String {
        switch self {
        case .refused: "refused"
        case .unreachable: "unreachable"
        case .addressForbidden: "addressForbidden"
        case .tls: "tls"
        case .timeout: "timeout"
        case .interrupted: "interrupted"
        case .tooLarge: "tooLarge"
        case .denied: "denied"
        case .notFound: "notFound"
        case .cancelled: "cancelled"
        case .failed: "failed"
        }
    }
}

/// What one transport makes of one scripted server.
func outcome(
    limits: Request.Limits = Request.Limits(), settings: CurlSettings = CurlSettings(userAgent: "test"),
    script: @escaping @Sendable (RawConnection) throws -> Void
) async throws -> Result<Response, TransportError> {
    try await RawServer.with(script: script) { server in
        try await withTransport(settings) { transport in
            await transport.outcome(of: Request(.get, server.origin + "/", limits: limits))
        }
    }
}

/// The resident memory of this process in bytes; 0 where the system does not tell.
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 200)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return 0 }
    let fields = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        .split(separator: " ")
    return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4096
}
