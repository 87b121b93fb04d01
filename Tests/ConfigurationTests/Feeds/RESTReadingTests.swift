import Reconciliation
import Testing

@testable import Configuration

@Suite struct RESTReadingTests {
    /// A configuration with one feed of the kind `rest`.
    private func parse(_ feed: String) throws(ConfigurationError) -> RESTConfiguration? {
        let text = """
            policy: observe
            feeds:
              - name: erp
                kind: rest
                url: https://erp.example.com/orders
            \(feed.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
            mapping:
              - {name: part, from: line.part, to: agreement}
            marketplace:
              management: {account: "111111111111"}
            """
        let configuration = try Configuration.parse(text: text, file: "test.yaml")
        guard case .rest(let rest) = configuration.feeds.first?.kind else { return nil }
        return rest
    }

    private let least = """
        fields: {order.number: /number, order.status: /status}
        lines: /lines
        """

    private func problems(_ feed: String) -> [ConfigurationProblem] {
        do {
            _ = try parse(feed)
            return []
        } catch {
            guard case .invalid(_, let problems) = error else { return [] }
            return problems
        }
    }

    @Test func leastIsEnough() throws {
        let rest = try #require(try parse(least))
        #expect(rest.records == "")
        #expect(rest.fields == [.path(.orderNumber): [.pointer("/number")], .orderStatus: [.pointer("/status")]])
        #expect(rest.lines == .within("/lines"))
        #expect(rest.paging == .none)
        #expect(rest.overlap == .seconds(600))
        #expect(rest.authentication == nil)
    }

    @Test func everythingIsRead() throws {
        let rest = try #require(
            try parse(
                """
                auth: {header: {name: X-Key, prefix: "k ", value: {env: KEY}}}
                headers: {X-Tenant: "7"}
                query: {f: [a, b], $top: 5}
                body: {domain: [[a, "=", false]], n: 1.50, s: "1", e: null}
                records: /a~1b/items
                fields:
                  order.number: [/number, /id]
                  order.status: =issued
                  order.updatedAt: /changed
                  line.custom.aws ref: /x
                lines: {url: "https://erp.example.com/lines", query: {order: "{order.id}"}, records: /items}
                detail: {url: "https://erp.example.com/orders/{order.id}"}
                paging: {style: cursor, next: /next, limit: limit, size: 10}
                since: {parameter: since, format: dd.MM.yyyy, encode: base64url}
                dates: [epoch, iso]
                timeZone: "+01:00"
                """))
        #expect(rest.authentication == .header(name: "X-Key", prefix: "k ", value: .environment("KEY")))
        #expect(rest.request.query == ["f": ["a", "b"], "$top": ["5"]])
        #expect(
            rest.request.body
                == .mapping([
                    .init(key: "domain", value: .list([.list([.text("a"), .text("="), .flag(false)])])),
                    .init(key: "n", value: .number("1.50")), .init(key: "s", value: .text("1")),
                    .init(key: "e", value: .null),
                ]))
        #expect(rest.fields[.orderStatus] == [.literal("issued")])
        #expect(rest.fields[.path(.lineCustom("aws ref"))] == [.pointer("/x")])
        #expect(rest.paging == .cursor(cursor: "cursor", next: "/next", limit: "limit", size: 10))
        #expect(rest.since?.value == "{since}")
        #expect(rest.since?.isBase64 == true)
        #expect(rest.dates == [.epoch, .iso])
        #expect(rest.zone == 3600)
        guard case .requested(let lines) = rest.lines else {
            Issue.record("the lines are requested")
            return
        }
        #expect(lines.records == "/items")
    }

    @Test(arguments: [
        ("fields: {order.number: number, order.status: /s}\nlines: /l", "no JSON pointer"),
        ("fields: {order.numbr: /n, order.status: /s}\nlines: /l", "did you mean order.number?"),
        ("fields: {order.number: /n}\nlines: /l", "order.status is missing"),
        ("fields: {order.number: /n, order.status: /s}", "lines"),
        ("paging: {style: pages}", "did you mean page?"), ("paging: {style: cursor}", "next cursor"),
        ("paging: {style: offset, sizes: 5}", "did you mean size?"), ("since: {parameter: x}", "order.updatedAt"),
        ("since: {parameter: x, value: 'y'}", "{since}"), ("dates: sometimes", "a pattern such as"),
        ("timeZone: Europe/Berlin", "+02:00"), ("auth: {}", "exactly one of"),
        ("auth: {bearer: plain}", "secrets never stand in this file"),
        ("auth: {oauth: {tokenURL: http://a.example.com/t, clientID: x, clientSecret: {env: X}}}", "plain http"),
        ("headers: {Authorization: Bearer x}", "belongs in `auth`"),
        ("detail: {url: http://h.example.com/x}", "plain http"),
        ("recrods: /x", "did you mean records?"),
        ("detail: {url: https://other.example.com/x}", "the same credentials"),
        ("detail: {url: 'https://erp.example.com:8443/x'}", "the same credentials"),
    ])
    func saysWhatIsWrong(feed: String, message: String) throws {
        let text = feed.hasPrefix("fields") ? feed : "\(least)\n\(feed)"
        let problems = problems(text)
        #expect(problems.contains { "\($0.path) \($0.message)".contains(message) }, "\(problems)")
    }
}
