import Glibc
import Synchronization

/// A server on a loopback address that does on each connection exactly what a script says, byte by byte, good manners or
/// not.
///
/// Each connection has a thread of its own, so that a script may block. A connection that is used again is one script
/// that reads a second request.
public final class RawServer: Sendable {
    private struct Inside {
        var connections: [RawConnection] = []
        var threads: [pthread_t] = []
        var isStopping = false
    }

    /// The port that was given to it.
    public let port: UInt16
    private let listener: Int32
    private let script: @Sendable (RawConnection) throws -> Void
    private let inside = Mutex(Inside())

    /// Listens, and runs `script` on every connection. What the script throws ends the connection.
    ///
    /// - Parameters:
    ///   - address: an IPv4 loopback address.
    ///   - backlog: connections that wait to be accepted.
    public init(
        address: String = "127.0.0.1", backlog: Int32 = 128, script: @escaping @Sendable (RawConnection) throws -> Void
    ) throws {
        let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var own = sockaddr_in()
        own.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, address, &own.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &own) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, backlog) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else {
            close(listener)
            throw RawConnection.Failure(call: "bind", code: errno)
        }
        self.listener = listener
        self.script = script
        port = UInt16(bigEndian: own.sin_port)
    }

    /// `http://127.0.0.1:PORT`.
    public var origin: String { "http://127.0.0.1:\(port)" }

    /// Connections accepted so far.
    public var connectionCount: Int { inside.withLock { $0.connections.count } }

    /// The heads of all requests read so far, in the order of the connections.
    public var heads: [String] { inside.withLock { $0.connections }.flatMap(\.heads) }

    /// Every byte that came in on any connection.
    public var received: [UInt8] { inside.withLock { $0.connections }.flatMap(\.received) }

    /// Connections whose script has not ended.
    public var openCount: Int { inside.withLock { $0.connections }.count { !$0.isOver } }

    /// Runs `body` with a server that is stopped afterwards.
    public static func with<Value>(
        address: String = "127.0.0.1", script: @escaping @Sendable (RawConnection) throws -> Void,
        _ body: (RawServer) async throws -> Value
    ) async throws -> Value {
        let server = try RawServer(address: address, script: script)
        server.start()
        defer { server.stop() }
        return try await body(server)
    }

    /// Begins to accept connections.
    public func start() {
        spawn { [self] in
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else { return }
                // A process that another test starts must not keep the connection open.
                _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
                let connection = RawConnection(socket)
                let isWanted = inside.withLock { inside in
                    if !inside.isStopping { inside.connections.append(connection) }
                    return !inside.isStopping
                }
                guard isWanted else { return connection.end() }
                spawn { [script] in
                    try? script(connection)
                    connection.end()
                }
            }
        }
    }

    /// Closes the listener and every connection, and waits for the scripts to end.
    public func stop() {
        let connections = inside.withLock { inside in
            inside.isStopping = true
            return inside.connections
        }
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in connections { connection.interrupt() }
        while let thread = inside.withLock({ $0.threads.popLast() }) { pthread_join(thread, nil) }
        close(listener)
    }

    private func spawn(_ work: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Work(work)).toOpaque()
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { box in
                guard let box else { return nil }
                // Other tests signal this process, and a call on a socket with a time limit that a signal interrupts fails
                // (signal(7)): the connection would end, and whoever is at its other end send again.
                var signals = sigset_t()
                sigfillset(&signals)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                Unmanaged<Work>.fromOpaque(box).takeRetainedValue().run()
                return nil
            }, box)
        if code == 0 {
            inside.withLock { $0.threads.append(thread) }
        } else {
            Unmanaged<Work>.fromOpaque(box).release()
        }
    }

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}

extension RawServer {
    /// Runs `body` with the origin of a listener whose queue is full: whoever knocks hears nothing.
    public static func withFullQueue<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let server = try RawServer(backlog: 0) { _ in }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = server.port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let knockers = (0..<8).map { _ in
            Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        }
        for knocker in knockers {
            _ = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(knocker, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        defer {
            for knocker in knockers { close(knocker) }
            server.stop()
        }
        return try await body(server.origin)
    }
}
