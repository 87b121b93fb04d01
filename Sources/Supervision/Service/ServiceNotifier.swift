internal import Glibc

/// Tells the service manager how the daemon is, as `sd_notify(3)` describes; does nothing where no manager listens.
///
/// No call throws: a daemon that cannot reach its manager still has its work to do. Each returns whether the manager
/// has the message, which is `false` where there is no `NOTIFY_SOCKET`.
public struct ServiceNotifier: Sendable {
    private let socket: NotifySocket?

    /// The notifier of the manager that this environment names in `NOTIFY_SOCKET`.
    ///
    /// - Parameter environment: the variables of the process.
    public init(environment: [String: String]) {
        socket = environment["NOTIFY_SOCKET"].flatMap(NotifySocket.init(name:))
    }

    /// Whether a service manager listens at all.
    public var isListening: Bool { socket != nil }

    /// The start, or a reload, is complete: `READY=1`, with the line that `systemctl status` shows.
    @discardableResult
    public func ready(status: String) -> Bool {
        send("READY=1\nSTATUS=\(Self.oneLine(status))")
    }

    /// The line that `systemctl status` shows.
    @discardableResult
    public func status(_ text: String) -> Bool {
        send("STATUS=\(Self.oneLine(text))")
    }

    /// The configuration is being read again; `ready(status:)` ends it, whatever came of it.
    @discardableResult
    public func reloading() -> Bool {
        // The time is for managers from 253 on; older ones ignore it.
        send("RELOADING=1\nMONOTONIC_USEC=\(Self.monotonicMicroseconds())")
    }

    /// The daemon has begun to stop.
    @discardableResult
    public func stopping() -> Bool {
        send("STOPPING=1")
    }

    /// Asks for this much more time, from now, to start, reload or stop: a long replay is not a hang.
    @discardableResult
    public func extendTimeout(_ span: Duration) -> Bool {
        let (seconds, attoseconds) = span.components
        return send("EXTEND_TIMEOUT_USEC=\(max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000))")
    }

    /// Feeds the watchdog. Only ``Watchdog`` should call it, after every loop has shown progress.
    @discardableResult
    public func watchdog() -> Bool {
        send("WATCHDOG=1")
    }

    private func send(_ message: String) -> Bool {
        socket?.send(message) ?? false
    }

    /// A line break in a status would begin another assignment, so that text from outside could say `READY=1`.
    static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            guard line.utf8.count < Limits.statusBytes else { return line + "…" }
            line.unicodeScalars.append(Escaping.isPlain(scalar) ? scalar : " ")
        }
        return line
    }

    private static func monotonicMicroseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
    }
}
