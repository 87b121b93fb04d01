import Reconciliation
import Simulation

/// Both upstreams are down for an hour, in the middle of a day of polling every minute: how often is each asked?
struct Outage {
    let options: Options

    init(_ options: Options) { self.options = options }

    /// Whether no destination was asked more than once in 30 s, but for the time that it takes to be sure.
    func run() -> Bool {
        let (begin, length) = (Duration.seconds(7200), Duration.seconds(3600))
        let start = SimulatedClock().wallMilliseconds()
        let down = Instant(milliseconds: start) + begin
        let up = down + length
        var marketplace = SimulatedMarketplace(accounts: ["222222222222", "333333333333"])
        var procurement = SimulatedProcurement()
        for account in 0..<2 {
            for number in 0..<3 {
                let id = "agmt-\(account)\(number)"
                marketplace.agreements.append(
                    .init(
                        id: id, account: marketplace.accounts[account],
                        charges: (0..<4).map { charge in
                            .init(id: "ch-\(id)-\(charge)", amount: "100.00", time: up + .seconds(86_400 * 30))
                        }))
                // The later ones come in just before the outage, so that their writes are on the way.
                procurement.issue(
                    "PO-\(id)", agreement: id, amount: "400.00", at: Instant(milliseconds: start))
            }
        }
        let town = Town(
            seed: options.seed, procurement, marketplace, settings: "interval: 60s",
            fate: { sighting, _ in sighting.at >= down && sighting.at < up ? .unreachable : .answered })
        if options.printsLog { town.onLine = FileHandle.complain }
        for number in 0..<3 {
            town.at(begin - .seconds(30)) { town in
                town.network.change { procurement, _ in
                    procurement.set("PO-agmt-0\(number)", status: "cancelled", at: town.now)
                    procurement.issue("PO-new-\(number)", agreement: "agmt-0\(number)", amount: "400.00", at: town.now)
                }
            }
        }
        // A restart in the middle is no new rush.
        town.at(begin + .seconds(1800)) { $0.kill() }
        town.live(until: begin + length + .seconds(7200))
        town.stop()
        return judge(town, down, up)
    }

    private func judge(_ town: Town, _ down: Instant, _ up: Instant) -> Bool {
        let during = town.network.sightings.filter { $0.at >= down && $0.at < up }
        var isGood = town.violations.isEmpty
        for violation in town.violations { print("  \(violation)") }
        print("outage: both upstreams down for 1 h, a cycle every minute, one restart; seed \(options.seed)")
        for (host, asked) in Dictionary(grouping: during, by: \.host).sorted(by: { $0.key < $1.key }) {
            // Until it is sure, it asks as it always does; one that is not asked every minute becomes sure later.
            let sure = (asked.first?.at ?? down) + .seconds(90)
            let later = asked.map(\.at).filter { $0 >= sure }
            let least = zip(later, later.dropFirst()).map { $1 - $0 }.min()
            let before = town.network.sightings.count {
                $0.host == host && $0.at < down && $0.at >= down - .seconds(3600)
            }
            print(
                "  \(host): \(asked.count) requests in the hour (\(before) in the hour before), \(later.count) of them probes, "
                    + "at least \(least.map { "\($0.milliseconds / 1000) s" } ?? "-") apart")
            isGood = isGood && least.map { $0 >= .seconds(30) } ?? true
        }
        let back = town.network.sightings.first { $0.at >= up && $0.operation == "procurement" }
        let wanted = town.network.procurement.orders.values.filter { $0.status == "issued" }
        let missing = wanted.filter { order in
            let agreement = town.network.marketplace.agreements.first { $0.id == order.agreement }
            return agreement?.charges.contains { $0.order != order.number } ?? true
        }
        print(
            "  asked again \(back.map { "\(($0.at - up).milliseconds / 1000) s" } ?? "never") after its end; "
                + "\(missing.count) of \(wanted.count) orders not on their charges in the end; log \(town.hash)")
        return isGood && missing.isEmpty && back != nil
    }
}
