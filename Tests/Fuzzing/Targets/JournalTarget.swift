@testable import Store

/// A journal is read, its torn tail is passed over, or it is refused as damaged.
///
/// Behind the byte `F` come payloads, apart by the byte 0x1e, which are put into whole frames first: no checksum is ever
/// guessed.
enum JournalTarget {
    static func run(_ bytes: [UInt8]) throws {
        let start = FramePosition(generation: 1, offset: 0, sequence: 0, chain: 7)
        var journal = bytes
        var framed = 0
        if bytes.first == UInt8(ascii: "F") {
            journal = []
            var position = start
            for payload in bytes.dropFirst().split(separator: 0x1e, omittingEmptySubsequences: false) {
                let frame = FrameHeader.encode(
                    framed == 0 ? .opened : .commit, generation: 1, sequence: position.sequence + 1,
                    after: position.chain, payload: Array(payload))
                journal += frame.bytes
                framed = journal.count
                position = FramePosition(
                    generation: 1, offset: journal.count, sequence: position.sequence + 1, chain: frame.chain)
            }
        }
        let files = MemoryFiles(contents: ["/s/journal-1.log": journal])
        var replay = JournalReplay(onto: StoreView(), at: start, name: "journal-1.log")
        do {
            var input = try FileInput("/s/journal-1.log", of: files)
            try replay.run(&input)
        } catch {
            guard case .damaged = error else { throw Broken(description: "refused as \(error)") }
            return
        }
        switch replay.ending {
        case .clean: try demand(replay.committed.offset == journal.count, "something behind the end")
        case .torn(let count): try demand(replay.committed.offset + count == journal.count, "\(count) bytes torn")
        }
        try demand(framed == 0 || replay.ending == .clean, "whole frames pass for a torn tail")
    }
}
