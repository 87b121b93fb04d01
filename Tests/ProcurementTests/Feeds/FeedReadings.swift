import Documents
import Procurement
import Reconciliation
import Synchronization
import Transport

/// The same number in every run.
struct HalfEntropy: Entropy {
    func unit() -> Double { 0.5 }
}

extension Feed {
    /// Everything that a pass gives.
    func everything(
        _ pass: FeedPass = FeedPass(isFull: true, cursor: nil)
    ) async throws(FeedError) -> (orders: [PurchaseOrder], faults: [String], cursor: JSONValue?) {
        let taken = Mutex<([PurchaseOrder], [String])>(([], []))
        let cursor = try await read(pass) { (page) throws(FeedError) in
            taken.withLock {
                $0.0 += page.orders
                $0.1 += page.faults
            }
        }
        let (orders, faults) = taken.withLock { $0 }
        return (orders, faults, cursor)
    }
}

extension RESTSource {
    /// A place, for tests.
    static func pointer(_ text: String) -> RESTSource { .pointer(JSONPointer(text) ?? .root) }
}
