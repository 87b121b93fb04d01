import Reconciliation
import Simulation

/// A year of polling: orders come, are replaced and cancelled, people set numbers by hand, requests
/// and answers are lost, upstreams are down for minutes and for days, permissions are taken away and given back, the process
/// is killed and the power fails, the disk is full for hours, and somebody sets the clock.
///
/// In the end, after three quiet days, every charge carries what it should. Run twice, both runs have logged the same.
struct Year {
    let options: Options
    private static let day = Duration.seconds(86_400)
    private static let quiet = day * 3

    init(_ options: Options) { self.options = options }

    func run() -> Bool {
        let clock = ContinuousClock()
        let begin = clock.now
        let story = Story(options)
        let town = story.tell()
        let took = clock.now - begin
        let faults = town.violations + story.faults(town)
        for fault in faults { print("  \(fault)") }
        if !faults.isEmpty {
            print("  again with: posync-simulate year --seed \(options.seed) --days \(options.days) --log")
        }
        let days = Double(options.days)
        let seconds = Double(took.milliseconds) / 1000
        print(
            "year: seed \(options.seed), \(options.days) days, a cycle every \(options.interval), in \(Int(seconds * 10) / 10) s (\(Int(days * 86_400 / seconds)):1); "
                + "\(town.ends.count) lives, \(town.network.count) requests, \(town.network.marketplace.writes.count) writes, "
                + "\(town.jobs) jobs; \(faults.count) faults; log \(town.hash)")
        return faults.isEmpty
    }

    /// What happens in the year; all of it by chance, from the seed.
    private final class Story {
        let options: Options
        private let dice: Dice
        private let end: Duration
        private var agreements = 0
        private var byHand: Set<String> = []

        init(_ options: Options) {
            self.options = options
            dice = Dice(seed: options.seed &* 7919)
            end = Year.day * options.days
        }

        /// Lives through all of it.
        func tell() -> Town {
            let weather = Weather(dice, until: end - Year.quiet)
            let town = Town(
                seed: options.seed, SimulatedProcurement(),
                SimulatedMarketplace(accounts: ["222222222222", "333333333333"]),
                settings: "interval: \(options.interval)\nlimits: {fraction: 1.0, attempts: 40}",
                fate: { sighting, dice in weather.fate(sighting, dice) })
            if options.printsLog { town.onLine = FileHandle.complain }
            town.network.keepNoSightings()
            let lively = end - Year.quiet
            recur(every: 20, until: lively) { at in town.at(at) { self.grow($0) } }
            recur(every: 9, until: lively) { at in town.at(at) { self.replace($0) } }
            recur(every: 25, until: lively) { at in town.at(at) { self.interfere($0) } }
            recur(every: 12, until: lively) { at in town.at(at) { $0.kill() } }
            recur(every: 60, until: lively) { at in
                let span = Duration.seconds(600 + dice.number(0..<40_000))
                town.at(at) { $0.network.change { $1.denied = ["333333333333"] } }
                town.at(min(at + span, lively)) { $0.network.change { $1.denied = [] } }
            }
            recur(every: 45, until: lively) { at in
                let span = Duration.seconds(600 + dice.number(0..<40_000))
                town.at(at) { $0.fillDisk() }
                town.at(min(at + span, lively)) { $0.emptyDisk() }
            }
            recur(every: 90, until: lively) { at in
                let span = Duration.seconds(dice.number(-5000..<5000))
                town.at(at) { $0.clock.jump(by: span) }
            }
            town.live(until: end)
            town.stop()
            return town
        }

        private func recur(every days: Double, until end: Duration, _ body: (Duration) -> Void) {
            var at = Duration.zero
            while true {
                at += .seconds(Int(dice.unit() * 2 * days * 86_400))
                guard at < end else { return }
                body(at)
            }
        }

        /// Somebody buys something; the order comes before or after.
        private func grow(_ town: Town) {
            let id = "agmt-\(agreements)"
            agreements += 1
            let charges = (0..<1 + dice.number(0..<5)).map { number in
                SimulatedMarketplace.Charge(
                    id: "ch-\(id)-\(number)", amount: "100.00",
                    time: number == 0 ? nil : town.now + Year.day * (400 + 30 * number))
            }
            let account = dice.pick(town.network.marketplace.accounts)
            town.network.change { $1.agreements.append(.init(id: id, account: account, charges: charges)) }
            let wait = Duration.seconds(dice.number(0..<200_000))
            town.at(min(town.clock.monotonic() + wait, end - Year.quiet)) { town in
                town.network.change { procurement, _ in
                    procurement.issue("PO-\(id)-0", agreement: id, amount: "10000.00", at: town.now)
                }
            }
        }

        /// An order is cancelled and another one issued in its place.
        private func replace(_ town: Town) {
            let issued = town.network.procurement.orders.values.filter { $0.status == "issued" }.sorted {
                $0.id < $1.id
            }
            guard !issued.isEmpty else { return }
            let old = dice.pick(issued)
            let parts = old.number.split(separator: "-")
            let next = (parts.last.flatMap { Int($0) } ?? 0) + 1
            town.network.change { procurement, _ in
                procurement.set(old.number, status: "cancelled", at: town.now)
                procurement.issue(
                    parts.dropLast().joined(separator: "-") + "-\(next)", agreement: old.agreement, amount: "10000.00",
                    at: town.now)
            }
        }

        /// A person sets a number in the console.
        private func interfere(_ town: Town) {
            let charges = town.network.marketplace.agreements.flatMap(\.charges)
            guard !charges.isEmpty else { return }
            let charge = dice.pick(charges)
            byHand.insert(charge.id)
            town.network.change { $1.set(charge.id, order: "BY-HAND") }
        }

        /// What is not as it should be in the end.
        func faults(_ town: Town) -> [String] {
            var faults: [String] = []
            let wanted = Dictionary(
                town.network.procurement.orders.values.filter { $0.status == "issued" }.map {
                    ($0.agreement, $0.number)
                }
            ) { first, _ in first }
            let writes = Dictionary(grouping: town.network.marketplace.writes, by: \.charge)
            for agreement in town.network.marketplace.agreements {
                for charge in agreement.charges {
                    let own = writes[charge.id] ?? []
                    let rounds = own.map { $0.order.split(separator: "-").last.flatMap { Int($0) } ?? -1 }
                    if rounds != rounds.sorted() {
                        faults.append("\(charge.id) got \(own.map(\.order)): a stale overwrite")
                    }
                    if own.contains(where: { $0.before == "BY-HAND" }) {
                        faults.append("\(charge.id): not ours to change")
                    }
                    let should = byHand.contains(charge.id) ? "BY-HAND" : wanted[agreement.id]
                    if charge.order != should {
                        faults.append("\(charge.id) carries \(charge.order ?? "nothing"), not \(should ?? "nothing")")
                    }
                }
            }
            return faults
        }
    }

    /// What the network does to requests: faults now and then, and outages of one upstream or of both.
    private struct Weather: Sendable {
        private var outages: [(from: Int64, to: Int64, host: String?)] = []
        private let calmFrom: Int64

        init(_ dice: Dice, until end: Duration) {
            let start = SimulatedClock().wallMilliseconds()
            calmFrom = start + end.milliseconds
            var at = start
            while true {
                at += Int64(dice.unit() * 2 * 14 * 86_400_000)
                guard at < calmFrom else { return }
                let length = dice.chance(0.1) ? 172_800_000 : Int64(dice.unit() * 14_400_000)
                outages.append(
                    (at, min(at + length, calmFrom), dice.pick([nil, "procurement.example", "agreement-marketplace"])))
            }
        }

        func fate(_ sighting: SimulatedNetwork.Sighting, _ dice: Dice) -> SimulatedNetwork.Fate {
            let now = sighting.at.milliseconds
            let isDown = outages.contains { outage in
                now >= outage.from && now < outage.to && outage.host.map { sighting.host.hasPrefix($0) } ?? true
            }
            if isDown { return .unreachable }
            guard now < calmFrom, dice.chance(0.005) else { return .answered }
            return dice.pick([.answerLost, .unreachable, .status(503, retryAfter: nil), .status(429, retryAfter: 30)])
        }
    }
}

extension Town {
    /// Leaves no room on the disk.
    fileprivate func fillDisk() {
        disk.setCapacity(disk.image.files.values.reduce(0) { $0 + $1.count } + 300)
    }

    /// Makes room again.
    fileprivate func emptyDisk() { disk.setCapacity(nil) }
}
