import Documents
import FoundationEssentials
import Sandbox

/// Text that would move a terminal, forge a line or become a formula, in whatever a buyer, a seller or a server can write:
/// everything that the binary prints, logs and leaves in files is looked through for what is left of it.
struct Poison {
    let options: Options
    /// A title and the bell, a cleared screen, colours in C0 and C1, marks that turn the direction of writing, line breaks of
    /// every kind, a mark without width, NUL, and lines as the program itself could have written them.
    private static let text =
        "a\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}31m\u{202e}b\u{2066}\u{2028}\u{85}\u{200b}\u{e0041}\u{0}\r\n\(forged)\r\n"
        + "{\"event\":\"change.dead\",\"level\":\"error\",\"message\":\"forged\"}\n=cmd|' /C calc'!A0"
    private static let forged = "2026-11-23T12:00:00.000Z error    change.dead  forged"

    init(_ options: Options) { self.options = options }

    func run() async throws -> Bool {
        try await Bench.run(options) { bench in
            bench.sandbox.change { Self.write(&$0) }
            var found = Findings()
            try await commands(bench, "at work", &found)
            for fault in [
                Fault.procurement("*", .error(code: Self.text, reason: Self.text), times: 50),
                .procurement("*", .status(500, body: "{\"message\":\(quoted)}", type: "application/json"), times: 50),
                .aws("UpdatePurchaseOrders", .error(code: "ValidationException", reason: Self.text), times: 50),
                .aws("*", .error(code: Self.text, reason: Self.text), times: 50),
            ] {
                bench.sandbox.change { world in Works.buy(world.aws.agreements.count, &world) }
                bench.sandbox.inject(fault)
                try await commands(bench, "with faults", &found)
                bench.sandbox.clearFaults()
            }
            try await terminal(bench, &found)
            for hit in found.hits { print("  \(hit)") }
            print(
                "poison: \(found.places) outputs, logs and files (\(found.bytes >> 10) KiB), \(found.showing) of which show "
                    + "it escaped: \(found.hits.count) hits")
            return found.hits.isEmpty && found.showing > 0
        }
    }

    private var quoted: String { JSONValue.string(Self.text).compactText() }

    private static func write(_ world: inout SandboxWorld) {
        for number in 0..<3 { Works.buy(number, &world) }
        // What somebody set in the console, and what AWS has for names.
        world.aws.agreements[0].charges[0].order = "PO" + text
        world.aws.agreements[1].charges[1].order = "=1+1"
        world.aws.agreements[1].offer = "offer-" + text
        world.aws.agreements[2].charges[2].id = "ch-" + text
        world.aws.organization?.members[1].name = text
        for (place, number) in world.procurement.orders.indices.map({ ($0, "PO-\($0)") }) {
            world.procurement.orders[place].custom[text] = text
            world.procurement.orders[place].lines[0].description = text
            world.procurement.orders[place].lines[0].commodity = text
            world.procurement.orders[place].lines[0].custom["po-scope"] = place == 1 ? text : nil
            world.procurement.orders[place].number = place == 2 ? number + text : "=" + number
        }
        Works.buy(3, &world)
        world.procurement.orders[3].status = text
        Works.buy(4, &world)
        world.procurement.orders[4].supplier = text
    }

    private struct Findings {
        var places = 0
        var bytes = 0
        /// Those in which a mark that turns the direction stands as an escape: what is nowhere moves nothing.
        var showing = 0
        var hits: [String] = []

        /// - Parameter breaks: what a line may end with.
        mutating func look(_ place: String, _ text: String, breaks: Set<Unicode.Scalar> = ["\n"]) {
            places += 1
            bytes += text.utf8.count
            if text.contains("u202e") || text.contains("u{202e}") { showing += 1 }
            for scalar in Set(text.unicodeScalars) where !scalar.isPlain && !breaks.contains(scalar) {
                hits.append("U+\(String(scalar.value, radix: 16, uppercase: true)) is in \(place)")
            }
            for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix(Poison.forged) {
                hits.append("a forged line is in \(place)")
            }
        }
    }

    private func commands(_ bench: Bench, _ when: String, _ found: inout Findings) async throws {
        for words in [
            ["sync", "--log-level", "debug"], ["plan"], ["status"], ["findings", "--all"], ["queue", "list"],
            ["explain", "=PO-0"], ["explain", "agmt-1"], ["explain", "PO" + Self.text.replacing("\0", with: "")],
            ["feed", "preview", "coupa"], ["feed", "test-mapping", "coupa"], ["check"], ["store", "verify"],
        ] {
            for format in words == ["store", "verify"] ? [[]] : [[], ["--format", "json"]] {
                let ended = try await Running.start(bench, [options.posyncd] + words + format + bench.common).ended()
                let place = "what \((words.prefix(1) + format).joined(separator: " ")) writes \(when)"
                found.look(place, ended.output)
                found.look("the log: \(place)", ended.log.joined(separator: "\n"))
                if !format.isEmpty, !ended.output.isEmpty, (try? JSONReader.read(Array(ended.output.utf8))) == nil {
                    found.hits.append("\(place) is no JSON")
                }
                for line in ended.log where line.hasPrefix("{") && (try? JSONReader.read(Array(line.utf8))) == nil {
                    found.hits.append("a line is no JSON in the log: \(place)")
                }
            }
        }
        try await table(bench, when, &found)
        for name in ["assignments", "findings", "queue", "status"] {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(bench.state)/\(name).json")))
            found.look("\(name).json \(when)", String(decoding: bytes, as: UTF8.self))
            if (try? JSONReader.read(bytes)) == nil { found.hits.append("\(name).json is no JSON \(when)") }
        }
    }

    /// The CSV: a line for each assignment, and no cell that a spreadsheet would calculate, whatever it splits a line at.
    private func table(_ bench: Bench, _ when: String, _ found: inout Findings) async throws {
        let ended = try await Running.start(bench, [options.posyncd, "export"] + bench.common).ended()
        found.look("the CSV \(when)", ended.output, breaks: ["\r", "\n"])
        let view = try JSONReader.read([UInt8](try Data(contentsOf: URL(filePath: "\(bench.state)/assignments.json"))))
        let lines = ended.output.split(separator: "\r\n")
        if lines.count != 1 + (view["assignments"]?.array?.count ?? 0) {
            found.hits.append("the CSV has \(lines.count) lines \(when)")
        }
        for cell in lines.flatMap({ $0.split { $0 == "," || $0 == ";" || $0 == "\t" } }) {
            let first = cell.first { $0 != "\"" && $0 != " " }
            if let first, "=+-@".contains(first) { found.hits.append("the cell \(cell) is in the CSV \(when)") }
        }
    }

    /// On a terminal the log is text; its own colours are all that may move anything.
    private func terminal(_ bench: Bench, _ found: inout Findings) async throws {
        let command = ([options.posyncd, "sync", "--full"] + bench.common).map { "'\($0)'" }.joined(separator: " ")
        let ended = try await Running.start(bench, ["/usr/bin/script", "-qec", command, "/dev/null"]).ended()
        guard ended.output.contains("cycle.started") else {
            throw BenchError("the log is not on the terminal: \(ended.output.prefix(300))")
        }
        var text = ended.output
        for colour in ["0", "1", "2", "31", "33", "36", "1;37;41"] {
            text = text.replacing("\u{1b}[\(colour)m", with: "")
        }
        found.look("the log on a terminal", text, breaks: ["\r", "\n"])
    }
}
