internal import Glibc

/// Where tasks leave what the store's thread is to do.
///
/// A condition variable and not a semaphore of the concurrency runtime, because a thread of its own waits here. What
/// waits in it is bounded by the tasks that wait for their answers.
///
/// Unchecked: `messages` and `isClosed` are touched under `mutex` alone, and the two pointers never change.
final class Mailbox<Message: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var messages: [Message] = []
    private var isClosed = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        arrival.deallocate()
        mutex.deallocate()
    }

    /// Leaves a message; `false` where nobody will take it any more.
    func put(_ message: Message) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isClosed else { return false }
        messages.append(message)
        pthread_cond_signal(arrival)
        return true
    }

    /// Takes what is left and takes nothing from then on.
    func close() -> [Message] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        isClosed = true
        let left = messages
        messages = []
        return left
    }

    /// Waits until there is a message and takes all there are, in the order they were left.
    func take() -> [Message] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while messages.isEmpty { pthread_cond_wait(arrival, mutex) }
        let taken = messages
        messages = []
        return taken
    }
}
