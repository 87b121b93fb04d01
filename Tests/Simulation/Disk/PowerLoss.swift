/// What a disk has kept of what was not synced when the power fails.
public enum PowerLoss: Sendable, Hashable {
    /// Nothing.
    case dropsAll
    /// The first so many changes, and so many bytes of the one after: a disk that writes in order.
    case keepsPrefix(changes: Int, bytes: Int)
    /// Any of them, down to single sectors of 512 bytes, by chance: a disk that writes in any order.
    case keepsSubset(seed: UInt64)
}

extension DiskState {
    private static let sectorBytes = 512

    /// The disk after the power has failed and come back.
    func after(_ loss: PowerLoss) -> DiskState {
        var survivor = self
        for file in files.keys { survivor.files[file]?.content = files[file]?.durable ?? [] }
        survivor.names = durableNames
        survivor.directories = durableDirectories
        switch loss {
        case .dropsAll: break
        case .keepsPrefix(let changes, let bytes):
            for entry in pending.prefix(changes) { survivor.keep(entry.change) }
            if case .write(let file, let offset, let all)? = pending.dropFirst(changes).first?.change {
                survivor.keep(.write(file: file, offset: offset, bytes: Array(all.prefix(bytes))))
            }
        case .keepsSubset(let seed):
            var random = SeededGenerator(seed: seed)
            for entry in pending { survivor.keepParts(entry.change, &random) }
        }
        survivor.files = survivor.files.mapValues { File(content: $0.content, durable: $0.content) }
        survivor.durableNames = survivor.names
        survivor.durableDirectories = survivor.directories
        survivor.pending = []
        survivor.opened = [:]
        return survivor
    }

    private mutating func keep(_ change: Change) {
        Self.apply(change, &names, &directories)
        if let file = change.file { Self.apply(change, to: &files[file, default: File()].content) }
    }

    private mutating func keepParts(_ change: Change, _ random: inout SeededGenerator) {
        guard case .write(let file, let offset, let bytes) = change else {
            if Bool.random(using: &random) { keep(change) }
            return
        }
        // Each sector alone; a kept one behind a lost one leaves zeros between.
        var start = 0
        while start < bytes.count {
            let next = min(start + Self.sectorBytes - (offset + start) % Self.sectorBytes, bytes.count)
            if Bool.random(using: &random) {
                keep(.write(file: file, offset: offset + start, bytes: Array(bytes[start..<next])))
            }
            start = next
        }
        // The file's size is written apart from its bytes.
        let end = offset + Int.random(in: 0...bytes.count, using: &random)
        if Bool.random(using: &random), let size = files[file]?.content.count, size < end {
            keep(.write(file: file, offset: size, bytes: Array(repeating: 0, count: end - size)))
        }
    }
}
