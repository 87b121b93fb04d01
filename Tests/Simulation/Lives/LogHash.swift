import Synchronization

/// The log of a simulation as one number (FNV-1a, 64 bits), and how many lines it is made of.
public struct LogHash: Sendable, Hashable, CustomStringConvertible {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325
    /// Lines so far.
    public private(set) var lines = 0

    mutating func add(_ lines: [[UInt8]]) {
        self.lines += lines.count
        for byte in lines.joined() { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    public var description: String { "\(String(value, radix: 16)) of \(lines) lines" }
}

/// Where the lines of a log go.
final class LineSink: Sendable {
    private let lines = Mutex<[[UInt8]]>([])

    func take(_ line: [UInt8]) {
        lines.withLock { $0.append(line) }
    }

    func taken() -> [[UInt8]] {
        lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }
}
