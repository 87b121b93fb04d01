import Glibc
import Synchronization

/// One connection of a `RawServer`, in the hands of its script.
public final class RawConnection: Sendable {
    /// A system call that failed; the peer has usually gone.
    public struct Failure: Error {
        let call: String
        let code: Int32
    }

    /// Thrown by a script that is done with its connection.
    public struct Ended: Error {
        /// The end of a script.
        public init() {}
    }

    private struct Inside {
        var received: [UInt8] = []
        var taken = 0
        var heads: [String] = []
        var isOver = false
        var isReset = false
    }

    private let socket: Int32
    private let inside = Mutex(Inside())

    init(_ socket: Int32) {
        self.socket = socket
        var yes: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        // A script that waits for something that never comes ends all the same.
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// A connection to a server on loopback, to be closed by `finish`.
    public static func connect(toPort port: UInt16) throws -> RawConnection {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            close(socket)
            throw Failure(call: "connect", code: errno)
        }
        return RawConnection(socket)
    }

    /// Closes a connection that was made by `connect`.
    public func finish() { end() }

    /// Everything that came in.
    public var received: [UInt8] { inside.withLock { $0.received } }

    /// The heads of the requests read.
    public var heads: [String] { inside.withLock { $0.heads } }

    /// Whether the script has ended.
    public var isOver: Bool { inside.withLock { $0.isOver } }

    /// Reads one request: the head as text, its blank line included, and the body that `Content-Length` announces.
    @discardableResult
    public func readRequest() throws -> (head: String, body: [UInt8]) {
        let head = String(decoding: try read(through: Array("\r\n\r\n".utf8)), as: UTF8.self)
        inside.withLock { $0.heads.append(head) }
        let lengths = head.lowercased().split(separator: "\r\n").compactMap { line in
            line.hasPrefix("content-length:") ? Int(line.dropFirst(15).drop { $0 == " " }) : nil
        }
        return (head, try read(count: lengths.first ?? 0))
    }

    /// Reads until these bytes have come, and gives everything through to their end.
    public func read(through end: [UInt8]) throws -> [UInt8] {
        while true {
            let found = inside.withLock { inside -> [UInt8]? in
                let rest = inside.received[inside.taken...]
                guard rest.count >= end.count else { return nil }
                for start in rest.startIndex...(rest.endIndex - end.count)
                where rest[start..<start + end.count].elementsEqual(end) {
                    inside.taken = start + end.count
                    return Array(rest[..<inside.taken])
                }
                return nil
            }
            if let found { return found }
            try receive()
        }
    }

    /// Reads this many bytes.
    public func read(count: Int) throws -> [UInt8] {
        while true {
            let found = inside.withLock { inside -> [UInt8]? in
                guard inside.received.count >= inside.taken + count else { return nil }
                defer { inside.taken += count }
                return Array(inside.received[inside.taken..<inside.taken + count])
            }
            if let found { return found }
            try receive()
        }
    }

    /// Reads until the peer has closed.
    public func readToEnd() throws {
        while true {
            do {
                try receive()
            } catch let failure as Failure where failure.call == "end" {
                return
            }
        }
    }

    /// Sends text.
    public func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends bytes.
    public func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(call: "send", code: errno) }
            sent += count
        }
    }

    /// Sends an answer with a body of JSON and its length.
    public func answer(_ body: String, status: String = "200 OK", headers: [String] = []) throws {
        let head =
            ["HTTP/1.1 \(status)", "Content-Type: application/json", "Content-Length: \(body.utf8.count)"] + headers
        try send(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Ends the connection with a reset instead of a close.
    public func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        inside.withLock { $0.isReset = true }
    }

    /// Wakes a script that reads or writes.
    func interrupt() {
        inside.withLock { inside in
            if !inside.isOver { _ = shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Closes the socket, once.
    func end() {
        inside.withLock { inside in
            guard !inside.isOver else { return }
            inside.isOver = true
            // One that was started in the moment before that still has it, so the peer is told apart from the close.
            if !inside.isReset { _ = shutdown(socket, Int32(SHUT_RDWR)) }
            close(socket)
        }
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = buffer.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw Failure(call: "recv", code: errno) }
        guard count > 0 else { throw Failure(call: "end", code: 0) }
        inside.withLock { $0.received += buffer[..<count] }
    }
}
