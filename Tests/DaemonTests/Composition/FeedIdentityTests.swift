import Configuration
import Testing

@testable import Daemon

/// What tells the system behind a feed from another one.
@Suite struct FeedIdentityTests {
    private static let rest =
        ", records: /items, lines: /lines, fields: {order.id: /id, order.number: /id, order.status: /state, line.id: /id}"
    private static let columns = ", columns: {order.number: Number}"

    private func identity(_ feed: String) throws -> String {
        let text = """
            policy: observe
            feeds:
              - {name: orders, \(feed)}
            mapping:
              - {name: part, from: line.part, to: agreement}
            marketplace:
              management: {account: "111111111111"}
            """
        let feeds = try Configuration.parse(text: text, file: "test.yaml").feeds
        return FeedIdentity.digest(of: try #require(feeds.first))
    }

    private static func coupa(
        _ url: String = "https://acme.coupahost.com", client: String = "c", _ further: String = "clientSecret: {env: S}"
    ) -> String {
        "kind: coupa, url: '\(url)', clientID: \(client), \(further)"
    }

    private static func ariba(_ realm: String = "AN01", _ further: String = "") -> String {
        "kind: ariba, url: 'https://openapi.ariba.com/api/v1/prod', tokenURL: 'https://api.ariba.com/v2/oauth/token', "
            + "clientID: c, clientSecret: {env: S}, apiKey: {env: K}, realm: \(realm)\(further)"
    }

    private static func rest(_ url: String, _ further: String = "") -> String {
        "kind: rest, url: '\(url)'\(rest)\(further)"
    }

    private static func sftp(_ url: String, user: String = "posyncd", kind: String = "cxml") -> String {
        "kind: \(kind), url: '\(url)', username: \(user), password: {env: S}, knownHosts: hosts"
            + (kind == "csv" ? columns : "")
    }

    @Test(arguments: [
        (coupa(), coupa("https://acme.coupahost.com/")),
        (coupa(), coupa("https://ACME.coupahost.com:443//")),
        (coupa(), coupa("https://acme.coupahost.com", "clientSecret: {file: other}")),
        (
            coupa(),
            coupa(
                "https://acme.coupahost.com",
                "clientSecret: {env: S}, overlap: 1h, acknowledge: exported, show_deleted_lines: true, requestsPerSecond: 2"
            )
        ),
        (coupa(), coupa("https://acme.coupahost.com", "clientSecret: {env: S}, statuses: {issued: [sent]}")),
        (ariba(), ariba("AN01", ", history: 30d, callsPerDay: 9")),
        (rest("https://erp.example/orders?a=1&b=2"), rest("https://erp.example/orders/?b=2&a=1")),
        (rest("https://erp.example/orders"), rest("https://erp.example/orders", ", query: {orderBy: id, limit: '5'}")),
        (
            rest("https://erp.example/orders", ", auth: {bearer: {env: S}}"),
            rest("https://erp.example/orders", ", auth: {bearer: {file: token}}")
        ),
        (rest("http://127.0.0.1:80/orders"), rest("http://127.0.0.1/orders")),
        // What proves who asks is no part of it, wherever it is written.
        (rest("https://erp.example/orders?a=1&api_key=x"), rest("https://erp.example/orders?api_key=y&a=1")),
        (
            rest("https://erp.example/orders", ", query: {client_secret: x}, headers: {X-Tenant-Token: x}"),
            rest("https://erp.example/orders", ", query: {client_secret: y}, headers: {X-Tenant-Token: y}")
        ),
        (
            "kind: csv, url: 'file:///var/spool/orders/'\(columns)",
            "kind: csv, url: 'file:///var/spool/orders'\(columns)"
        ),
        (
            "kind: csv, url: 'file:///var/spool/orders/'\(columns)",
            "kind: csv, url: 'file:///var/spool/orders/', files: '*.txt', after: delete, columns: {order.number: PO}"
        ),
        (sftp("sftp://files.example/out/"), sftp("sftp://Files.example:22/out")),
    ])
    func anotherSpellingIsTheSameSystem(one: String, other: String) throws {
        #expect(try identity(one) == identity(other))
    }

    @Test(arguments: [
        (coupa(), coupa("https://acme-test.coupahost.com")), (coupa(), coupa("https://acme.coupahost.com:8443")),
        (coupa(), coupa("https://acme.coupahost.com/two")), (coupa(), coupa(client: "d")),
        (ariba(), ariba("AN02")), (ariba(), ariba("AN01", ", view: Orders")),
        (coupa("https://erp.example/orders"), rest("https://erp.example/orders")),
        (rest("https://erp.example/orders"), rest("https://erp.example/Orders")),
        (rest("https://erp.example/orders?company=1"), rest("https://erp.example/orders?company=2")),
        (
            rest("https://erp.example/orders", ", query: {sap-client: '100'}"),
            rest("https://erp.example/orders", ", query: {sap-client: '200'}")
        ),
        (
            rest("https://erp.example/orders", ", headers: {X-Odoo-Database: live}"),
            rest("https://erp.example/orders", ", headers: {X-Odoo-Database: test}")
        ),
        (
            rest("https://erp.example/orders", ", auth: {basic: {user: a, password: {env: S}}}"),
            rest("https://erp.example/orders", ", auth: {basic: {user: b, password: {env: S}}}")
        ),
        (sftp("sftp://files.example/out/"), sftp("sftp://files.example/in/")),
        (sftp("sftp://files.example/out/"), sftp("sftp://files.example/out/", user: "other")),
        (sftp("sftp://files.example/out/"), sftp("sftp://files.example/out/", kind: "csv")),
        (sftp("sftp://files.example/out/"), sftp("sftp://files.example/~/out/")),
    ])
    func anotherSystemIsAnother(one: String, other: String) throws {
        #expect(try identity(one) != identity(other))
    }
}
