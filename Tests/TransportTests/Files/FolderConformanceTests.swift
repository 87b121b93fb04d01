import Foundation
import Simulation
import Testing
import Transport

/// What every folder holds to: of this machine, and of real servers where they are installed.
@Suite(.serialized) struct FolderConformanceTests {
    /// A folder with what it needs.
    struct Stage: Sendable {
        let folder: any Folder
        let files: TemporaryFolder
        let server: FileServer?
        let transport: CurlTransport?

        init(_ place: Place) async throws {
            guard let kind = place.server else {
                files = try TemporaryFolder()
                folder = LocalFolder(path: files.path + "/")
                (server, transport) = (nil, nil)
                return
            }
            let server = try await FileServer.start(kind)
            let transport = try CurlTransport(server.settings)
            guard let address = FolderAddress(server.url()) else { throw FileServer.Failure(reason: server.url()) }
            folder = RemoteFolder(address, login: server.login, transport: transport, time: SystemTime())
            files = server.root
            self.server = server
            self.transport = transport
        }

        func end() async { await transport?.shutdown() }
    }

    struct Place: Sendable, CustomTestStringConvertible {
        var server: FileServer.Kind?
        var testDescription: String { server?.rawValue ?? "local" }
        static let all = [Place()] + FileServer.Kind.installed.map { Place(server: $0) }
    }

    /// Says which servers the suite did without.
    @Test(arguments: FileServer.Kind.allCases)
    func everyServerIsInstalled(_ kind: FileServer.Kind) throws {
        guard !kind.isInstalled else { return }
        try Test.cancel(
            "\(kind.rawValue) is not installed here: apt-get install openssh-server, pip install pyftpdlib pyopenssl asyncssh"
        )
    }

    @Test(arguments: Place.all)
    func filesAreListedAndNothingElseIs(_ place: Place) async throws {
        let stage = try await Stage(place)
        try stage.files.write("a.xml", "one")
        try stage.files.write("b c \"ü\".xml", "three")
        try stage.files.write(".hidden.xml", "x")
        try stage.files.write("folder/inner.xml", "x")
        try FileManager.default.createSymbolicLink(
            atPath: "\(stage.files.path)/link.xml", withDestinationPath: "a.xml")
        if place.server == nil { #expect(mkfifo("\(stage.files.path)/pipe.xml", 0o600) == 0) }
        let files = try await stage.folder.list().sorted { $0.name < $1.name }
        #expect(files.filter { $0.name != "link.xml" }.map(\.name) == ["a.xml", "b c \"ü\".xml"])
        // MLSD tells what a link points to and not that it is one.
        if place.server != .ftpsExplicit, place.server != .ftpsImplicit {
            #expect(!files.contains { $0.name == "link.xml" })
        }
        #expect(files.first?.size == 3)
        let now = SystemTime().wallMilliseconds()
        let modified = try #require(files.first?.modified)
        #expect(abs(now - modified) < 86_400_000 * 2)
        await stage.end()
    }

    @Test(arguments: Place.all)
    func aFileWhoseNameIsNoTextIsThereAndCannotBeAskedFor(_ place: Place) async throws {
        let stage = try await Stage(place)
        try stage.files.write("a.xml", "one")
        let name = (Array("\(stage.files.path)/b".utf8) + [0xff] + Array(".xml".utf8) + [0]).map {
            CChar(bitPattern: $0)
        }
        let descriptor = open(name, O_CREAT | O_WRONLY, 0o600)
        #expect(descriptor >= 0)
        close(descriptor)
        let files = try await stage.folder.list().sorted { $0.name < $1.name }
        #expect(files.first?.name == "a.xml" && files.first?.hasPlainName == true)
        // pyftpdlib and asyncssh write such names in ways of their own.
        if place.server == nil || place.server == .sftp {
            #expect(files.count == 2)
            #expect(files.last?.name == "b\u{fffd}.xml" && files.last?.hasPlainName == false)
        }
        await stage.end()
    }

    @Test(arguments: Place.all)
    func whatIsReadIsWhatIsThere(_ place: Place) async throws {
        let stage = try await Stage(place)
        let text = String(repeating: "0123456789abcdef\n", count: 40_000)
        try stage.files.write("b c \"ü\".xml", text)
        try stage.files.write("empty.xml", "")
        let files = try await stage.folder.list().sorted { $0.name < $1.name }
        #expect(try await stage.folder.read(files[0], limit: 1 << 20) == Array(text.utf8))
        #expect(try await stage.folder.read(files[1], limit: 1 << 20).isEmpty)
        await #expect(throws: TransportError.self) { _ = try await stage.folder.read(files[0], limit: 1000) }
        await stage.end()
    }

    @Test(arguments: Place.all)
    func aFileThatGrewOrWentIsNotRead(_ place: Place) async throws {
        let stage = try await Stage(place)
        try stage.files.write("a.xml", "one")
        try stage.files.write("b.xml", "one")
        let files = try await stage.folder.list().sorted { $0.name < $1.name }
        try stage.files.write("a.xml", "one and two")
        try FileManager.default.removeItem(atPath: "\(stage.files.path)/b.xml")
        await #expect {
            _ = try await stage.folder.read(files[0], limit: 1000)
        } throws: { error in
            if case .interrupted = error as? TransportError { true } else { false }
        }
        await #expect {
            _ = try await stage.folder.read(files[1], limit: 1000)
        } throws: { error in
            if case .notFound = error as? TransportError { true } else { false }
        }
        await stage.end()
    }

    @Test(arguments: Place.all)
    func filesArePutAwayAndNothingIsOverwritten(_ place: Place) async throws {
        let stage = try await Stage(place)
        try stage.files.write("a b \"ü\".xml", "one")
        var files = try await stage.folder.list()
        #expect(try await stage.folder.move(files[0], into: "done/2026") == "a b \"ü\".xml")
        try stage.files.write("a b \"ü\".xml", "two")
        files = try await stage.folder.list()
        #expect(try await stage.folder.move(files[0], into: "done/2026") == "a b \"ü\"-1.xml")
        #expect(stage.files.names == ["done/2026/a b \"ü\"-1.xml", "done/2026/a b \"ü\".xml"])
        #expect(try stage.files.text("done/2026/a b \"ü\".xml") == "one")
        let archive = stage.folder.subfolder("done/2026")
        #expect(try await archive.list().count == 2)
        await stage.end()
    }

    @Test(arguments: Place.all)
    func filesAreDeleted(_ place: Place) async throws {
        let stage = try await Stage(place)
        try stage.files.write("a \"b\".xml", "one")
        try stage.files.write("c.xml", "one")
        let files = try await stage.folder.list().sorted { $0.name < $1.name }
        try await stage.folder.remove(files[0])
        #expect(stage.files.names == ["c.xml"])
        await #expect(throws: TransportError.self) { try await stage.folder.remove(files[0]) }
        await stage.end()
    }

    @Test(arguments: Place.all)
    func aFolderThatIsNotThereIsSaidToBeMissing(_ place: Place) async throws {
        let stage = try await Stage(place)
        let error = await #expect(throws: TransportError.self) {
            _ = try await stage.folder.subfolder("nowhere").list()
        }
        guard case .notFound(let text) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(text.contains("nowhere"))
        await stage.end()
    }

    @Test func aLinkInTheFilesPlaceIsNotFollowed() async throws {
        let files = try TemporaryFolder()
        let folder = LocalFolder(path: files.path)
        try files.write("a.xml", "one")
        let listed = try await folder.list()
        try FileManager.default.removeItem(atPath: "\(files.path)/a.xml")
        try FileManager.default.createSymbolicLink(atPath: "\(files.path)/a.xml", withDestinationPath: "/etc/passwd")
        await #expect {
            _ = try await folder.read(listed[0], limit: 1 << 20)
        } throws: { error in
            if case .refused = error as? TransportError { true } else { false }
        }
    }
}
