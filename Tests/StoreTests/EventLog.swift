import Store
import Synchronization

/// The events of a store, as a test looks at them.
final class EventLog: Sendable {
    private let events = Mutex<[StoreEvent]>([])

    /// To be given to the store.
    var record: @Sendable (StoreEvent) -> Void {
        { event in self.events.withLock { $0.append(event) } }
    }

    /// What was told so far.
    var all: [StoreEvent] { events.withLock { $0 } }
}
