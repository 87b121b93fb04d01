import Simulation
import Testing
import Transport

/// One address has many spellings. What counts is the address that is dialled, however it was written.
@Suite("Spellings of loopback and metadata addresses")
struct AddressSpellingTests {
    /// Hosts of an https URL that lead to this host, the link or a metadata service, where a procurement system is meant.
    /// `*` stands for those that name loopback openly and so may be dialled, but nothing answers there.
    static let spellings = [
        // 169.254.169.254 as dotted, integer, hexadecimal, octal, short and mixed.
        "169.254.169.254", "2852039166", "0xa9fea9fe", "0xA9.0xFE.0xA9.0xFE", "0251.0376.0251.0376", "025177524776",
        "169.254.43518", "169.16689662", "0xa9.254.169.0376", "169.254.169.254.", "%31%36%39.254.169.254",
        "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[0:0:0:0:0:ffff:a9fe:a9fe]", "[::169.254.169.254]",
        "[::ffff:0:a9fe:a9fe]", "[64:ff9b::169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]",
        "[fd00:ec2::254]", "[fd00:0ec2:0:0:0:0:0:254]", "[FD00:EC2::254]", "[fd20:ce::254]",
        // The other metadata services and the container endpoints.
        "169.254.170.2", "169.254.170.23", "100.100.100.200", "1684301000", "192.0.0.192", "168.63.129.16",
        // The unspecified address, which reaches this host.
        "0.0.0.0", "0", "0x0", "00.00.00.00", "[::]", "[::ffff:0.0.0.0]", "[0:0:0:0:0:0:0:0]",
        // Groups, broadcast and the link.
        "224.0.0.1", "255.255.255.255", "4294967295", "[ff02::1]", "[fe80::1]", "[fe80::a9fe:a9fe]", "[fec0::1]",
        // Digits that are normalised on the way.
        "①⑥⑨.②⑤④.①⑥⑨.②⑤④", "１６９.２５４.１６９.２５４", "169。254。169。254",
        // Names within localhost that are not localhost; they resolve to this host.
        "feed.localhost", "localhost.localdomain", "ip6-loopback", "localhost.",
    ]

    @Test("are refused whatever the spelling", arguments: spellings)
    func refused(_ host: String) async throws {
        try await withTransport { transport in
            let outcome = await transport.outcome(
                of: Request(.get, "https://\(host)/", limits: .init(connect: .seconds(5), total: .seconds(6))))
            // A name that this host's resolver does not know, or a spelling that libcurl does not take, leads nowhere.
            #expect(["addressForbidden", "unreachable", "refused"].contains(outcome.kind), "\(outcome)")
            if host.first?.isNumber ?? false, host.allSatisfy({ $0.isASCII && $0 != "%" }), host.last != "." {
                #expect(outcome.kind == "addressForbidden", "\(outcome)")
            }
        }
    }

    /// Loopback is reached only by those who say so, and then nothing else is.
    @Test(
        "of loopback are dialled as loopback",
        arguments: ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "LOCALHOST", "[::ffff:127.0.0.1]"])
    func loopback(_ host: String) async throws {
        try await RawServer.with { connection in
            try connection.readRequest()
            try connection.answer("{}")
        } _: { server in
            try await withTransport { transport in
                let outcome = await transport.outcome(of: Request(.get, "http://\(host):\(server.port)/"))
                #expect(outcome.kind == "answer", "\(outcome)")
            }
        }
    }

    @Test(
        "over plain http are refused before anything is dialled, save loopback",
        arguments: [
            "169.254.169.254", "example.com", "10.0.0.1", "0.0.0.0", "localhost.", "feed.localhost", "[fe80::1]",
        ])
    func plain(_ host: String) async throws {
        try await withTransport { transport in
            #expect(await transport.outcome(of: Request(.get, "http://\(host)/")).kind == "refused")
        }
    }

    @Test(
        "schemes and forms other than https are refused",
        arguments: [
            "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "dict://127.0.0.1/", "ldap://127.0.0.1/",
            "smb://127.0.0.1/", "telnet://127.0.0.1/", "scp://127.0.0.1/", "127.0.0.1", "//127.0.0.1/", "", "https://",
            "https:///", "https://user:pass@127.0.0.1/", "https://user@127.0.0.1/", "http://127.0.0.1@example.com/",
            "https://127.0.0.1:99999/", "https://127.0.0.1:-1/", "https://127.0.0.1 /", "https://127.0.0.1\t/",
            "https://[::1", "https://[fe80::1%25eth0]:99999/", "javascript:alert(1)",
        ])
    func forms(_ url: String) async throws {
        try await withTransport { transport in
            #expect(await transport.outcome(of: Request(.get, url)).kind == "refused", "\(url)")
        }
    }

    @Test func aNameThatResolvesToLoopbackIsNotDialled() async throws {
        // `ip6-localhost` stands in the hosts file of most systems; where it does not, there is nothing to dial.
        try await withTransport { transport in
            let outcome = await transport.outcome(of: Request(.get, "https://ip6-localhost/"))
            #expect(["addressForbidden", "unreachable"].contains(outcome.kind))
        }
    }

    @Test func theCredentialRuleOpensTheEndpointsAndNoOthers() async throws {
        try await withTransport { transport in
            for host in ["10.255.255.1", "192.0.2.1", "169.254.1.1", "[2001:db8::1]"] {
                let outcome = await transport.outcome(
                    of: Request(.get, "http://\(host)/", addresses: .awsCredentialEndpoint))
                #expect(outcome.kind == "addressForbidden", "\(host) \(outcome)")
            }
        }
    }
}
