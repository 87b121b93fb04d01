/// Where a journal's next frame is expected, and what it hangs on.
package struct FramePosition: Sendable, Hashable {
    /// The journal's generation.
    package var generation: Int
    /// The byte at which the next frame begins.
    package var offset: Int
    /// The sequence of the last frame.
    package var sequence: Int
    /// The chain of the last frame.
    package var chain: UInt32

    /// The position behind a frame of `sequence` and `chain`, which ends at `offset`.
    package init(generation: Int, offset: Int, sequence: Int, chain: UInt32) {
        self.generation = generation
        self.offset = offset
        self.sequence = sequence
        self.chain = chain
    }

    /// The position behind a frame.
    package func after(_ header: FrameHeader) -> FramePosition {
        FramePosition(
            generation: generation, offset: offset + FrameHeader.byteCount + header.length, sequence: header.sequence,
            chain: header.chain)
    }
}

/// What stands at a position of a journal.
///
/// At any time at most one frame of a journal is not synced, and it is the last one. So the end of a journal may be
/// *torn* in exactly two ways: the file ends within its last frame, or parts of its last frame were not written, which
/// shows as a disk sector (512 bytes of the file, or what the frame has of it) that is all zero. Everything else that is
/// wrong is damage. No flipped bit makes a file shorter, nor a sector zero: every piece of a frame, down to its first
/// and its last byte, has two bits set. A flipped bit in the length is found by the header's own checksum.
package enum FrameScan: Sendable, Hashable {
    /// A whole frame; its payload is the `length` bytes behind the header.
    case frame(FrameHeader)
    /// The journal ends here.
    case end
    /// An interrupted write: nothing from here on was ever acknowledged.
    case torn
    /// Anything else, with the reason.
    case damaged(String)

    /// Bytes of the largest frame.
    package static let frameBytes = FrameHeader.byteCount + StoreLimits.frameBytes
    /// The unit in which a disk writes all or nothing.
    private static let sectorBytes = 512

    /// Says what stands at `position`.
    ///
    /// - Parameter rest: the bytes from there on, to the end of the file or to one more than `frameBytes`.
    package static func scan(_ rest: Span<UInt8>, at position: FramePosition) -> FrameScan {
        guard rest.count > 0 else { return .end }
        guard rest.count >= FrameHeader.byteCount,
            let header = FrameHeader(rest.extracting(0..<FrameHeader.byteCount))
        else { return scanWithoutHeader(rest, at: position) }
        guard header.generation == position.generation, header.sequence == position.sequence + 1 else {
            return .damaged(
                """
                a frame of generation \(header.generation) with sequence \(header.sequence) stands where \
                \(position.sequence + 1) of generation \(position.generation) is due
                """)
        }
        guard header.length > 0, header.length <= StoreLimits.frameBytes else {
            return .damaged("a frame of \(header.length) bytes")
        }
        let end = FrameHeader.byteCount + header.length
        guard rest.count >= end else { return .torn }
        let payload = rest.extracting(FrameHeader.byteCount..<end)
        let chain = FrameHeader.chain(
            header: rest.extracting(0..<FrameHeader.byteCount), payload: payload, after: position.chain)
        if chain == header.chain { return .frame(header) }
        if rest.count == end, hasEmptySector(rest, from: position.offset, within: end) { return .torn }
        return .damaged("the checksum of frame \(header.sequence) does not match")
    }

    private static func scanWithoutHeader(_ rest: Span<UInt8>, at position: FramePosition) -> FrameScan {
        let damage = FrameScan.damaged("no frame begins here, where \(position.sequence + 1) is due")
        guard rest.count <= frameBytes, !hasHeader(rest) else { return damage }
        if hasEmptySector(rest, from: position.offset, within: min(FrameHeader.byteCount, rest.count)) { return .torn }
        return rest.count < FrameHeader.byteCount && isBeginning(rest, at: position) ? .torn : damage
    }

    /// Whether the bytes are the beginning of the header that is due, as far as its content is known.
    private static func isBeginning(_ rest: Span<UInt8>, at position: FramePosition) -> Bool {
        let due = FrameHeader.encode(
            .commit, generation: position.generation, sequence: position.sequence + 1, after: position.chain,
            payload: []
        ).bytes
        let known = [0..<7, 8..<9, 17..<44]
        return known.allSatisfy { range in range.allSatisfy { $0 >= rest.count || rest[$0] == due[$0] } }
    }

    /// Whether a frame's header stands anywhere: then what is before it was followed by it, so that it was synced.
    private static func hasHeader(_ rest: Span<UInt8>) -> Bool {
        var place = 1
        while place + FrameHeader.byteCount <= rest.count {
            if rest[place] == FrameHeader.magic[0],
                FrameHeader(rest.extracting(place..<place + FrameHeader.byteCount)) != nil
            {
                return true
            }
            place += 1
        }
        return false
    }

    /// Whether a sector of the file is all zero in as much of it as `rest` has; only sectors that begin before `end`.
    private static func hasEmptySector(_ rest: Span<UInt8>, from offset: Int, within end: Int) -> Bool {
        var start = 0
        while start < end {
            let next = min(start + sectorBytes - (offset + start) % sectorBytes, rest.count)
            let sector = rest.extracting(start..<next)
            if sector.indices.allSatisfy({ sector[$0] == 0 }) { return true }
            start = next
        }
        return false
    }
}
