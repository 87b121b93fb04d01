import Glibc
import Simulation
import Synchronization
import Testing

@testable import Store

@Suite(.timeLimit(.minutes(10))) struct PingTests {
    @Test("a store gives a sign of life without touching a file, and a closed one keeps nobody waiting")
    func signOfLife() async throws {
        let disk = SimulatedDisk()
        let store = try await Store.open(directory: "/state", fileSystem: disk, options: StoreOptions(process: 7))
        let calls = disk.calls()
        await store.ping()
        #expect(disk.calls() == calls)
        await store.close()
        await store.ping()
    }

    @Test("who asks just when a store closes is answered")
    func askedWhileItCloses() async throws {
        let thread = try await StoreThread.start("/state", SimulatedDisk(), StoreOptions(process: 7))
        let view = SlowView()
        async let written = withCheckedContinuation {
            thread.ask(.replaceView(name: "view.json", pieces: view, $0))
        }
        while !view.isAsked { await Task.yield() }
        // The thread is busy, and then finds both of these at once.
        thread.ask(.close(nil))
        let asking = Task {
            await withCheckedContinuation {
                thread.ask(.ping($0))
                view.isReady = true
            }
            view.isAnswered = true
        }
        _ = try await written.get()
        for _ in 0..<1000 where !view.isAnswered { try await Task.sleep(for: .milliseconds(10)) }
        try #require(view.isAnswered)
        await asking.value
    }
}

/// A view whose bytes are long in coming, and what became of who asked meanwhile.
private final class SlowView: Sequence, Sendable {
    private let inside = Mutex((isAsked: false, isReady: false, isAnswered: false))

    var isAsked: Bool { inside.withLock { $0.isAsked } }
    var isReady: Bool {
        get { inside.withLock { $0.isReady } }
        set { inside.withLock { $0.isReady = newValue } }
    }
    var isAnswered: Bool {
        get { inside.withLock { $0.isAnswered } }
        set { inside.withLock { $0.isAnswered = newValue } }
    }

    func makeIterator() -> some IteratorProtocol<[UInt8]> {
        inside.withLock { $0.isAsked = true }
        while !isReady { usleep(1000) }
        return CollectionOfOne(Array("{}".utf8)).makeIterator()
    }
}
