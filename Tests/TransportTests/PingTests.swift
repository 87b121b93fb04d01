import Testing
import Transport

@Suite(.timeLimit(.minutes(10))) struct PingTests {
    @Test func theTransferThreadGivesASignOfLifeAndKeepsNobodyWaitingAfterItsEnd() async throws {
        let transport = try CurlTransport(CurlSettings(userAgent: "test"))
        for _ in 0..<10 { await transport.ping() }
        await transport.shutdown()
        await transport.ping()
    }

    @Test func libcurlIsNamedWithItsTLSLibrary() {
        let words = CurlTransport.libcurlVersion.split(separator: " ")
        #expect(words.count == 2)
        #expect(words.first?.hasPrefix("libcurl/") == true)
    }
}
