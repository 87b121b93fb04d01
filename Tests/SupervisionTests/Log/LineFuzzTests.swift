import Documents
import Testing

@testable import Supervision

/// Lines of arbitrary content: each has to be one line, valid JSON, short enough, and say the same as was given.
@Suite("Any content makes a good line")
struct LineFuzzTests {
    /// splitmix64, so that a failure's seed gives the same content again.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let nasty: [Unicode.Scalar] = [
        "\"", "\\", "\n", "\r", "\t", "\0", "\u{1B}", "\u{7F}", "\u{85}", "\u{2028}", "\u{202E}", "\u{FEFF}", "é",
        "…", "\u{301}", "😀", "\u{10FFFF}", "\u{E0041}", "a", " ", "=", "\u{FFFD}",
    ]

    private static func text(_ random: inout Seeded) -> String {
        let lengths = [0, 1, 5, 60, 60, 60, 2000, 9000]
        let length = Int.random(in: 0...(lengths.randomElement(using: &random) ?? 0), using: &random)
        var text = ""
        for _ in 0..<length {
            let any = Unicode.Scalar(UInt32.random(in: 0..<0x11_0000, using: &random))
            let scalar = Bool.random(using: &random) ? nasty.randomElement(using: &random) : any
            text.unicodeScalars.append(scalar ?? "x")
        }
        return text
    }

    private static func record(seed: UInt64) -> LogRecord {
        var random = Seeded(state: seed)
        let count = Int.random(in: 0...([0, 3, 3, 20, 20, 20, 400].randomElement(using: &random) ?? 0), using: &random)
        let fields: [(String, Field)] = (0..<count).map { _ in
            let name = Bool.random(using: &random) ? "field.\(Int.random(in: 0...30, using: &random))" : text(&random)
            let isText = Int.random(in: 0...3, using: &random) > 0
            return (name, isText ? .text(text(&random)) : .integer(Int.random(in: .min ... .max, using: &random)))
        }
        return LogRecord(
            time: Int64.random(in: -1_000_000_000_000_000...250_000_000_000_000, using: &random),
            level: Level.allCases.randomElement(using: &random) ?? .info,
            event: EventName.allCases.randomElement(using: &random) ?? .feedRead, message: text(&random),
            fields: fields)
    }

    @Test("as JSON", arguments: 0..<20)
    func json(block: UInt64) throws {
        for seed in block * 10..<(block + 1) * 10 {
            let record = Self.record(seed: seed)
            let line = JSONLine(hasPriority: false).bytes(of: record)
            #expect(line.count <= 8192 && line.last == 0x0A && !line.dropLast().contains(0x0A), "seed \(seed)")
            #expect(line.allSatisfy { $0 >= 0x20 || $0 == 0x0A } && !line.contains(0x7F), "seed \(seed)")
            guard case .object(let object) = try JSONReader.read(Array(line.dropLast())) else {
                Issue.record("seed \(seed): not an object")
                continue
            }
            #expect(object["event"] == .string(record.event.rawValue), "seed \(seed)")
            guard case .string(let message)? = object["message"] else {
                Issue.record("seed \(seed): no message")
                continue
            }
            // Whole, or its beginning with an ellipsis.
            let isBeginning =
                message.hasSuffix("…") && record.message.unicodeScalars.starts(with: message.unicodeScalars.dropLast())
            #expect(Array(message.utf8) == Array(record.message.utf8) || isBeginning, "seed \(seed)")
        }
    }

    @Test("as text", arguments: 0..<20)
    func readable(block: UInt64) {
        for seed in block * 10..<(block + 1) * 10 {
            let line = ReadableLine(isColoured: false).bytes(of: Self.record(seed: seed))
            #expect(line.count <= 8192 && line.last == 0x0A, "seed \(seed)")
            #expect(line.dropLast().allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "seed \(seed)")
            #expect(String(validating: line, as: UTF8.self) != nil, "seed \(seed)")
        }
    }

    @Test("a cut never leaves half an escape, whatever the limit", arguments: 0...40)
    func cut(limit: Int) throws {
        for scalar in Self.nasty {
            let text = String(repeating: String(scalar), count: 10)
            let cut = Escaping.json("ab" + text, limit: limit)
            #expect(cut.count <= limit)
            #expect(throws: Never.self) { try JSONReader.read([0x22] + cut + [0x22]) }
        }
    }
}
