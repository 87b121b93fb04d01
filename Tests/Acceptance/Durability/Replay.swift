import Documents
import FoundationEssentials
import Glibc
import Store

/// 100,000 records: how long a start takes that replays them from the journal, and in how much memory; and what a commit
/// costs beside the plain `fdatasync` that it cannot do without.
struct Replay {
    let options: Options
    private static let records = 100_000

    init(_ options: Options) { self.options = options }

    func run() async throws -> Bool {
        let folder = FileManager.default.temporaryDirectory.path + "/posync-replay-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var storeOptions = StoreOptions()
        storeOptions.journalBytesBeforeSnapshot = 1 << 30
        storeOptions.journalBytes = 1 << 30
        let store = try await Store.open(directory: folder, options: storeOptions)
        for start in stride(from: 0, to: Self.records, by: 1000) {
            try await store.commit((start..<start + 1000).map { .put(.orders, "coupa-main/\($0)", Self.record($0)) })
        }
        await store.close()
        let journal = try FileManager.default.attributesOfItem(atPath: "\(folder)/journal-1.log")[.size] as? Int ?? 0
        var best = (milliseconds: Int.max, mebibytes: Int.max)
        for _ in 0..<5 {
            let child = try await Tool.run([CommandLine.arguments[0], "replay-child", "--folder", folder])
            let figures = child.text.split(separator: " ").compactMap { Int($0.filter(\.isNumber)) }
            guard child.code == 0, figures.count == 3, figures[0] == Self.records else {
                throw BenchError("the child ended with \(child.code): \(child.text)")
            }
            best = (min(best.milliseconds, figures[1]), min(best.mebibytes, figures[2]))
        }
        let commits = try await latencies()
        let isGood = best.milliseconds <= 1000 && best.mebibytes <= 64
        print(
            "replay: \(Self.records) records of a journal of \(journal >> 20) MiB in \(best.milliseconds) ms and "
                + "\(best.mebibytes) MiB resident (best of 5; promised: 1000 ms, 64 MiB)")
        print(
            "commit: p50 \(commits.commit.p50) µs, p99 \(commits.commit.p99) µs; plain append and fdatasync of as many bytes: "
                + "p50 \(commits.plain.p50) µs, p99 \(commits.plain.p99) µs (interleaved)")
        return isGood
    }

    private static func record(_ number: Int) -> JSONValue {
        [
            "number": .string("PO-\(number)"), "state": "issued", "updatedAt": "2026-11-23T12:00:00Z",
            "lines": [["id": JSONValue(number), "amount": "1200.00", "part": .string("agmt-\(number)")]],
        ]
    }

    private typealias Spread = (p50: Int, p99: Int)

    /// Commits of one small record and plain appends with a sync, in turn.
    private func latencies() async throws -> (commit: Spread, plain: Spread) {
        let folder = FileManager.default.temporaryDirectory.path + "/posync-latency-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try await Store.open(directory: folder)
        let file = open("\(folder)/plain", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(file) }
        let bytes = [UInt8](repeating: 0x78, count: 250)
        var spans: (commit: [Duration], plain: [Duration]) = ([], [])
        for number in 0..<1000 {
            let begin = ContinuousClock.now
            try await store.commit([.put(.queue, "222222222222/ch-\(number % 50)", Self.record(number))])
            let middle = ContinuousClock.now
            guard write(file, bytes, bytes.count) == bytes.count, fdatasync(file) == 0 else {
                throw BenchError("the plain file cannot be written")
            }
            spans.commit.append(middle - begin)
            spans.plain.append(ContinuousClock.now - middle)
        }
        await store.close()
        return (Self.spread(spans.commit), Self.spread(spans.plain))
    }

    private static func spread(_ spans: [Duration]) -> Spread {
        let sorted = spans.map {
            Int($0.components.attoseconds / 1_000_000_000_000 + $0.components.seconds * 1_000_000)
        }
        .sorted()
        return (sorted[sorted.count / 2], sorted[sorted.count * 99 / 100])
    }
}

/// The start that is measured, in a process of its own.
struct ReplayChild {
    let options: Options

    init(_ options: Options) { self.options = options }

    func run() async throws {
        let begin = ContinuousClock.now
        let store = try await Store.open(directory: options.folder)
        let took = ContinuousClock.now - begin
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let milliseconds = took.components.seconds * 1000 + took.components.attoseconds / 1_000_000_000_000_000
        print("\(store.count(.orders)) \(milliseconds) \(usage.ru_maxrss / 1024)")
        await store.close()
    }
}
