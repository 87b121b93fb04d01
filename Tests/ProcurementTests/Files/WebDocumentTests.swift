import Documents
import Procurement
import Reconciliation
import Simulation
import Synchronization
import Testing
import Transport

/// One document at an https address: a folder with one file in it.
@Suite struct WebDocumentTests {
    private static let start = Instant(seconds: 1_795_000_000)

    /// A site that answers every request alike, until it is told otherwise.
    private final class Site: Sendable {
        private let now: Mutex<ScriptedTransport.Answer>

        init(_ answer: ScriptedTransport.Answer) { now = Mutex(answer) }

        var answer: ScriptedTransport.Answer {
            get { now.withLock { $0 } }
            set { now.withLock { $0 = newValue } }
        }
    }

    private struct Stage {
        let site: Site
        let transport: ScriptedTransport
        let feed: FolderFeed

        init(_ answer: ScriptedTransport.Answer, login: WebDocument.Login = .none) {
            let site = Site(answer)
            let clock = ManualClock(isImpatient: true)
            transport = ScriptedTransport(time: clock) { _ in site.answer }
            feed = FolderFeed(
                FolderOptions(name: "docs", files: "*"), cxml: CXMLOptions(),
                folder: WebDocument(
                    url: "https://erp.example.com/out/orders.xml?key=canary", login: login, transport: transport),
                time: clock)
            self.site = site
        }
    }

    private static func document(_ id: Int, amount: String = "100.00", type: String = "text/xml")
        -> ScriptedTransport.Answer
    {
        .response(
            Response(
                status: 200, headers: [Request.Header("Content-Type", type)],
                body: Array(
                    OrderFiles.cxml(SampleOrder(id: String(id), amount: amount, updatedAt: start)).utf8)))
    }

    @Test func theDocumentIsFetchedOnceAReadingAndReadWhenItHasChanged() async throws {
        let stage = Stage(Self.document(1))
        var keeper = try FeedKeeper(stage.feed)
        try await keeper.read()
        #expect(keeper.orders.keys.sorted() == ["PO-1"])
        #expect(keeper.records == 1)
        try await keeper.read()
        #expect(keeper.records == 0)
        stage.site.answer = Self.document(2)
        try await keeper.read()
        #expect(keeper.orders.keys.sorted() == ["PO-1", "PO-2"])
        #expect(stage.transport.requests.count == 3)
    }

    @Test func nobodyWaitsForADocumentThatIsThereAsAWhole() async throws {
        let clock = ManualClock(isImpatient: true)
        let feed = FolderFeed(
            FolderOptions(name: "docs", files: "*", settle: .seconds(60)), cxml: CXMLOptions(),
            folder: WebDocument(
                url: "https://erp.example.com/o.xml", login: .none,
                transport: ScriptedTransport(time: clock) { _ in Self.document(1) }), time: clock)
        let before = clock.wallMilliseconds()
        #expect(try await feed.everything().orders.count == 1)
        #expect(clock.wallMilliseconds() == before)
    }

    @Test func nothingIsSentButTheLogin() async throws {
        let stage = Stage(
            Self.document(1), login: .basic(user: "posync", password: Secret("canary-2")))
        _ = try await stage.feed.everything()
        let request = try #require(stage.transport.requests.first)
        #expect(request.method == .get)
        // libcurl does not tell a compressed table that was cut short from a whole one.
        #expect(!request.isCompressed)
        guard case .basic(let user, let password) = request.credential else {
            Issue.record("there is a login")
            return
        }
        #expect(user == "posync")
        #expect("\(password)" == "<redacted>")
    }

    @Test func aDocumentThatIsThereNoMoreIsSaid() async throws {
        let stage = Stage(.status(404))
        let error = await #expect(throws: FeedError.self) { _ = try await stage.feed.everything() }
        #expect(error?.kind == .rejected)
        #expect(error?.message == "https://erp.example.com/out/orders.xml is not there (HTTP 404)")
    }

    @Test(arguments: [204, 200])
    func noDocumentAtAllIsNoOrder(status: Int) async throws {
        let stage = Stage(.status(status))
        #expect(try await stage.feed.everything().orders.isEmpty)
    }

    @Test(arguments: [
        (401, FeedError.Kind.denied, "check `username` and `password`"),
        (403, .denied, "check `username` and `password`"), (302, .rejected, "redirects elsewhere"),
        (500, .unreachable, "answers HTTP 500"), (503, .unreachable, "answers HTTP 503"),
    ])
    func otherAnswersAreFaultsThatSayWhatToDo(status: Int, kind: FeedError.Kind, said: String) async throws {
        let stage = Stage(.status(status))
        let error = await #expect(throws: FeedError.self) { _ = try await stage.feed.everything() }
        #expect(error?.kind == kind)
        #expect(error?.message.contains(said) == true)
        // A query may hold a key.
        #expect(error?.message.contains("canary") == false)
    }

    @Test func aWebPageIsNoDocument() async throws {
        let stage = Stage(Self.document(1, type: "Text/HTML; charset=utf-8"))
        let error = await #expect(throws: FeedError.self) { _ = try await stage.feed.everything() }
        #expect(error?.message.contains("answers with a web page") == true)
    }

    @Test func aDocumentThatIsDamagedIsSaidUntilItChanges() async throws {
        let stage = Stage(
            .response(Response(status: 200, headers: [], body: Array("<cXML><Request>".utf8))))
        var keeper = try FeedKeeper(stage.feed)
        for _ in 0..<2 {
            try await keeper.read()
            #expect(keeper.faults.map { $0.hasPrefix("orders.xml, line 1") } == [true])
        }
        stage.site.answer = Self.document(1)
        try await keeper.read()
        #expect(keeper.faults.isEmpty)
        #expect(keeper.orders.count == 1)
    }

    @Test func nothingIsEverMovedOrDeleted() async throws {
        let document = WebDocument(
            url: "https://erp.example.com/o.xml", login: .none,
            transport: ScriptedTransport { _ in Self.document(1) })
        let file = try #require(try await document.list().first)
        await #expect(throws: TransportError.self) { try await document.remove(file) }
        await #expect(throws: TransportError.self) { _ = try await document.move(file, into: "processed") }
    }
}
