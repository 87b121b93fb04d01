import Documents
import Testing

@Suite struct XMLReaderTests {
    private func read(_ text: String, limits: XMLLimits = XMLLimits()) throws(XMLError) -> XMLElement {
        try XMLReader.read(Array(text.utf8), limits: limits)
    }

    // MARK: - What is read

    @Test func elementsAttributesAndTextComeInTheirOrder() throws {
        let root = try read("<a x='1' y = \"2\">one<b/>two<c>three</c></a>")
        #expect(root.attributes.map(\.name) == ["x", "y"])
        #expect(root.attributes.map(\.value) == ["1", "2"])
        #expect(root.elements.map(\.name) == ["b", "c"])
        #expect(root.text == "onetwothree")
    }

    @Test func referencesAreResolved() throws {
        #expect(try read("<a b='&lt;&quot;&#x41;'>&amp;&#233;&apos;&gt;</a>").attributes[0].value == "<\"A")
        #expect(try read("<a>&amp;&#233;&apos;&gt;</a>").text == "&é'>")
    }

    @Test func lineEndsAreOneCharacter() throws {
        #expect(try read("<a>x\r\ny\rz</a>").text == "x\ny\nz")
        #expect(try read("<a b='x\r\ny\tz'/>").attributes[0].value == "x y z")
        #expect(try read("<a><![CDATA[x\r\n<&]]></a>").text == "x\n<&")
    }

    @Test func commentsAndInstructionsArePassedOver() throws {
        #expect(try read("<?xml version='1.0'?><!-- x --><?p q?><a>1<!-- 2 -->3<?p q?></a><!-- x -->").text == "13")
    }

    @Test(arguments: [
        "<!DOCTYPE cXML SYSTEM \"http://xml.cxml.org/schemas/cXML/1.2.050/cXML.dtd\">",
        "<!DOCTYPE cXML SYSTEM 'file:///etc/passwd'>", "<!DOCTYPE a>", "<!DOCTYPE a PUBLIC \"-//x\" \"y.dtd\" >",
    ])
    func aDocumentTypeThatIsKeptElsewhereIsPassedOver(_ type: String) throws {
        #expect(try read("<?xml version=\"1.0\"?>\n\(type)\n<a>1</a>").text == "1")
    }

    @Test func theDeclaredEncodingIsReadIn() throws {
        let declaration = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8)
        #expect(try XMLReader.read(declaration + [0xfc] + Array("</a>".utf8)).text == "ü")
        let units = Array("<a>ü</a>".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        #expect(try XMLReader.read([0xff, 0xfe] + units).text == "ü")
        #expect(try XMLReader.read(units).text == "ü", "without its mark it is told by its first bytes")
        #expect(try XMLReader.read([0xef, 0xbb, 0xbf] + Array("<a>ü</a>".utf8)).text == "ü")
    }

    @Test func elementsKnowTheirLines() throws {
        let root = try read("<a>\n<b\n x='1'/>\n\n<c/></a>")
        #expect(root.line == 1)
        #expect(root.elements.map(\.line) == [2, 5])
    }

    // MARK: - What is refused

    @Test(arguments: [
        "", " ", "a", "<a>", "<a", "<a b", "<a b=", "<a b='", "<a b='1", "<a></b>", "<a/><b/>", "<a/>x", "x<a/>",
        "</a>",
        "<a b='1' b='2'/>", "<a b=1/>", "<a b='1'c='2'/>", "<a b='<'/>", "<a>]]></a>", "<a>&</a>", "<a>& b;</a>",
        "<a>&#0;</a>", "<a>&#x1F;</a>", "<a>&#xD800;</a>", "<a>&#-5;</a>", "<a>&#+65;</a>", "<a>&#xFFFE;</a>",
        "<a>&#;</a>",
        "<a>\u{1}</a>", "<a>\u{FFFF}</a>", "<a><!-- -- --></a>", "<a><!--", "<a><![CDATA[x</a>",
        "<a><?xml version='1.0'?></a>",
        " <?xml version='1.0'?><a/>", "<1a/>", "<a><b></a></b>", "<a/", "< a/>", "<a><!b></a>", "<?p",
        "<![CDATA[x]]><a/>", "&amp;<a/>",
        "<?xml version='1.0'",
    ])
    func whatIsNoXMLIsRefused(_ text: String) {
        #expect(throws: XMLError.self) { _ = try read(text) }
    }

    @Test(arguments: ["<a", "<a b", "<a b=", "<a b='1'", "<a><b/></", "<a><b/></a", "<a><"])
    func aDocumentThatEndsWithinATagIsSaidToBeCutOff(_ text: String) {
        let error = #expect(throws: XMLError.self) { _ = try read(text) }
        #expect(error?.reason == "the document is cut off within a tag")
    }

    @Test func bytesOfAnotherEncodingThanSaidAreSaid() {
        let text = Array("<?xml version='1.0' encoding='utf-8'?>\n<a>".utf8) + [0xfc] + Array("</a>".utf8)
        let error = #expect(throws: XMLError.self) { _ = try XMLReader.read(text) }
        #expect(error?.line == 2)
        #expect(error?.reason.contains("the document is not in the encoding that it says") == true)
    }

    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<!DOCTYPE a []><a/>", "<!DOCTYPE a SYSTEM 'x' [ ]><a/>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1/'> %p;]><a/>", "<!DOCTYPE a><!DOCTYPE a><a/>",
        "<a><!DOCTYPE a></a>", "<a>&undefined;</a>", "<a b='&undefined;'/>", "<!DOCTYPE a SYSTEM><a/>",
        "<!DOCTYPE><a/>",
        "<!DOCTYPE a SYSTEM 'x'", "<!DOCTYPE a SYSTEM 'x><a/>",
    ])
    func declarationsAndEntitiesAreRefused(_ text: String) {
        #expect(throws: XMLError.self) { _ = try read(text) }
    }

    @Test func unknownEncodingsAreRefused() {
        let error = #expect(throws: XMLError.self) { _ = try read("<?xml version='1.0' encoding='EBCDIC'?><a/>") }
        #expect(error?.reason.contains("EBCDIC") == true)
    }

    @Test func limitsHold() throws {
        let deep = { (count: Int) in
            String(repeating: "<a>", count: count) + String(repeating: "</a>", count: count)
        }
        _ = try read(deep(64))
        #expect(throws: XMLError.self) { _ = try read(deep(65)) }
        #expect(throws: XMLError.self) { _ = try read(String(repeating: "<a>", count: 1_000_000)) }
        let attributes = { (count: Int) in "<a \((0..<count).map { "x\($0)='1'" }.joined(separator: " "))/>" }
        _ = try read(attributes(64))
        #expect(throws: XMLError.self) { _ = try read(attributes(65)) }
        #expect(throws: XMLError.self) { _ = try read("<\(String(repeating: "a", count: 257))/>") }
        #expect(throws: XMLError.self) {
            _ = try read("<a>\(String(repeating: "<b/>", count: 10))</a>", limits: XMLLimits(elements: 10))
        }
    }

    @Test func errorsNameTheLineAndNoContent() {
        let secret = "canary-4711"
        let error = #expect(throws: XMLError.self) {
            _ = try read("<a>\n<SharedSecret>\(secret)</SharedSecret>\n<b x='\(secret)'>\(secret)&\(secret);</b></a>")
        }
        #expect(error?.line == 3)
        #expect(error.map { "\($0)".contains(secret) } == false)
    }

    @Test(arguments: [
        "<a>x<canary", "<a>x<canary>", "<a>x<canary></a>", "<a>x</canary></a>", "<a>x</canary", "<a x<canary='1'/>",
        "<a canary/>", "<a canary=1/>", "<a canary='1'canary='2'/>", "<a canary='1' canary='2'/>", "<a canary='<'/>",
        "<a canary='", "<canary/>x", "<canary>", "<canary x", "<a>&canary;</a>", "<?canary", "<!DOCTYPE canary SYSTEM>",
    ])
    func whatLooksLikeANameMayBeTheRestOfASecret(_ text: String) {
        let error = #expect(throws: XMLError.self) { _ = try read(text) }
        #expect(error.map { "\($0)".contains("canary") } == false)
    }
}
