import Foundation
import Simulation
import Testing
import Transport

/// Servers of files that are not the right ones, and logins that they do not take: nothing is read, and no password said.
@Suite(.serialized) struct FileServerTrustTests {
    private func error(
        _ server: FileServer, login: FileLogin? = nil, settings: CurlSettings? = nil, url: String? = nil
    ) async throws -> TransportError? {
        let transport = try CurlTransport(settings ?? server.settings)
        let address = try #require(FolderAddress(url ?? server.url()))
        let folder = RemoteFolder(
            address, login: login ?? server.login, transport: transport, time: SystemTime())
        do throws(TransportError) {
            _ = try await folder.list()
            await transport.shutdown()
            return nil
        } catch {
            await transport.shutdown()
            #expect(!"\(error)".contains(FileServer.password))
            return error
        }
    }

    private static let sftp = Comment(
        "sshd is not installed here, or the tests do not run as root: apt-get install openssh-server")

    @Test(.enabled(if: FileServer.Kind.hasSFTP, sftp))
    func aServerWithAnotherKeyOrNoneKnownIsNotTalkedTo() async throws {
        let server = try await FileServer.start(.sftp)
        var login = server.login
        #expect(try await error(server) == nil)
        for hosts in ["other_hosts", "nothing_here"] {
            login.knownHosts = "\(server.own.path)/\(hosts)"
            let error = try await error(server, login: login)
            guard case .tls(let text) = error else {
                Issue.record("\(hosts): \(String(describing: error))")
                continue
            }
            #expect(text.contains("host key") && text.contains("`ssh-keyscan -p \(server.port) 127.0.0.1`"))
        }
        login.knownHosts = nil
        #expect(try await error(server, login: login) != nil)
    }

    @Test(.enabled(if: FileServer.Kind.hasPasswords, "asyncssh is not installed here: pip install asyncssh"))
    func aPasswordIsSaidToTheRightServerAlone() async throws {
        let server = try await FileServer.start(.sftpPassword)
        var login = server.login
        #expect(try await error(server) == nil)
        login.proof = .password(Secret("wrong"))
        guard case .denied = try await error(server, login: login) else {
            Issue.record("the password was taken")
            return
        }
        login = server.login
        login.knownHosts = "\(server.own.path)/other_hosts"
        guard case .tls = try await error(server, login: login) else {
            Issue.record("a server with another key was talked to")
            return
        }
    }

    @Test(.enabled(if: FileServer.Kind.hasSFTP, sftp))
    func aKeyThatTheServerDoesNotKnowIsDenied() async throws {
        let server = try await FileServer.start(.sftp)
        var login = server.login
        login.proof = .key(path: "\(server.own.path)/other", passphrase: nil)
        guard case .denied(let text) = try await error(server, login: login) else {
            Issue.record("the key was taken")
            return
        }
        #expect(
            text.contains("refuses the user \(login.user) with this key: check `username`, `privateKey`"), "\(text)")
        login.proof = .password(Secret(FileServer.password))
        guard case .denied = try await error(server, login: login) else {
            Issue.record("the password was taken")
            return
        }
    }

    @Test(.enabled(if: FileServer.Kind.hasSFTP, sftp))
    func aKeyWithAPassphraseIsUnlocked() async throws {
        let server = try await FileServer.start(.sftp)
        var login = server.login
        login.proof = .key(path: "\(server.own.path)/locked", passphrase: Secret("a phrase"))
        #expect(try await error(server, login: login) == nil)
        login.proof = .key(path: "\(server.own.path)/locked", passphrase: Secret("another"))
        #expect(try await error(server, login: login) != nil)
    }

    private static let ftps = Comment("pyftpdlib is not installed here: pip install pyftpdlib pyopenssl")

    @Test(.enabled(if: FileServer.Kind.hasFTPS, ftps), arguments: [FileServer.Kind.ftpsExplicit, .ftpsImplicit])
    func aCertificateThatNobodyVouchesForEndsTheTalk(_ kind: FileServer.Kind) async throws {
        let server = try await FileServer.start(kind)
        guard case .tls(let text) = try await error(server, settings: CurlSettings(userAgent: "test")) else {
            Issue.record("the certificate was accepted")
            return
        }
        #expect(text.contains("certificate"))
        // The certificate is for the address, not for the name.
        let named = "ftps://localhost:\(server.port)/"
        guard case .tls = try await error(server, url: named) else {
            Issue.record("the certificate was accepted for another name")
            return
        }
    }

    @Test(.enabled(if: FileServer.Kind.hasFTPS, ftps), arguments: [FileServer.Kind.ftpsExplicit, .ftpsImplicit])
    func aWrongPasswordIsDenied(_ kind: FileServer.Kind) async throws {
        let server = try await FileServer.start(kind)
        let login = FileLogin(user: "orders", proof: .password(Secret("wrong")))
        guard case .denied(let text) = try await error(server, login: login) else {
            Issue.record("the password was taken")
            return
        }
        // The address is the one that is configured, in whichever way TLS is begun.
        #expect(text.hasPrefix("ftps://") && text.contains("check `username` and `password`"), "\(text)")
    }

    @Test func nobodyThereIsUnreachable() async throws {
        let transport = try CurlTransport(CurlSettings(userAgent: "test"))
        for scheme in ["sftp", "ftps"] {
            let address = try #require(FolderAddress("\(scheme)://127.0.0.1:1/orders"))
            let login = FileLogin(user: "u", proof: .password(Secret("p")), knownHosts: "/dev/null")
            let folder = RemoteFolder(address, login: login, transport: transport, time: SystemTime())
            await #expect {
                _ = try await folder.list()
            } throws: { error in
                if case .unreachable = error as? TransportError { true } else { false }
            }
        }
        await transport.shutdown()
    }

    @Test func plainFTPAndWebAddressesAreNoFolders() async throws {
        #expect(FolderAddress("ftp://host/x") == nil)
        #expect(FolderAddress("https://host/x") == nil)
        let transport = try CurlTransport(CurlSettings(userAgent: "test"))
        let login = FileLogin(user: "u", proof: .password(Secret("p")))
        for url in ["http://127.0.0.1/x", "file:///etc/passwd", "smb://127.0.0.1/x", "scp://127.0.0.1/x"] {
            await #expect {
                _ = try await transport.send(FileRequest(.read, url, login: login))
            } throws: { error in
                if case .refused = error as? TransportError { true } else { false }
            }
        }
        await transport.shutdown()
    }
}
