/// Reads a journal and applies its commits.
struct JournalReplay {
    /// What the commits came to.
    private(set) var view: StoreView
    /// The position behind the last whole commit.
    private(set) var committed: FramePosition
    /// Whole frames up to there.
    private(set) var frames = 0
    /// What stands behind the last whole commit.
    private(set) var ending = Ending.clean
    private let name: String

    /// How a journal ends.
    enum Ending: Sendable, Hashable {
        /// With a whole commit.
        case clean
        /// With `bytes` that were never acknowledged.
        case torn(bytes: Int)
    }

    /// A replay on top of a snapshot; `name` is the journal's, for messages.
    init(onto view: StoreView, at position: FramePosition, name: String) {
        self.view = view
        self.committed = position
        self.name = name
    }

    /// Applies the whole of the journal. Afterwards `ending` says whether its tail is torn.
    mutating func run(_ input: inout FileInput) throws(StoreError) {
        var position = committed
        var parts: [EncodedChange] = []
        while true {
            switch try next(&input, at: position) {
            case .end:
                ending = position == committed ? .clean : .torn(bytes: position.offset - committed.offset)
                return
            case .torn:
                ending = .torn(bytes: position.offset - committed.offset + input.available)
                return
            case .damaged(let reason):
                throw .damaged(Damage(file: name, offset: position.offset, reason: reason))
            case .frame(let header):
                guard Self.take(header, input, into: &parts) else {
                    let reason = "frame \(header.sequence) is whole, but not what this version writes"
                    throw .damaged(Damage(file: name, offset: position.offset, reason: reason))
                }
                input.consume(FrameHeader.byteCount + header.length)
                position = position.after(header)
                frames += 1
                guard header.kind != .part else { continue }
                for change in parts { _ = view.apply(change) }
                parts.removeAll(keepingCapacity: true)
                committed = position
            }
        }
    }

    private func next(_ input: inout FileInput, at position: FramePosition) throws(StoreError) -> FrameScan {
        // Most frames are small: the header first, then as much as it asks for, and all of it where it is not clear.
        if try input.fill(FrameHeader.byteCount) {
            let header = FrameHeader(input.buffer.span.extracting(input.next(FrameHeader.byteCount)))
            let length = min(header?.length ?? 0, StoreLimits.frameBytes)
            _ = try input.fill(header == nil ? FrameScan.frameBytes + 1 : FrameHeader.byteCount + length + 1)
        }
        return FrameScan.scan(input.buffer.span.extracting(input.next), at: position)
    }

    /// Reads the payload of the frame that comes next; `false` where it is not what this version writes.
    private static func take(
        _ header: FrameHeader, _ input: borrowing FileInput, into changes: inout [EncodedChange]
    ) -> Bool {
        guard header.kind != .opened else { return changes.isEmpty }
        let frame = input.buffer.span.extracting(input.next(FrameHeader.byteCount + header.length))
        return ChangeList.read(frame.extracting(FrameHeader.byteCount..<frame.count), into: &changes)
    }
}

/// The payload of a commit: `{"changes":[…]}`, made change by change.
struct ChangeList {
    private static let opening = Array("{\"changes\":[".utf8)
    private static let closing = Array("]}".utf8)
    /// Bytes around the changes, the line feed with them.
    static let overhead = opening.count + closing.count + 1

    private var bytes = opening

    /// No changes.
    init() {}

    /// Whether there are no changes yet.
    var isEmpty: Bool { bytes.count == Self.opening.count }

    /// Bytes of the payload, the line feed with it, that there would be with one more change.
    func byteCount(with change: [UInt8]) -> Int {
        bytes.count + (isEmpty ? 0 : 1) + change.count + Self.closing.count + 1
    }

    /// Adds a change that is text already.
    mutating func append(_ change: [UInt8]) {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        bytes += change
    }

    /// Hands over the payload and begins anew, in the same memory.
    mutating func take<Failure>(_ use: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        bytes += Self.closing
        try use(bytes)
        bytes.removeSubrange(Self.opening.count...)
    }

    /// Reads a payload and adds its changes; `false` where it is none.
    static func read(_ payload: Span<UInt8>, into changes: inout [EncodedChange]) -> Bool {
        var place = opening.count
        guard payload.count >= overhead, opening.indices.allSatisfy({ payload[$0] == opening[$0] }) else {
            return false
        }
        repeat {
            guard let change = RecordText.read(payload, at: &place) else { return false }
            changes.append(change)
        } while RecordText.skip(",", payload, &place)
        return RecordText.skip("]", payload, &place) && RecordText.skip("}", payload, &place)
            && RecordText.skip("\n", payload, &place) && place == payload.count
    }
}
