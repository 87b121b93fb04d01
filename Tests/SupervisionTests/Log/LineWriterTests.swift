import Glibc
import Testing

@testable import Supervision

@Suite("Writing lines", .timeLimit(.minutes(10)))
struct LineWriterTests {
    private func ends(_ make: (inout [Int32]) -> Int32) throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(make(&ends) == 0)
        return (ends[0], ends[1])
    }

    private func pipe() throws -> (reading: Int32, writing: Int32) {
        try ends { ends in
            guard Glibc.pipe(&ends) == 0 else { return -1 }
            return ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 } ? 0 : -1
        }
    }

    private func socketPair() throws -> (reading: Int32, writing: Int32) {
        try ends { socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &$0) }
    }

    /// Everything until the writing end is closed, a text for each line.
    private func readAll(_ descriptor: Int32) async -> [Substring] {
        await onThread { Self.readBlocking(descriptor) }
    }

    /// Runs what blocks on a thread of its own: the tests' tasks share as few threads as the daemon's do.
    private func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { waiting in
            _ = DetachedThread.start { waiting.resume(returning: body()) }
        }
    }

    private func flush(_ writer: LineWriter) async -> Bool {
        await onThread { writer.flush(withinMilliseconds: 20_000) }
    }

    private static func readBlocking(_ descriptor: Int32) -> [Substring] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self).split(separator: "\n") }
            bytes += buffer.prefix(count)
        }
    }

    private func line(_ number: Int, length: Int) -> [UInt8] {
        let head = "\(number) "
        return Array((head + String(repeating: "x", count: length - head.utf8.count - 1) + "\n").utf8)
    }

    @Test(
        "a reader that sleeps holds nobody; then what fitted comes whole and in order, and the rest is counted",
        arguments: [false, true])
    func sleepingReader(isSocket: Bool) async throws {
        let (reading, writing) = try isSocket ? socketPair() : pipe()
        let writer = LineWriter(descriptor: writing)
        let clock = ContinuousClock()
        let total = 2000
        let took = clock.measure { for number in 0..<total { writer.write(line(number, length: 8000)) } }
        #expect(took < .seconds(10))
        #expect(!writer.flush(withinMilliseconds: 20))
        async let reader = readAll(reading)
        #expect(await flush(writer))
        let dropped = writer.takeDropped()
        close(writing)
        let lines = await reader
        close(reading)
        #expect(dropped > 0 && lines.count + dropped == total)
        #expect(lines.allSatisfy { $0.utf8.count == 7999 })
        let numbers = lines.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
        #expect(numbers == Array(0..<lines.count))
    }

    @Test("lines of many tasks never mix")
    func concurrent() async throws {
        let (reading, writing) = try pipe()
        let writer = LineWriter(descriptor: writing)
        async let lines = readAll(reading)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for number in 0..<50 { writer.write(line(task * 1000 + number, length: 6000)) }
                }
            }
        }
        #expect(await flush(writer))
        close(writing)
        let all = await lines
        close(reading)
        #expect(all.count == 200)
        #expect(all.allSatisfy { $0.utf8.count == 5999 && $0.split(separator: " ").count == 2 })
    }

    @Test("a reader that is gone ends the log, not the daemon")
    func closedReader() throws {
        signal(SIGPIPE, SIG_IGN)
        for (reading, writing) in [try pipe(), try socketPair()] {
            let writer = LineWriter(descriptor: writing)
            close(reading)
            for number in 0..<3 { writer.write(line(number, length: 100)) }
            #expect(writer.flush(withinMilliseconds: 1000))
            close(writing)
        }
    }

    @Test("a descriptor that refuses to wait is waited for")
    func nonBlockingPipe() async throws {
        let (reading, writing) = try pipe()
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        let writer = LineWriter(descriptor: writing)
        for number in 0..<100 { writer.write(line(number, length: 4000)) }
        async let lines = readAll(reading)
        #expect(await flush(writer))
        close(writing)
        #expect(await lines.count == 100)
        close(reading)
    }

    @Test("a named pipe is written again as soon as somebody reads it again, and what was missed is counted")
    func readerThatComesBack() throws {
        signal(SIGPIPE, SIG_IGN)
        let path = "/tmp/posyncd-line-writer-\(getpid()).pipe"
        try #require(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        let first = open(path, O_RDONLY | O_NONBLOCK)
        let writing = open(path, O_WRONLY)
        let writer = LineWriter(descriptor: writing)
        close(first)
        for number in 0..<3 { writer.write(line(number, length: 100)) }
        #expect(writer.takeDropped() == 0)
        let second = open(path, O_RDONLY | O_NONBLOCK)
        writer.write(line(3, length: 100))
        #expect(writer.takeDropped() == 3)
        close(writing)
        #expect(Self.readBlocking(second).map { $0.prefix(2) } == ["3 "])
        close(second)
    }
}
