import Documents
import Sandbox
import Store

/// What is known outside of the daemon about what it must know: kept from its effects and its log, compared with its
/// store.
struct Ledger {
    /// The number of the last cycle that it said is over.
    private var lastCycle = 0
    /// What its store has lost.
    private(set) var lost: [String] = []
    /// What its store has that never happened.
    private(set) var invented: [String] = []

    /// Takes in what a life has logged.
    mutating func read(_ log: [String]) {
        for line in log where line.contains("\"event\":\"cycle.finished\"") {
            guard let number = (try? JSONReader.read(Array(line.utf8)))?["cycle"]?.integer else { continue }
            lastCycle = max(lastCycle, number)
        }
    }

    /// Compares what is outside with the store.
    mutating func compare(_ view: StoreView, _ world: SandboxWorld) {
        let cycle = view.get(.meta, "status")?["cycle"]?.integer ?? 0
        if cycle < lastCycle { lost.append("cycle \(lastCycle) was said to be over, the store knows \(cycle)") }
        for charge in world.aws.agreements.flatMap(\.charges) {
            // A number is recorded as ours before it is sent.
            guard let order = charge.order else { continue }
            let own = view.get(.written, "\(Works.account)/\(charge.id)")?.array ?? []
            if !own.contains(where: { $0["order"]?.string == order }) {
                lost.append("\(order) on \(charge.id) is not known as written")
            }
        }
        view.forEach(.assignments) { key, value in
            guard value["state"]?.string == "verified", let observed = value["observed"]?.string else { return }
            let charge = key.split(separator: "/").last.flatMap { world.aws[charge: String($0)] }
            // What was read back is there still, or a later number in its place.
            if charge?.order == nil { invented.append("\(observed) on \(key) was never there") }
        }
    }
}
