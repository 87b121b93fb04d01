public import Store
import Synchronization

/// A disk in memory that forgets what was not synced, fails where it is told to, and fills up.
///
/// It is one half of the conformance suite for `FileSystem`; the other half is the host's file system.
public final class SimulatedDisk: FileSystem {
    /// A failure that is to happen.
    public struct Fault: Sendable, Hashable {
        /// Which calls count; all of them where this is `nil`.
        public var operation: FileError.Operation?
        /// Which of these calls fails, from 1 on.
        public var ordinal: Int
        /// How many of them fail from there on.
        public var count: Int
        /// The error number.
        public var code: Int32

        /// The `ordinal`th `operation` fails with `code`.
        public init(_ operation: FileError.Operation?, ordinal: Int, count: Int = 1, code: Int32) {
            self.operation = operation
            self.ordinal = ordinal
            self.count = count
            self.code = code
        }
    }

    /// The disk at one moment, cache and all.
    public struct Image: Sendable {
        let state: DiskState
        /// How many calls had been made.
        public let calls: Int

        /// How many changes are in the cache only.
        public var pendingChanges: Int { state.pending.count }

        /// How many bytes the change number `index` in the cache writes; nothing for one of names.
        public func pendingBytes(_ index: Int) -> Int {
            guard case .write(_, _, let bytes) = state.pending[index].change else { return 0 }
            return bytes.count
        }

        /// The files by path, as programs saw them.
        public var files: [String: [UInt8]] {
            state.names.mapValues { state.files[$0]?.content ?? [] }
        }
    }

    private struct Inside: Sendable {
        var state: DiskState
        var calls = 0
        var callsByOperation: [FileError.Operation: Int] = [:]
        var fault: Fault?
        var matches = 0
        var isRecording = false
        var images: [Image] = []
        var trace: [String] = []
        var isTracing = false
        var corrupted: String?
    }

    private let inside: Mutex<Inside>

    /// An empty disk on which `capacity` bytes fit.
    public init(capacity: Int? = nil) {
        var state = DiskState()
        state.capacity = capacity
        inside = Mutex(Inside(state: state))
    }

    /// The disk of an image after the power has failed and come back.
    public init(_ image: Image, after loss: PowerLoss) {
        inside = Mutex(Inside(state: image.state.after(loss)))
    }

    /// The disk as a killed process leaves it: all of the cache is there, nothing is open.
    public init(afterKill image: Image) {
        var state = image.state
        state.opened = [:]
        inside = Mutex(Inside(state: state))
    }

    // MARK: What a test sets and sees

    /// The disk at this moment.
    public var image: Image { inside.withLock { Image(state: $0.state, calls: $0.calls) } }

    /// Starts keeping the disk's image before every call that finds it changed; says what was kept since the last time.
    @discardableResult
    public func record() -> [Image] {
        inside.withLock { inside in
            inside.isRecording = true
            defer { inside.images = [] }
            return inside.images
        }
    }

    /// The calls since tracing began, such as `fsync /state/journal-1.log`.
    public func trace() -> [String] {
        inside.withLock { inside in
            inside.isTracing = true
            defer { inside.trace = [] }
            return inside.trace
        }
    }

    /// How many calls were made, of one kind or of all.
    public func calls(_ operation: FileError.Operation? = nil) -> Int {
        inside.withLock { inside in operation.map { inside.callsByOperation[$0] ?? 0 } ?? inside.calls }
    }

    /// Makes calls fail; `nil` ends it. Counting begins anew.
    public func inject(_ fault: Fault?) {
        inside.withLock {
            $0.fault = fault
            $0.matches = 0
        }
    }

    /// Sets how many bytes fit on the disk.
    public func setCapacity(_ capacity: Int?) {
        inside.withLock { $0.state.capacity = capacity }
    }

    /// Changes a file's bytes behind every program's back, durably.
    public func overwrite(_ path: String, _ bytes: [UInt8]) {
        inside.withLock {
            let file = $0.state.names[path] ?? $0.state.nextFile
            if file == $0.state.nextFile { $0.state.nextFile += 1 }
            $0.state.names[path] = file
            $0.state.durableNames[path] = file
            $0.state.files[file] = DiskState.File(content: bytes, durable: bytes)
        }
    }

    /// Takes a file away behind every program's back, durably.
    public func lose(_ path: String) {
        inside.withLock {
            $0.state.names[path] = nil
            $0.state.durableNames[path] = nil
        }
    }

    /// Lets one bit of a file come back changed when it is read.
    public func corruptReads(of path: String?) {
        inside.withLock { $0.corrupted = path }
    }

    /// Whether what is read of a file comes back changed.
    func isCorrupted(_ path: String) -> Bool {
        inside.withLock { $0.corrupted == path }
    }

    /// Counts a call, lets it fail where it is to, and does it otherwise.
    ///
    /// - Parameter onFault: what a failing call does all the same.
    func call<Result: Sendable>(
        _ operation: FileError.Operation, _ path: String, onFault: (inout DiskState) -> Void = { _ in },
        _ body: (inout DiskState) throws(FileError) -> Result
    ) throws(FileError) -> Result {
        try inside.withLock { (inside) throws(FileError) in
            if inside.isRecording, inside.images.last?.state.version != inside.state.version {
                inside.images.append(Image(state: inside.state, calls: inside.calls))
            }
            if inside.isTracing { inside.trace.append("\(operation.rawValue) \(path)") }
            inside.calls += 1
            inside.callsByOperation[operation, default: 0] += 1
            if let fault = inside.fault, fault.operation == nil || fault.operation == operation {
                inside.matches += 1
                if (fault.ordinal..<fault.ordinal + fault.count).contains(inside.matches) {
                    onFault(&inside.state)
                    throw FileError(operation, path, code: fault.code)
                }
            }
            return try body(&inside.state)
        }
    }
}
