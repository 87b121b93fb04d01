internal import Glibc
internal import Synchronization

/// Writes whole lines to a descriptor, in order, without making the caller wait for whoever reads them.
///
/// A line goes out at once, with one `write`, where the descriptor takes it. Where it does not (a pager that nobody
/// scrolls, a journal that is being restarted) lines wait in a bounded queue that a thread of their own empties, for a
/// blocked write would hold one of the few threads that all tasks share. Beyond the bound lines are dropped and counted,
/// and so are those for which there is no reader: another one may open the other end of a named pipe.
/// The descriptor's own mode is left alone: whoever started the program shares it.
final class LineWriter: Sendable {
    private struct State {
        var waiting: [[UInt8]] = []
        var dropped = 0
        /// Whether the thread is there; it alone writes while it is.
        var isDraining = false
        /// Whether there was no reader when the last line was tried.
        var isUnread = false
    }

    private enum Kind { case socket, pipe, file, other }

    private let descriptor: Int32
    private let kind: Kind
    private let state = Mutex(State())

    /// A writer to a descriptor that stays open as long as the writer is used.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        var status = stat()
        let type = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
        kind = type == S_IFSOCK ? .socket : type == S_IFIFO ? .pipe : type == S_IFREG ? .file : .other
    }

    /// Writes a line, now or, where the reader does not keep up, as soon as it can.
    func write(_ line: [UInt8]) {
        let startsThread = state.withLock { state -> Bool in
            var rest = line[...]
            if !state.isDraining {
                let outcome = writeNow(&rest)
                state.isUnread = outcome == .gone
                if outcome == .gone { state.dropped += 1 }
                guard outcome == .blocked else { return false }
            }
            // A line whose beginning is out already must go on, or the next one would continue it.
            if state.waiting.count < Limits.linesWaiting || rest.count < line.count {
                state.waiting.append(Array(rest))
            } else {
                state.dropped += 1
            }
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if startsThread { startDraining() }
    }

    /// Lines that were dropped since this was last asked; 0 while the reader is still behind or there is none.
    func takeDropped() -> Int {
        state.withLock { state in
            guard !state.isDraining, !state.isUnread else { return 0 }
            defer { state.dropped = 0 }
            return state.dropped
        }
    }

    /// Waits until every line is out, but not longer than the time.
    ///
    /// Blocking; for the end of the program, after the last task.
    ///
    /// - Returns: whether every line is out.
    func flush(withinMilliseconds limit: Int) -> Bool {
        for _ in 0...max(0, limit / 10) {
            if state.withLock({ !$0.isDraining }) { return true }
            usleep(10_000)
        }
        return false
    }

    // MARK: - Writing

    private enum Outcome { case whole, blocked, gone }

    /// Writes as much of a line as goes without waiting.
    private func writeNow(_ rest: inout ArraySlice<UInt8>) -> Outcome {
        while !rest.isEmpty {
            // A file is always ready.
            guard kind == .socket || kind == .file || isWritable(forMilliseconds: 0) else { return .blocked }
            // A pipe that is ready takes this many bytes whole, without blocking (`pipe(7)`).
            let count = kind == .pipe ? min(rest.count, Int(PIPE_BUF)) : rest.count
            switch put(rest.prefix(count), isWaiting: false) {
            case .success(let written): rest = rest.dropFirst(written)
            case .failure(.blocked): return .blocked
            case .failure(.gone): return .gone
            }
        }
        return .whole
    }

    private enum Obstacle: Error { case blocked, gone }

    private func put(_ bytes: ArraySlice<UInt8>, isWaiting: Bool) -> Result<Int, Obstacle> {
        while true {
            let written = bytes.withUnsafeBytes { buffer in
                kind == .socket
                    ? send(descriptor, buffer.baseAddress, buffer.count, isWaiting ? Self.quiet : Self.quiet | Self.now)
                    : Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if written >= 0 { return .success(written) }
            switch errno {
            case EINTR: continue
            case EAGAIN, ENOBUFS: return .failure(.blocked)
            // A full disk or a failing one behind standard error loses the line, not the daemon.
            case ENOSPC, EDQUOT, EIO: return .success(bytes.count)
            default: return .failure(.gone)
            }
        }
    }

    private static let quiet = Int32(MSG_NOSIGNAL)
    private static let now = Int32(MSG_DONTWAIT)

    private func isWritable(forMilliseconds wait: Int32) -> Bool {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&ready, 1, wait) != 0
    }

    // MARK: - The thread

    private func startDraining() {
        let started = DetachedThread.start { self.drain() }
        guard !started else { return }
        state.withLock { state in
            state.dropped += state.waiting.count
            state.waiting.removeAll()
            state.isDraining = false
        }
    }

    /// Writes what waits until nothing does. Nobody else writes meanwhile, so the order stays.
    private func drain() {
        while let line = next() {
            var rest = line[...]
            while !rest.isEmpty {
                switch put(rest, isWaiting: true) {
                case .success(let written): rest = rest.dropFirst(written)
                case .failure(.blocked): _ = isWritable(forMilliseconds: 1000)
                case .failure(.gone):
                    state.withLock { state in
                        state.isUnread = true
                        state.dropped += 1 + state.waiting.count
                        state.waiting.removeAll()
                    }
                    rest = []
                }
            }
        }
    }

    private func next() -> [UInt8]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}
