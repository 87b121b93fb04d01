internal import Glibc

/// A process of ours with pipes at its standard input and standard error; blocking, for a thread of its own.
struct ChildProcess: ~Copyable {
    /// How it ended, with the beginning of what it said on standard error.
    enum End {
        case exited(Int32, String)
        case signalled(Int32, String)
        case timedOut
        case cutShort
    }

    private let id: pid_t
    private var input: Pipe.End
    private var errors: Pipe.End

    /// Starts it.
    init(words: [String], environment: [String: String]) throws(SpawnFailure) {
        var stdin = try Pipe()
        var stderr = try Pipe()
        id = try Self.spawn(words, environment, stdin: stdin.reading.descriptor, stderr: stderr.writing.descriptor)
        stdin.reading.close()
        stderr.writing.close()
        input = stdin.writing
        errors = stderr.reading
        Pipe.stopBlocking(input)
        Pipe.stopBlocking(errors)
    }

    /// Feeds it, hears it and waits for its end, but not longer than the timeout, nor after it is unwanted.
    mutating func run(input bytes: [UInt8], timeout: Duration, isUnwanted: () -> Bool = { false }) -> End {
        let deadline = ContinuousClock.now + timeout
        var rest = bytes[...]
        var said: [UInt8] = []
        if rest.isEmpty { input.close() }
        while ContinuousClock.now < deadline, !isUnwanted() {
            wait()
            feed(&rest)
            errors.read(into: &said, keeping: Limits.commandErrorBytes)
            if let end = reap(&said) { return end }
        }
        kill(-id, SIGKILL)
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        return isUnwanted() ? .cutShort : .timedOut
    }

    /// Waits until something can be written or read, or for a moment: an end shows on neither pipe for certain.
    private func wait() {
        var watched = [pollfd(fd: errors.descriptor, events: Int16(POLLIN), revents: 0)]
        watched.append(pollfd(fd: input.descriptor, events: Int16(POLLOUT), revents: 0))
        // A pipe whose other end is closed is always ready, so it must not be asked again at once.
        if poll(&watched, 2, Limits.commandTickMilliseconds) > 0,
            watched.contains(where: { $0.revents & Int16(POLLHUP | POLLERR) != 0 })
        {
            usleep(1000)
        }
    }

    private mutating func feed(_ rest: inout ArraySlice<UInt8>) {
        guard input.descriptor >= 0 else { return }
        let written = rest.withUnsafeBytes { write(input.descriptor, $0.baseAddress, $0.count) }
        if written > 0 { rest = rest.dropFirst(written) }
        // A command that does not read its input to the end has its reasons.
        if rest.isEmpty || (written < 0 && errno != EAGAIN && errno != EINTR) { input.close() }
    }

    private mutating func reap(_ said: inout [UInt8]) -> End? {
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        errors.read(into: &said, keeping: Limits.commandErrorBytes)
        let lastWord = said.lastIndex { $0 > 0x20 } ?? -1
        let text = Digest.line(String(decoding: said[...lastWord], as: UTF8.self))
        // The macros WIFEXITED and WEXITSTATUS of wait(2), which Swift does not import.
        let signal = status & 0x7F
        return signal == 0 ? .exited((status >> 8) & 0xFF, text) : .signalled(signal, text)
    }

    private static func spawn(
        _ words: [String], _ environment: [String: String], stdin: Int32, stderr: Int32
    ) throws(SpawnFailure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, stdin, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, stderr, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let arguments = CStringList(words)
        let variables = CStringList(environment.map { "\($0.key)=\($0.value)" })
        var id = pid_t()
        let code = posix_spawnp(&id, words.first ?? "", &actions, &attributes, arguments.pointers, variables.pointers)
        guard code == 0 else { throw SpawnFailure(code: code) }
        return id
    }
}

/// Why a process could not be started.
struct SpawnFailure: Error {
    /// The number of `errno(3)`.
    var code: Int32
}

/// Strings as C wants them: an array of pointers that ends in a null.
private struct CStringList: ~Copyable {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { (pointers + index).initialize(to: strdup(string)) }
        (pointers + count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deallocate()
    }
}
