import Reconciliation
import Testing

@testable import Configuration

/// Where the files of a feed are, and what becomes of them.
@Suite struct FolderReadingTests {
    private func read(_ feed: String) -> FeedText { FeedText("kind: cxml\n\(feed)") }

    private func folder(_ feed: String) throws -> FolderConfiguration {
        guard case .cxml(let cxml) = try read(feed).parse().kind else { throw FeedText.NoFeed() }
        return cxml.folder
    }

    private static let sftp = """
        url: sftp://files.example.com/out/orders/
        username: posync
        password: {credential: sftp}
        knownHosts: known_hosts
        """

    @Test func aFolderOfThisHostNeedsAnAddressAndNothingElse() throws {
        let folder = try folder("url: file:///var/spool/some%20orders/")
        #expect(folder.place == .local("/var/spool/some orders/"))
        #expect(folder.files == "*.xml")
        #expect(folder.after == .keep)
        #expect(folder.settle == nil && folder.marker == nil && folder.login == nil)
        #expect(try self.folder("url: file://localhost/var/spool/").place == .local("/var/spool/"))
    }

    @Test func everythingIsRead() throws {
        let folder = try folder(
            """
            url: file:///var/spool/orders/
            files: 'PO_*.cxml'
            after: archive
            archive: done/2026/
            settle: 2m
            marker: .done
            """)
        #expect(folder.files == "PO_*.cxml")
        #expect(folder.after == .archive("done/2026"))
        #expect(folder.settle == .seconds(120))
        #expect(folder.marker == ".done")
        #expect(try self.folder("url: file:///a/\nafter: archive").after == .archive("processed"))
        #expect(try self.folder("url: file:///a/\nafter: delete").after == .delete)
    }

    @Test func serversHaveALogin() throws {
        let folder = try folder(Self.sftp)
        #expect(folder.place == .server("sftp://files.example.com/out/orders/"))
        #expect(
            folder.login
                == FolderConfiguration.Login(
                    user: "posync", proof: .password(.credential("sftp")), knownHosts: "known_hosts"))
        let key = try self.folder(
            """
            url: sftp://files.example.com:2222/out
            username: posync
            privateKey: {file: id_rsa}
            passphrase: {env: PHRASE}
            knownHosts: known_hosts
            """)
        #expect(key.login?.proof == .key(.file("id_rsa"), passphrase: .environment("PHRASE")))
        let ftps = try self.folder(
            "url: ftps://files.example.com/out/\nusername: posync\npassword: {env: PASSWORD}")
        #expect(ftps.login?.knownHosts == nil)
    }

    @Test func aDocumentMayHaveALogin() throws {
        #expect(try folder("url: https://erp.example.com/o.xml").login == nil)
        let folder = try folder(
            "url: https://erp.example.com/o.xml\nusername: posync\npassword: {credential: erp}")
        #expect(folder.place == .document("https://erp.example.com/o.xml"))
        #expect(folder.login?.proof == .password(.credential("erp")))
    }

    @Test(arguments: [
        ("url: /var/spool/orders", "file:///…, sftp://…, ftps://… or https://… is expected"),
        ("url: file://var/spool/", "three slashes"), ("url: file:///a%00b/", "three slashes"),
        ("url: file:///a%zz/", "three slashes"),
        ("url: ftp://files.example.com/out/", "write ftps://"), ("url: http://erp.example.com/o.xml", "plain http"),
        ("url: sftp://u:p@files.example.com/out/", "do not belong in an address"),
        ("url: sftp://files.example.com/out/../in/", "a folder of a server is expected"),
        ("url: sftp://files.example.com/out/%2e%2e/in/", "a folder of a server is expected"),
        ("url: sftp:///out/", "a folder of a server is expected"), ("{}", "url"),
        ("url: file:///a/\nfiles: sub/*.xml", "without a slash"), ("url: file:///a/\nmarker: a/b", "an ending"),
        ("url: file:///a/\nafter: remove", "keep, archive"),
        ("url: file:///a/\narchive: x/", "it needs `after: archive`"),
        ("url: file:///a/\nafter: archive\narchive: /x/", "a folder within"),
        ("url: file:///a/\nafter: archive\narchive: a/../../x", "a folder within"),
        ("url: file:///a/\nsettle: soon", "settle"), ("url: file:///a/\nsettle: 2d", "settle"),
        ("url: file:///a/\nusername: x", "a folder of this host needs no login"),
        ("url: file:///a/\nsetle: 3s", "did you mean settle?"), ("url: file:///a/\ncolumns: {}", "columns"),
        ("url: https://e.example.com/o.xml\nafter: delete", "stays where it is"),
        ("url: https://e.example.com/o.xml\nusername: x", "password"),
        ("url: https://e.example.com/o.xml\nusername: x\nprivateKey: {file: k}", "it belongs to sftp alone"),
        ("url: ftps://f.example.com/o/\nusername: x\npassword: {env: P}\nknownHosts: k", "it belongs to sftp alone"),
        ("url: ftps://f.example.com/o/\npassword: {env: P}", "username"),
        ("url: sftp://f.example.com/o/\nusername: x\npassword: {env: P}", "knownHosts"),
        ("url: sftp://f.example.com/o/\nusername: x\nknownHosts: k", "`password` or `privateKey` is missing"),
        (
            "url: sftp://f.example.com/o/\nusername: x\nknownHosts: k\npassword: {env: P}\nprivateKey: {file: k}",
            "either `password` or `privateKey`"
        ),
        ("url: sftp://f.example.com/o/\nusername: x\nknownHosts: k\nprivateKey: {env: K}", "a key is a file"),
        (
            "url: sftp://f.example.com/o/\nusername: x\nknownHosts: k\npassword: {env: P}\npassphrase: {env: Q}",
            "it needs `privateKey`"
        ),
        (
            "url: sftp://f.example.com/o/\nusername: x\nknownHosts: k\npassword: secret",
            "secrets never stand in this file"
        ),
    ])
    func saysWhatIsWrong(feed: String, message: String) {
        let problems = read(feed == "{}" ? "" : feed).problems()
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }
}
