/// The header of a frame of the journal, one line of 62 bytes:
///
///     POSYN1 C 000000e1 00000003 00000000000000a1 6f0d9c12 91e0c2aa
///
/// magic and version, kind, bytes of payload, generation, sequence, chain, checksum of the header. The payload follows:
/// one canonical JSON object and a line feed. All of it is text, so that `less` and `grep` work.
///
/// The *chain* is the CRC32C of the header up to there and the payload, going on from the chain of the frame before;
/// the first one goes on from the checksum of the generation's snapshot. With the consecutive sequence, a missing,
/// doubled, exchanged or foreign frame is found as well as a damaged one. The header has a checksum of its own because
/// a flipped bit in the length must not pass for an interrupted write. Damage is found by all that, and not what somebody
/// changes on purpose: whoever can write the file can make its checksums anew.
package struct FrameHeader: Sendable, Hashable {
    /// What a frame is.
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// The store was opened for writing here; changes nothing.
        case opened = 0x4F
        /// A part of a commit that is too large for one frame; counts only with the commit that ends it.
        case part = 0x50
        /// A commit, or the end of one.
        case commit = 0x43
    }

    /// What follows.
    package var kind: Kind
    /// Bytes of payload.
    package var length: Int
    /// The generation of the journal.
    package var generation: Int
    /// One more than that of the frame before.
    package var sequence: Int
    /// The checksum that hangs on the one before.
    package var chain: UInt32

    /// Bytes of a header.
    package static let byteCount = 62
    /// What every frame begins with.
    static let magic = Array("POSYN1 ".utf8)
    /// Bytes of a header that the chain covers.
    private static let chained = 44
    /// Bytes of a header that its own checksum covers.
    private static let checked = 53

    /// The whole frame: header and payload, whose line feed is added here.
    package static func encode(
        _ kind: Kind, generation: Int, sequence: Int, after previous: UInt32, payload: [UInt8]
    ) -> (bytes: [UInt8], chain: UInt32) {
        var bytes = magic
        bytes.reserveCapacity(byteCount + payload.count + 1)
        bytes += [kind.rawValue, blank]
        appendHex(UInt64(payload.count + 1), width: 8, to: &bytes)
        bytes.append(blank)
        appendHex(UInt64(generation), width: 8, to: &bytes)
        bytes.append(blank)
        appendHex(UInt64(sequence), width: 16, to: &bytes)
        bytes.append(blank)
        var chain = CRC32C(after: previous)
        chain.add(bytes.span)
        chain.add(payload.span)
        chain.add([lineFeed].span)
        appendHex(UInt64(chain.value), width: 8, to: &bytes)
        bytes.append(blank)
        appendHex(UInt64(CRC32C.checksum(bytes.span)), width: 8, to: &bytes)
        bytes.append(lineFeed)
        bytes += payload
        bytes.append(lineFeed)
        return (bytes, chain.value)
    }

    /// Reads a header from its 62 bytes; `nil` where they are none, or its checksum does not match.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount, bytes[Self.byteCount - 1] == Self.lineFeed,
            Self.magic.indices.allSatisfy({ bytes[$0] == Self.magic[$0] }),
            let checksum = Self.hex(bytes.extracting(53..<61)),
            checksum == CRC32C.checksum(bytes.extracting(0..<Self.checked)),
            let kind = Kind(rawValue: bytes[7]),
            let length = Self.hex(bytes.extracting(9..<17)),
            let generation = Self.hex(bytes.extracting(18..<26)),
            let sequence = Self.hex(bytes.extracting(27..<43)), sequence <= Int.max,
            let chain = Self.hex(bytes.extracting(44..<52))
        else { return nil }
        self.kind = kind
        self.length = Int(length)
        self.generation = Int(generation)
        self.sequence = Int(sequence)
        self.chain = UInt32(truncatingIfNeeded: chain)
    }

    /// The chain that header and payload come to after `previous`; right where it equals `chain`.
    static func chain(header: Span<UInt8>, payload: Span<UInt8>, after previous: UInt32) -> UInt32 {
        var sum = CRC32C(after: previous)
        sum.add(header.extracting(0..<chained))
        sum.add(payload)
        return sum.value
    }

    private static let blank = UInt8(ascii: " ")
    static let lineFeed = UInt8(ascii: "\n")
}

extension FrameHeader {
    /// Writes a number in hexadecimal digits, lower case.
    static func appendHex(_ number: UInt64, width: Int, to bytes: inout [UInt8]) {
        for place in (0..<width).reversed() {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(4 * place) & 0xF)
            bytes.append(digit < 10 ? 48 + digit : 87 + digit)
        }
    }

    /// Reads hexadecimal digits, lower case only: there is one way to write a number.
    static func hex(_ bytes: Span<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        for place in bytes.indices {
            switch bytes[place] {
            case 48...57: number = number << 4 | UInt64(bytes[place] - 48)
            case 97...102: number = number << 4 | UInt64(bytes[place] - 87)
            default: return nil
            }
        }
        return number
    }
}
