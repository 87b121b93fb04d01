internal import ChecksumShim

/// CRC-32C (Castagnoli, RFC 3720 appendix B.4), which finds every single flipped bit and every burst of up to 32 bits.
///
/// It guards against disks and mistakes, not against an attacker, who can compute it too.
package struct CRC32C: Sendable, Hashable {
    private var register: UInt32

    /// A checksum that goes on from another one, so that records hang on each other.
    package init(after previous: UInt32 = 0) {
        register = ~previous
    }

    /// The checksum of what was added so far.
    package var value: UInt32 { ~register }

    /// The checksum of `bytes` alone.
    package static func checksum(_ bytes: Span<UInt8>) -> UInt32 {
        CRC32C().adding(bytes).value
    }

    /// The checksum that goes on over `bytes`.
    func adding(_ bytes: Span<UInt8>) -> CRC32C {
        var sum = self
        sum.add(bytes)
        return sum
    }

    /// Goes on over `bytes`: by the processor's instruction, which is there on every x86-64 of the last decade, or by tables.
    package mutating func add(_ bytes: Span<UInt8>) {
        guard Self.isInstruction else { return addByTables(bytes) }
        register = bytes.withUnsafeBytes { crc32c_by_instruction(register, $0.baseAddress, $0.count) }
    }

    private static let isInstruction = crc32c_is_instruction()

    /// Goes on over `bytes`, eight at a time ("slicing by eight", Intel 2006).
    package mutating func addByTables(_ bytes: Span<UInt8>) {
        var sum = register
        bytes.withUnsafeBytes { raw in
            // Never out of bounds: each index is a byte beside a multiple of 256 below 2048.
            Self.tables.withUnsafeBufferPointer { tables in
                var rest = 0
                while rest + 8 <= raw.count {
                    let word = raw.loadUnaligned(fromByteOffset: rest, as: UInt64.self).littleEndian ^ UInt64(sum)
                    sum = tables[1792 + Int(word & 0xFF)] ^ tables[1536 + Int(word >> 8 & 0xFF)]
                    sum ^= tables[1280 + Int(word >> 16 & 0xFF)] ^ tables[1024 + Int(word >> 24 & 0xFF)]
                    sum ^= tables[768 + Int(word >> 32 & 0xFF)] ^ tables[512 + Int(word >> 40 & 0xFF)]
                    sum ^= tables[256 + Int(word >> 48 & 0xFF)] ^ tables[Int(word >> 56)]
                    rest += 8
                }
                while rest < raw.count {
                    sum = sum >> 8 ^ tables[Int((sum ^ UInt32(raw[rest])) & 0xFF)]
                    rest += 1
                }
            }
        }
        register = sum
    }

    /// Eight tables of 256: the k-th says what a byte does that is followed by k more.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 2048)
        for byte in 0..<256 {
            var sum = UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0x82F6_3B78 : sum >> 1 }
            tables[byte] = sum
        }
        for place in 256..<2048 {
            let shorter = tables[place - 256]
            tables[place] = shorter >> 8 ^ tables[Int(shorter & 0xFF)]
        }
        return tables
    }()
}
