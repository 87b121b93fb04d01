import Documents
import Testing
import Transport

@testable import Procurement

@Suite struct PageWalkTests {
    private let request = RESTRequest(url: "https://h/orders", query: [.init("a", "b")])

    private func answer(_ headers: [Request.Header] = [], status: Int = 200) -> Response {
        Response(status: status, headers: headers, body: [])
    }

    private func rows(_ range: Range<Int>) -> [JSONValue] { range.map { ["id": JSONValue($0)] } }

    private func url(_ walk: PageWalk) -> String { walk.request.wire.url }

    // MARK: - Numbered pages

    @Test func offsetsCountWhatWasReceivedAndEndWithAnEmptyPage() throws {
        var walk = PageWalk(.offset(offset: "$skip", limit: "$top", size: 100), request)
        #expect(url(walk) == "https://h/orders?a=b&$skip=0&$top=100")
        // The server gives 50 where 100 were asked for: not the end.
        #expect(try walk.advance(rows(0..<50), .null, answer()))
        #expect(url(walk) == "https://h/orders?a=b&$skip=50&$top=100")
        #expect(try walk.advance(rows(50..<100), .null, answer()))
        #expect(try !walk.advance([], .null, answer()))
    }

    @Test func aPageShorterThanAnEarlierOneIsTheLast() throws {
        var walk = PageWalk(.page(page: "page", first: 1, limit: "per_page", size: 50), request)
        #expect(url(walk) == "https://h/orders?a=b&page=1&per_page=50")
        #expect(try walk.advance(rows(0..<50), .null, answer()))
        #expect(url(walk) == "https://h/orders?a=b&page=2&per_page=50")
        #expect(try !walk.advance(rows(50..<60), .null, answer()))
    }

    @Test func aServerThatPassesTheOffsetOverIsNoticed() throws {
        var walk = PageWalk(.offset(offset: "offset", limit: "limit", size: 50), request)
        #expect(try walk.advance(rows(0..<20), .null, answer()))
        #expect(throws: FeedError.self) { try walk.advance(rows(0..<20), .null, answer()) }
    }

    @Test func parametersWithASlashGoIntoTheBody() throws {
        var walk = PageWalk(
            .offset(offset: "/paging/offset", limit: "/paging/limit", size: 5),
            RESTRequest(url: "https://h/orders", body: ["domain": []]))
        #expect(try walk.advance(rows(0..<5), .null, answer()))
        #expect(walk.request.body == ["domain": [], "paging": ["offset": 5, "limit": 5]])
        #expect(walk.request.wire.method == .post)
    }

    // MARK: - Tokens and links

    @Test func cursorsAreFollowedUntilThereIsNone() throws {
        let paging = RESTOptions.Paging.cursor(
            cursor: "after", next: try #require(JSONPointer("/next")), limit: nil, size: nil)
        var walk = PageWalk(paging, request)
        #expect(url(walk) == "https://h/orders?a=b")
        // An empty page in the middle is not the end.
        #expect(try walk.advance([], ["next": "x=1"], answer()))
        #expect(url(walk) == "https://h/orders?a=b&after=x%3D1")
        #expect(throws: FeedError.self) { try walk.advance(rows(0..<1), ["next": "x=1"], answer()) }
        var other = PageWalk(paging, request)
        #expect(try !other.advance(rows(0..<1), ["next": nil], answer()))
        #expect(try !other.advance(rows(0..<1), ["next": ""], answer()))
    }

    /// A list whose continuation nobody understands is not at its end: its other orders would pass for gone.
    @Test(arguments: [["token": "A"], true, ["A"], [["rel": "next", "uri": "/orders?p=2"]]] as [JSONValue])
    func aContinuationThatIsNotUnderstoodIsNoEnd(next: JSONValue) throws {
        let place = try #require(JSONPointer("/next"))
        for paging in [
            RESTOptions.Paging.cursor(cursor: "after", next: place, limit: nil, size: nil),
            .link(next: place, limit: nil, size: nil),
        ] {
            var walk = PageWalk(paging, request)
            let error = #expect(throws: FeedError.self) { try walk.advance(rows(0..<1), ["next": next], answer()) }
            #expect(error?.kind == .malformed && error?.message.contains("at /next") == true)
        }
    }

    @Test(arguments: [nil, "", false, [], ["href": nil], [["rel": "self", "href": "/orders"]]] as [JSONValue])
    func whatNamesNoOtherPageIsTheEnd(next: JSONValue) throws {
        let place = try #require(JSONPointer("/next"))
        var walk = PageWalk(.link(next: place, limit: nil, size: nil), request)
        #expect(try !walk.advance(rows(0..<1), ["next": next], answer()))
        #expect(try !walk.advance(rows(1..<2), [:], answer()))
    }

    @Test func linksAreReadFromTheHeader() throws {
        var walk = PageWalk(.link(next: nil, limit: nil, size: nil), request)
        let link = #"<https://h/orders?p=1>; rel="prev first", <https://h/orders?p=3>; title="a, b"; rel=next"#
        #expect(try walk.advance(rows(0..<1), .null, answer([.init("link", link)])))
        #expect(url(walk) == "https://h/orders?p=3")
        #expect(try !walk.advance(rows(1..<2), .null, answer([.init("link", #"</orders>; rel="last""#)])))
    }

    @Test(arguments: [
        JSONValue.string("/orders?p=2"), ["href": "https://h/orders?p=2"],
        [["rel": "self", "href": "/orders"], ["rel": "next", "href": "/orders?p=2"]],
    ])
    func linksAreReadFromTheDocument(next: JSONValue) throws {
        let paging = RESTOptions.Paging.link(next: JSONPointer("/links"), limit: "limit", size: 10)
        var walk = PageWalk(paging, request)
        #expect(url(walk) == "https://h/orders?a=b&limit=10")
        #expect(try walk.advance(rows(0..<1), ["links": next], answer()))
        #expect(url(walk) == "https://h/orders?p=2")
        #expect(throws: FeedError.self) { try walk.advance(rows(0..<1), ["links": next], answer()) }
    }

    @Test func aLinkToAnotherHostIsRefused() throws {
        var walk = PageWalk(.link(next: JSONPointer("/next"), limit: nil, size: nil), request)
        let error = try #require(throws: FeedError.self) {
            try walk.advance(rows(0..<1), ["next": "https://evil.example.com/orders"], answer())
        }
        #expect(error.kind == .rejected)
    }

    // MARK: - Ranges

    @Test func rangesGoOnByWhatTheServerSaysItGave() throws {
        var walk = PageWalk(.range(unit: "records", size: 50), request)
        #expect(walk.request.headers["Range"] == "records=0-50")
        #expect(try walk.advance(rows(0..<51), .null, answer([.init("content-range", "records 0-50/*")], status: 206)))
        #expect(walk.request.headers["Range"] == "records=51-101")
        #expect(walk.isBeyondEnd(answer(status: 416)))
    }

    @Test func aServerWithoutRangesGivesEverythingAtOnce() throws {
        var walk = PageWalk(.range(unit: "items", size: 50), request)
        #expect(try !walk.advance(rows(0..<500), .null, answer()))
    }

    @Test func aRangeThatWasNotAskedForIsNoPage() throws {
        var walk = PageWalk(.range(unit: "items", size: 2), request)
        #expect(try walk.advance(rows(0..<2), .null, answer([.init("content-range", "items 0-1/9")])))
        #expect(throws: FeedError.self) {
            try walk.advance(rows(4..<6), .null, answer([.init("content-range", "items 4-5/9")]))
        }
    }

    // MARK: - Ends

    @Test func aListThatDoesNotEndIsGivenUp() throws {
        var walk = PageWalk(.offset(offset: "offset", limit: "limit", size: 1), request)
        #expect(throws: FeedError.self) {
            for number in 0...PageWalk.pageLimit { _ = try walk.advance(rows(number..<number + 1), .null, answer()) }
        }
    }
}
