import Documents
import Simulation
import Testing

@Suite struct CSVReaderTests {
    /// Every row as texts; a row that is none as its error.
    private func rows(_ text: String, delimiter: Unicode.Scalar = ",") -> [[String]] {
        var reader = CSVReader(Array(text.utf8), delimiter: UInt8(ascii: delimiter))
        var row = CSVReader.Row()
        var rows: [[String]] = []
        while true {
            do throws(CSVError) {
                guard try reader.next(&row) else { return rows }
                rows.append((0..<row.count).compactMap { reader.text(row, $0) })
            } catch {
                rows.append(["\(error)"])
            }
        }
    }

    @Test func theExamplesOfTheStandardHold() {
        // RFC 4180, section 2.
        #expect(rows("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n") == [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]])
        #expect(rows("aaa,bbb,ccc\r\nzzz,yyy,xxx") == [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]])
        #expect(
            rows("\"aaa\",\"b \r\nbb\",\"ccc\"\r\nzzz,yyy,xxx") == [
                ["aaa", "b \r\nbb", "ccc"], ["zzz", "yyy", "xxx"],
            ])
        #expect(rows("\"aaa\",\"b\"\"bb\",\"ccc\"") == [["aaa", "b\"bb", "ccc"]])
    }

    @Test func emptyFieldsAreFields() {
        #expect(rows(",\n\"\",\n,,") == [["", ""], ["", ""], ["", "", ""]])
        #expect(rows("") == [])
        #expect(rows("\n") == [[""]])
        #expect(rows("a,\n") == [["a", ""]])
    }

    @Test func otherDelimitersAndLineEndsAreRead() {
        #expect(rows("a;b,c\rd;\"e;f\"\n", delimiter: ";") == [["a", "b,c"], ["d", "e;f"]])
        #expect(rows("a\tb", delimiter: "\t") == [["a", "b"]])
    }

    @Test func quotesWithinAnUnquotedFieldStandForThemselves() {
        #expect(rows("5\" disk,x") == [["5\" disk", "x"]])
    }

    @Test func doubledQuotesAreHalved() {
        #expect(rows("\"\"\"\"\"\"") == [["\"\""]])
        #expect(rows("\"\"\"a\"\"\"") == [["\"a\""]])
    }

    @Test func aRowThatIsNoneCostsNoOther() {
        let read = rows("a,b\n\"x\"y,2\nc,d\n\"no end,3\n")
        #expect(read[0] == ["a", "b"])
        #expect(read[1] == ["line 2: something follows a closed quote in field 1"])
        #expect(read[2] == ["c", "d"])
        #expect(read[3] == ["line 4: the quote of line 4 is not closed before the end of the file"])
        #expect(read.count == 4)
    }

    /// Line ends of old are a carriage return alone.
    @Test func soItIsWhateverTheLinesEndWith() {
        for end in ["\n", "\r\n", "\r"] {
            let read = rows("a,b\(end)\"x\"y,2\(end)c,d\(end)")
            #expect(read == [["a", "b"], ["line 2: something follows a closed quote in field 1"], ["c", "d"]])
        }
    }

    /// Where a quote may still be open at the end of the line, what follows may be text of a field and no row.
    @Test func aQuoteThatMayBeOpenCostsTheRest() {
        let read = rows("a,b\n\"x\"y,\"two\nc,d\nlines\"\ne,f\n")
        #expect(read[0] == ["a", "b"])
        #expect(read[1].first?.hasPrefix("line 2: something follows a closed quote in field 1") == true)
        #expect(read.count == 2)
        #expect(rows("\"x\"y,\"one line\"\nc,d\n").last == ["c", "d"])
    }

    @Test func linesAreCountedThroughQuotes() throws {
        var reader = CSVReader(Array("a\n\"b\nc\"\r\nd\re".utf8))
        var row = CSVReader.Row()
        var lines: [Int] = []
        while try reader.next(&row) { lines.append(row.line) }
        #expect(lines == [1, 2, 4, 5])
    }

    @Test func aRowCanBeReadAgain() throws {
        var reader = CSVReader(Array("a,b\n\"c\nd\",e\nf,g\n".utf8))
        var row = CSVReader.Row()
        var places: [(Int, Int)] = []
        while try reader.next(&row) { places.append((row.offset, row.line)) }
        reader.go(to: places[1].0, line: places[1].1)
        #expect(try reader.next(&row))
        #expect(reader.text(row, 0) == "c\nd")
        #expect(row.line == 2)
        #expect(reader.text(row, 2) == nil)
    }

    @Test(arguments: [5, 6, 7, 8])
    func whatIsWrittenIsReadBack(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters = ["a", "b", ",", "\"", "\n", "\r\n", "é", " ", ";"]
        for _ in 0..<500 {
            let table = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<Int.random(in: 2...4, using: &random)).map { _ in
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }
                        .joined()
                }
            }
            let text = table.map { row in
                row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
            }.joined(separator: "\r\n")
            #expect(rows(text) == table)
        }
    }

    @Test(arguments: [9, 10, 11])
    func anyBytesAreReadOrRefusedToTheEnd(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : ",\"\n\r;".utf8.randomElement(using: &random) ?? 0
            }
            var reader = CSVReader(bytes)
            var row = CSVReader.Row()
            var count = 0
            while count <= bytes.count {
                count += 1
                do {
                    guard try reader.next(&row) else { break }
                } catch {
                    continue
                }
            }
            // Every row takes at least one byte.
            #expect(count <= bytes.count + 1)
        }
    }
}
