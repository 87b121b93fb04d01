import Testing

@testable import Procurement

/// Links lead where the answer came from and nowhere else: credentials go with the request.
@Suite struct FeedAddressTests {
    private let base = "https://erp.example.com/api/v2/orders?limit=10"

    @Test(arguments: [
        ("https://erp.example.com/api/v2/orders?page=2", "https://erp.example.com/api/v2/orders?page=2"),
        ("https://ERP.example.com:443/x", "https://ERP.example.com:443/x"),
        ("/other?page=2", "https://erp.example.com/other?page=2"),
        ("?page=2", "https://erp.example.com/api/v2/orders?page=2"),
        ("orders?$skiptoken=1", "https://erp.example.com/api/v2/orders?$skiptoken=1"),
        ("https://erp.example.com/x#part", "https://erp.example.com/x"),
    ])
    func resolvesWithinTheOrigin(link: String, expected: String) {
        #expect(FeedAddress.resolve(link, from: base) == expected)
    }

    @Test(arguments: [
        "https://evil.example.com/x", "http://erp.example.com/x", "https://erp.example.com:8443/x",
        "//evil.example.com/x",
        "https://erp.example.com@evil.example.com/x", "https://erp.example.com\\@evil.example.com/x",
        "https://erp.example.com.evil.example.com/x", "ftp://erp.example.com/x", "javascript:alert(1)",
        "file:///etc/passwd",
        "https:///x", "", "https://erp.example.com/a b", "https://erp.example.com/\r\nx", "mailto:a@b",
    ])
    func leadsNowhereElse(link: String) {
        #expect(FeedAddress.resolve(link, from: base) == nil)
    }

    @Test func aBaseWithoutPathHasOneAllTheSame() {
        #expect(FeedAddress.resolve("next", from: "https://erp.example.com") == "https://erp.example.com/next")
    }

    @Test func parametersAreEncodedAndAddedToThoseThatAreThere() {
        let parameters = [("$filter", "a ge 'b+c'"), ("x[y]", "z&")]
        #expect(
            FeedAddress.adding(parameters.map { (name: $0.0, value: $0.1) }, to: "https://h/p?q=1")
                == "https://h/p?q=1&$filter=a%20ge%20%27b%2Bc%27&x%5By%5D=z%26")
    }
}
