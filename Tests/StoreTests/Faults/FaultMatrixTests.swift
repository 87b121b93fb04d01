import Documents
import Glibc
import Simulation
import Store
import Testing

/// Each call of the disk fails once, at each of its ordinals, with each of the errors that a disk gives.
///
/// A failed sync is never tried again and nothing is taken after it; the next start finds everything that was
/// acknowledged. A full disk is refused without a trace, and the same commit goes through when there is room again.
@Suite("Disk faults")
struct FaultMatrixTests {
    private static let options = StoreOptions(
        process: 7, journalBytesBeforeSnapshot: 600, journalBytes: 1200, frameBytes: 300, reserveBytes: 300)

    /// What became of a workload.
    private struct Outcome {
        var acknowledged = StoreModel()
        /// With what was under way when the first error came.
        var possible: [StoreModel] = []
        var error: StoreError?
        /// What was answered after the first error.
        var later: [StoreError?] = []
        /// Calls of the disk that these later commits made.
        var laterCalls = 0
    }

    private static func run(_ disk: SimulatedDisk) async -> Outcome {
        var outcome = Outcome()
        var random = SeededGenerator(seed: 11)
        do throws(StoreError) {
            for round in 0..<2 {
                let store = try await Store.open(directory: "/state", fileSystem: disk, options: options)
                for operation in 0..<TestSize.pick(5, full: 8) {
                    let changes = CrashWorkload.changes(&random, operation)
                    var next = outcome.acknowledged
                    next.apply(changes)
                    outcome.possible = [outcome.acknowledged, next]
                    do throws(StoreError) {
                        if operation == 2 {
                            try await store.replaceView(name: "status.json", bytes: Array("\(round)".utf8))
                        }
                        try await store.commit(changes)
                    } catch {
                        outcome.error = error
                        let calls = disk.calls()
                        for _ in 0..<3 { outcome.later.append(await Self.error(of: store, changes)) }
                        outcome.laterCalls = disk.calls() - calls
                        if outcome.later == [nil, nil, nil] { outcome.possible = [next] }
                        await store.close()
                        return outcome
                    }
                    outcome.acknowledged = next
                }
                await store.close()
            }
        } catch {
            outcome.error = error
        }
        return outcome
    }

    private static func error(of store: Store, _ changes: [StoreChange]) async -> StoreError? {
        do throws(StoreError) {
            try await store.commit(changes + [.put(.meta, "probe", 1), .remove(.meta, "probe")])
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "a call that fails stops the store, and the next start finds what was acknowledged",
        arguments: [
            FileError.Operation.write, .synchronize, .synchronizeData, .synchronizeDirectory, .rename, .open, .create,
            .close,
            .read, .list, .status, .remove, .lock, .makeDirectory,
        ], [EIO, EROFS])
    func everyFault(operation: FileError.Operation, code: Int32) async throws {
        try await inject(operation, code) { outcome, place in
            guard let error = outcome.error else {
                // Closing after reading and the courtesies of the lock file change nothing.
                #expect([.close, .write].contains(operation), "passed over: \(place)")
                return
            }
            switch error {
            case .io(let reason), .full(let reason): #expect(reason.code == code, "\(place)")
            case .cannotCreate: #expect([.makeDirectory, .create, .status, .synchronizeDirectory].contains(operation))
            default: Issue.record("\(error), \(place)")
            }
            for later in outcome.later { #expect(later == error, "taken after a failure: \(place)") }
            #expect(outcome.laterCalls == 0, "tried again: \(place)")
        }
    }

    @Test(
        "a sync that finds the disk full is final like any other failed sync",
        arguments: [FileError.Operation.synchronize, .synchronizeData, .synchronizeDirectory], [ENOSPC, EDQUOT])
    func fullInSync(operation: FileError.Operation, code: Int32) async throws {
        try await inject(operation, code) { outcome, place in
            switch outcome.error {
            case .io(let reason): #expect(reason.code == code && reason.operation == operation, "\(place)")
            case .cannotCreate: break
            default: Issue.record("\(String(describing: outcome.error)), \(place)")
            }
            for later in outcome.later { #expect(later == outcome.error, "taken after a failure: \(place)") }
            #expect(outcome.laterCalls == 0, "tried again: \(place)")
        }
    }

    @Test(
        "a full disk refuses without a trace, and takes the same commit when there is room",
        arguments: [ENOSPC, EDQUOT])
    func full(code: Int32) async throws {
        for operation in [FileError.Operation.write, .create, .rename, .makeDirectory] {
            try await inject(operation, code) { outcome, place in
                guard let error = outcome.error else { return }
                switch error {
                case .full, .cannotCreate: break
                default: Issue.record("\(error), \(place)")
                }
                for later in outcome.later { #expect(later == nil, "room again, and refused: \(place)") }
            }
        }
    }

    /// Runs the workload once for each ordinal at which the call can fail, and looks at what is left.
    private func inject(
        _ operation: FileError.Operation, _ code: Int32, _ check: (Outcome, String) -> Void
    ) async throws {
        let undisturbed = SimulatedDisk()
        let clean = await Self.run(undisturbed)
        try #require(clean.error == nil)
        for ordinal in 1...max(1, undisturbed.calls(operation)) {
            let place = "\(operation) number \(ordinal) with \(code)"
            let disk = SimulatedDisk()
            disk.inject(SimulatedDisk.Fault(operation, ordinal: ordinal, code: code))
            let outcome = await Self.run(disk)
            check(outcome, place)
            for loss in [PowerLoss.dropsAll, .keepsSubset(seed: UInt64(ordinal))] {
                let survivor = SimulatedDisk(disk.image, after: loss)
                survivor.inject(nil)
                do throws(StoreError) {
                    let store = try await Store.open(
                        directory: "/state", fileSystem: survivor, options: Self.options)
                    #expect(
                        outcome.error == nil
                            ? StoreModel(store.view) == outcome.acknowledged
                            : outcome.possible.isEmpty || outcome.possible.contains(StoreModel(store.view)),
                        "lost or invented: \(place), \(loss)")
                    await store.close()
                } catch {
                    Issue.record("the next start fails: \(error), \(place), \(loss)")
                }
            }
        }
    }
}
