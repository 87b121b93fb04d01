import Glibc
import Synchronization

/// Runs all of a process' tasks on one thread, in the order in which they become ready.
///
/// Swift's runtime hands every job of its global pool to a hook where there is one; actors without an executor of their own
/// run there too. With the jobs in a queue, the clock simulated and hashing made deterministic
/// (`SWIFT_DETERMINISTIC_HASHING`), the same seed gives the same run to the last byte. For a process of its own: whatever
/// else uses tasks would end up in the queue. `Task.yield` goes past the hook, and so must not be used by what is run.
public enum JobQueue {
    private typealias Original = @convention(thin) (UnownedJob) -> Void
    private typealias Hook = @convention(thin) (UnownedJob, Original) -> Void

    private static let jobs = Mutex<[UnownedJob]>([])

    /// Takes over the process' tasks; `false` where this runtime has no such hook.
    public static func takeOver() -> Bool {
        guard let hook = dlsym(nil, "swift_task_enqueueGlobal_hook") else { return false }
        hook.assumingMemoryBound(to: Hook?.self).pointee = { job, _ in JobQueue.jobs.withLock { $0.append(job) } }
        return true
    }

    /// Whether a job is ready.
    static var isReady: Bool { jobs.withLock { !$0.isEmpty } }

    /// Runs every job that is ready, and those that become ready by it.
    ///
    /// - Parameter between: called after each.
    public static func drain(_ between: () -> Void) {
        while true {
            let ready = jobs.withLock { jobs in
                defer { jobs.removeAll(keepingCapacity: true) }
                return jobs
            }
            guard !ready.isEmpty else { return }
            for job in ready {
                job.runSynchronously(on: Self.generic)
                between()
            }
        }
    }

    /// The executor of code that is on none: the runtime's own representation of it is two empty words.
    private static let generic = unsafeBitCast((0, 0), to: UnownedSerialExecutor.self)
}
