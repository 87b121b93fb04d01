import Reconciliation
import Simulation
import Transport

/// The daemon dies around its writes, before the request, before the answer or shortly after it, with everything that a
/// power failure may do to the disk: in the end each charge carries its number, nothing older was ever put over something
/// newer, and nobody else's number was touched.
struct Crashes {
    let options: Options

    init(_ options: Options) { self.options = options }

    func run() -> Bool {
        var totals = (crashes: 0, writes: 0, redundant: 0, failed: 0)
        for seed in options.seed..<options.seed + options.seeds {
            let result = run(seed)
            totals.crashes += result.crashes
            totals.writes += result.writes
            totals.redundant += result.redundant
            guard !result.faults.isEmpty else { continue }
            totals.failed += 1
            print("seed \(seed): \(result.faults.joined(separator: "; "))")
            print("  again with: posync-simulate crashes --seed \(seed) --seeds 1 --log")
        }
        print(
            "crashes: \(options.seeds) seeds from \(options.seed), \(totals.crashes) crashes around \(totals.writes) writes, "
                + "\(totals.redundant) of them redundant; \(totals.failed) seeds with a wrong end")
        return totals.failed == 0
    }

    private struct Result {
        var crashes = 0
        var writes = 0
        var redundant = 0
        var faults: [String] = []
    }

    private func run(_ seed: UInt64) -> Result {
        let start = Instant(milliseconds: SimulatedClock().wallMilliseconds())
        let due = start + .seconds(86_400 * 60)
        var marketplace = SimulatedMarketplace(accounts: ["222222222222"])
        var procurement = SimulatedProcurement()
        for number in 0..<3 {
            marketplace.agreements.append(
                .init(
                    id: "agmt-\(number)", account: "222222222222",
                    charges: (0..<3).map { .init(id: "ch-\(number)\($0)", amount: "10.00", time: due) }))
            procurement.issue("PO-\(number)-0", agreement: "agmt-\(number)", amount: "30.00", at: start)
        }
        let town = Town(
            seed: seed, procurement, marketplace, settings: "interval: 300s",
            fate: { _, dice in
                dice.chance(0.02) ? dice.pick([.answerLost, .unreachable, .status(503, retryAfter: nil)]) : .answered
            },
            death: { request, dice in
                let isWrite = request.headers.contains { $0.value.hasSuffix(".UpdatePurchaseOrders") }
                // Until the last hours, in which it has to come to rest.
                guard isWrite, dice.chance(0.6) else { return nil }
                return (dice.pick(Life.Death.allCases), dice.number(0..<6))
            })
        if options.printsLog { town.onLine = FileHandle.complain }
        // Orders are replaced, again and again, and somebody sets a number by hand.
        for round in 1...3 {
            for number in 0..<3 {
                town.at(.seconds(600 * round + 37 * number)) { town in
                    town.network.change { procurement, _ in
                        procurement.set("PO-\(number)-\(round - 1)", status: "cancelled", at: town.now)
                        procurement.issue(
                            "PO-\(number)-\(round)", agreement: "agmt-\(number)", amount: "30.00", at: town.now)
                    }
                }
            }
        }
        town.at(.seconds(1000)) { $0.network.change { $1.set("ch-11", order: "BY-HAND") } }
        town.live(until: .seconds(4 * 3600))
        town.stop()
        return judge(town)
    }

    private func judge(_ town: Town) -> Result {
        var result = Result(crashes: town.ends.count { $0 == .killed }, faults: town.violations)
        let writes = town.network.marketplace.writes
        result.writes = writes.count
        for agreement in town.network.marketplace.agreements {
            for charge in agreement.charges {
                let own = writes.filter { $0.charge == charge.id }
                let rounds = own.map { $0.order.split(separator: "-").last.flatMap { Int($0) } ?? -1 }
                if rounds != rounds.sorted() {
                    result.faults.append("\(charge.id) got \(own.map(\.order)): a stale overwrite")
                }
                if own.contains(where: { $0.before == "BY-HAND" }) {
                    result.faults.append("\(charge.id): not ours to change")
                }
                result.redundant += own.count { $0.before == $0.order }
                let number = agreement.id.split(separator: "-").last ?? ""
                let wanted = charge.id == "ch-11" ? "BY-HAND" : "PO-\(number)-3"
                if charge.order != wanted {
                    result.faults.append("\(charge.id) carries \(charge.order ?? "nothing"), not \(wanted)")
                }
            }
        }
        if result.redundant > result.crashes {
            result.faults.append("\(result.redundant) redundant writes in \(result.crashes) crashes")
        }
        return result
    }
}
