import Testing

/// The simulations of `posync-simulate`, in small: the whole daemon on one thread with clock, disk, network and chance in
/// memory. `POSYNCD_SIZES=full` is not read here: `posync-simulate` itself takes the full sizes.
@Suite struct SimulationTests {
    private let simulate = Program(name: "posync-simulate")

    @Test func daysOfPollingEndWithEveryNumberOnItsChargeAndComeAgainToTheLastByte() async throws {
        let first = try await simulate.run("year", "--days", "6", "--interval", "1h")
        #expect(first.code == 0, "\(first.text)")
        let second = try await simulate.run("year", "--days", "6", "--interval", "1h")
        let (log, again) = (first.log, second.log)
        #expect(log != nil && log == again, "the same seed logged something else: \(first.text)\(second.text)")
        let other = try await simulate.run("year", "--days", "6", "--interval", "1h", "--seed", "2")
        #expect(other.log != log, "another seed logged the same: the hash sees nothing")
    }

    @Test func anHourWithoutUpstreamsIsNoHourOfRequests() async throws {
        let outage = try await simulate.run("outage")
        #expect(outage.code == 0, "\(outage.text)")
    }

    @Test func crashesAroundWritesLeaveNothingStaleAndNothingMissing() async throws {
        let crashes = try await simulate.run("crashes", "--seeds", "4")
        #expect(crashes.code == 0, "\(crashes.text)")
        #expect(!crashes.text.contains(" 0 crashes"), "\(crashes.text)")
    }
}

extension Program.Result {
    /// The hash of the log.
    fileprivate var log: Substring? {
        text.firstRange(of: "log ").map { text[$0.upperBound...].prefix { $0 != " " } }
    }
}
