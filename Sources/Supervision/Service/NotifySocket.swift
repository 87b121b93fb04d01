internal import Glibc

/// Where the service manager listens, and how a datagram gets there.
///
/// The protocol is that of `sd_notify(3)`: one datagram of `KEY=value` lines to the `AF_UNIX` socket that
/// `NOTIFY_SOCKET` names, by path or, with a leading `@`, in the abstract namespace. It takes no library.
struct NotifySocket: Sendable {
    /// The bytes of `sun_path`; the first is zero for an abstract name.
    private let path: [UInt8]

    /// The socket of this name; `nil` for a name that is neither a path nor abstract, or does not fit an address.
    init?(name: String) {
        var bytes = Array(name.utf8)
        guard bytes.count > 1, let first = bytes.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            !bytes.contains(0), bytes.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        else { return nil }
        if first == UInt8(ascii: "@") { bytes[0] = 0 }
        path = bytes
    }

    /// Sends one datagram, without waiting for longer than a full receive queue takes to drain.
    ///
    /// - Returns: whether the manager has it.
    func send(_ message: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard connect(descriptor) else { return false }
        let bytes = Array(message.utf8)
        for _ in 0..<Limits.notifyAttempts {
            let sent = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            if sent == bytes.count { return true }
            guard errno == EINTR || errno == EAGAIN else { return false }
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&ready, 1, Limits.notifyWaitMilliseconds)
        }
        return false
    }

    private func connect(_ descriptor: Int32) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        // An abstract name ends where the length says; a path is followed by the zero that is already there.
        let ending = path.first == 0 ? 0 : 1
        let length = MemoryLayout.offset(of: \sockaddr_un.sun_path).map { $0 + path.count + ending } ?? 0
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(length)) == 0
            }
        }
    }
}
