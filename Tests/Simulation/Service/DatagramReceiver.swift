import Glibc

/// A service manager's end of the notify socket.
public final class DatagramReceiver: Sendable {
    /// What `NOTIFY_SOCKET` says.
    public let name: String
    private let descriptor: Int32

    /// Listens at a fresh path, or under a fresh abstract name.
    public init(isAbstract: Bool) throws {
        let unique = "posyncd-notify-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        name = isAbstract ? "@" + unique : "/tmp/" + unique
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(name.utf8)
        if isAbstract { path[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(2 + path.count + (isAbstract ? 0 : 1))
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw Failure(code: errno) }
    }

    /// Why it cannot listen: a number of `errno(3)`.
    public struct Failure: Error { var code: Int32 }

    deinit {
        close(descriptor)
        if !name.hasPrefix("@") { unlink(name) }
    }

    /// What has arrived, a text for each datagram.
    public func received() -> [String] {
        var texts: [String] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count >= 0 else { return texts }
            texts.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }
}
