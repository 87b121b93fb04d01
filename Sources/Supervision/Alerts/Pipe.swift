internal import Glibc

/// A pipe whose ends are not inherited and do not block on our side.
struct Pipe: ~Copyable {
    /// One end; closed once, by hand or with its owner.
    struct End: ~Copyable {
        /// The descriptor; -1 once it is closed.
        private(set) var descriptor: Int32

        fileprivate init(_ descriptor: Int32) {
            self.descriptor = descriptor
        }

        deinit {
            if descriptor >= 0 { Glibc.close(descriptor) }
        }

        mutating func close() {
            if descriptor >= 0 { Glibc.close(descriptor) }
            descriptor = -1
        }

        /// Reads what is there; keeps the beginning and throws the rest away, so that the writer never waits for us.
        mutating func read(into kept: inout [UInt8], keeping limit: Int) {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while descriptor >= 0 {
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                if count == 0 { close() }
                guard count > 0 else { return }
                kept += buffer.prefix(min(count, max(0, limit - kept.count)))
            }
        }
    }

    var reading: End
    var writing: End

    init() throws(SpawnFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SpawnFailure(code: errno) }
        reading = End(ends[0])
        writing = End(ends[1])
        for end in ends {
            // Between these two calls another thread may start a process that inherits the end; it would then only see
            // its end of file late. Swift's Glibc has no `pipe2`, which would close the gap.
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    /// Makes our end return at once where there is nothing to do; the command's end stays as commands expect it.
    static func stopBlocking(_ end: borrowing End) {
        _ = fcntl(end.descriptor, F_SETFL, O_NONBLOCK)
    }
}
