import Documents
import Simulation
import Store
import Testing

@Suite("Verify and repair")
struct RepairTests {
    private static let options = StoreOptions(process: 7, reserveBytes: 0)

    private func open(_ disk: SimulatedDisk) async throws -> StoreModel {
        let store = try await Store.open(directory: "/state", fileSystem: disk, options: Self.options)
        await store.close()
        return StoreModel(store.view)
    }

    private func repair(_ disk: SimulatedDisk) async throws -> RepairReport {
        try await Store.repair(directory: "/state", fileSystem: disk, options: Self.options)
    }

    /// A store of three generations, of which two are there, with five commits in each; and its tables.
    private func generations() async throws -> (SimulatedDisk, [StoreModel]) {
        let disk = SimulatedDisk()
        let store = try await Store.open(directory: "/state", fileSystem: disk, options: Self.options)
        var model = StoreModel()
        var states = [model]
        for number in 0..<15 {
            let changes: [StoreChange] = [.put(.orders, "o-\(number)", ["n": JSONValue(number)])]
            try await store.commit(changes)
            model.apply(changes)
            states.append(model)
            if number == 4 || number == 9 { try await store.compact() }
        }
        await store.close()
        return (SimulatedDisk(afterKill: disk.image), states)
    }

    @Test("a sound store is reported as one, and left as it is")
    func sound() async throws {
        let (disk, states) = try await generations()
        let before = disk.image.files
        let report = try await Store.verify(directory: "/state", fileSystem: disk)
        #expect(report.isSound)
        #expect(report.records == 15)
        #expect(report.generations.map(\.number) == [2, 3])
        #expect(report.generations.map(\.snapshotRecords) == [5, 10])
        #expect(report.generations.map(\.frames) == [5, 5])
        #expect(report.description.contains("sound: 15 records in /state"))
        let repair = try await repair(disk)
        #expect(repair.wasSound)
        var after = disk.image.files
        after["/state/lock"] = before["/state/lock"]
        #expect(after == before)
        #expect(try await open(disk) == states[15])
    }

    @Test("a store that is not there is neither damaged nor created")
    func missing() async throws {
        let disk = SimulatedDisk()
        #expect(try await Store.verify(directory: "/state", fileSystem: disk).isSound)
        #expect(try await repair(disk).wasSound)
        #expect(disk.image.files.isEmpty)
    }

    @Test("damage is reported with file and place, in the generation before too")
    func reported() async throws {
        let (disk, _) = try await generations()
        try flip(disk, "journal-3.log", at: 70)
        try flip(disk, "snapshot-2.json", at: 20)
        let report = try await Store.verify(directory: "/state", fileSystem: disk)
        #expect(!report.isSound)
        #expect(report.damage.map(\.file) == ["journal-3.log"])
        #expect(report.damage.map(\.offset) == [0])
        #expect(report.generations.map { $0.damage.map(\.file) } == [["snapshot-2.json"], ["journal-3.log"]])
        #expect(report.json["sound"] == false)
        #expect(report.description.contains("posyncd store repair"))
    }

    @Test("damage in the generation before alone does not keep the store from being opened")
    func previousDamaged() async throws {
        let (disk, states) = try await generations()
        try flip(disk, "journal-2.log", at: 70)
        #expect(try await Store.verify(directory: "/state", fileSystem: disk).isSound)
        #expect(try await open(disk) == states[15])
    }

    @Test("a damaged snapshot is made again from the generation before, and nothing is lost")
    func damagedSnapshot() async throws {
        for isMissing in [false, true] {
            let (disk, states) = try await generations()
            if isMissing { disk.lose("/state/snapshot-3.json") } else { try flip(disk, "snapshot-3.json", at: 200) }
            let report = try await repair(disk)
            #expect(report.lostCommits == 0, "\(report)")
            #expect(report.records == 15)
            #expect(try await open(disk) == states[15])
            let files = ["snapshot-2.json", "journal-2.log", "journal-3.log"] + (isMissing ? [] : ["snapshot-3.json"])
            #expect(Set(report.quarantined) == Set(files.map { "quarantine/\($0)" }))
        }
    }

    @Test("a damaged journal is kept up to the damage, and what is lost is named")
    func damagedJournal() async throws {
        let (disk, states) = try await generations()
        let journal = try #require(disk.image.files["/state/journal-3.log"])
        let frame = journal.count / 5
        try flip(disk, "journal-3.log", at: 2 * frame + 80)
        let report = try await repair(disk)
        #expect(report.lostCommits == 3)
        #expect(report.lostRecords == ["orders o-13", "orders o-14"])
        #expect(try await open(disk) == states[12])
        #expect(disk.image.files["/state/quarantine/journal-3.log"]?.count == journal.count)
        #expect(report.description.contains("lost: 3 commits"))
        #expect(try await repair(disk).wasSound)
    }

    @Test("where both snapshots are gone the store begins anew, and all of it is in quarantine")
    func nothingLeft() async throws {
        let (disk, states) = try await generations()
        let before = disk.image.files
        try flip(disk, "snapshot-2.json", at: 5)
        try flip(disk, "snapshot-3.json", at: 5)
        let report = try await repair(disk)
        #expect(report.records == 0)
        #expect(report.lostCommits == 10)
        #expect(try await open(disk) == states[0])
        #expect(disk.image.files["/state/quarantine/journal-3.log"] == before["/state/journal-3.log"])
    }

    @Test("the first journal alone is enough, for it goes on from nothing")
    func firstJournal() async throws {
        let golden = try await GoldenStore.make(commits: 8)
        let disk = SimulatedDisk(afterKill: golden.image)
        disk.lose("/state/snapshot-1.json")
        let report = try await repair(disk)
        #expect(report.lostCommits == 0)
        #expect(try await open(disk) == golden.states[8])
    }

    @Test("a missing journal is said to be lost")
    func missingJournal() async throws {
        let (disk, states) = try await generations()
        disk.lose("/state/journal-3.log")
        let report = try await repair(disk)
        #expect(report.notes == ["missing: journal-3.log, with every commit that was in it"])
        #expect(try await open(disk) == states[10])
    }

    @Test("a repair that is cut off at any call can be made again, and keeps as much")
    func crashes() async throws {
        let (disk, states) = try await generations()
        try flip(disk, "snapshot-3.json", at: 200)
        disk.record()
        _ = try await repair(disk)
        for (number, image) in disk.record().enumerated() {
            for loss in [PowerLoss.dropsAll, .keepsSubset(seed: UInt64(number)), .keepsPrefix(changes: 1, bytes: 100)] {
                let survivor = SimulatedDisk(image, after: loss)
                _ = try await repair(survivor)
                #expect(try await open(survivor) == states[15], "call \(number), \(loss)")
            }
        }
    }

    @Test("an interrupted write goes to quarantine, of which no more than a bound is kept")
    func tails() async throws {
        let golden = try await GoldenStore.make(commits: 3)
        let disk = SimulatedDisk(afterKill: golden.image)
        for number in 0..<StoreLimits.quarantinedTails + 5 {
            let journal = try #require(disk.image.files["/state/journal-1.log"])
            disk.overwrite("/state/journal-1.log", journal + Array("POSYN1".utf8))
            if number == 0 {
                let report = try await repair(disk)
                #expect(report.notes.count == 1)
                #expect(report.lostCommits == 0)
            }
            _ = try await GoldenStore.open(disk).get()
        }
        let tails = disk.image.files.keys.filter { $0.hasPrefix("/state/quarantine/journal-1.log-tail-at-") }
        #expect(tails.count == StoreLimits.quarantinedTails)
    }

    private func flip(_ disk: SimulatedDisk, _ name: String, at place: Int) throws {
        var bytes = try #require(disk.image.files["/state/\(name)"])
        bytes[place] ^= 4
        disk.overwrite("/state/\(name)", bytes)
    }
}
