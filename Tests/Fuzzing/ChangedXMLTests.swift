import Documents
import Simulation
import Testing

/// Documents with some bytes changed: each is read or refused, in bounded time, and what is read can be read again.
@Suite struct ChangedXMLTests {
    private static let seeds = [
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.050/cXML.dtd">
        <cXML payloadID="1" timestamp="2026-11-23T12:00:00+00:00"><Header><From><Credential domain="DUNS">
        <Identity>&lt;x&gt;</Identity></Credential></From></Header><!-- c --><a><![CDATA[x]]>&#x41;</a></cXML>
        """,
        "<a b='1' c=\"2\"><b/><c>x</c>é</a>",
    ]

    /// What stands in XML for something, and so is worth putting anywhere.
    private static let pieces = [
        "<", ">", "/", "&", ";", "'", "\"", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE", "[", "]",
        "\u{0}",
        "&#", "&#x", "&amp;", "=", " ", "\n", "<!ENTITY",
    ].map { Array($0.utf8) }

    @Test(arguments: [1, 2, 3, 4])
    func changedDocumentsAreReadOrRefused(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var outcomes: (read: Int, refused: Int) = (0, 0)
        for _ in 0..<2000 {
            var bytes = Array(Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &random)].utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.removeSubrange(place...)
                case 3:
                    let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
                    bytes.insert(contentsOf: piece, at: place)
                default:
                    let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
                    bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
                }
                if bytes.isEmpty { bytes = [0x3c] }
            }
            try XMLTarget.run(bytes)
            if (try? XMLReader.read(bytes)) == nil { outcomes.refused += 1 } else { outcomes.read += 1 }
        }
        #expect(outcomes.read > 0)
        #expect(outcomes.refused > 0)
    }
}
