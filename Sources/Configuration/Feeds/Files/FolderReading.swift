internal import Reconciliation

extension NodeReader {
    private enum AfterName: String, CaseIterable {
        case keep, archive, delete
    }

    /// What a feed of the kind `cxml` says beside what every feed says.
    func cxml() -> FeedConfiguration.Kind? {
        folder(files: "*.xml").map { .cxml(CXMLConfiguration(folder: $0)) }
    }

    /// `url`, `files`, `after` and the login of a feed of files.
    func folder(files usual: String) -> FolderConfiguration? {
        let place = folderPlace()
        let files = text("files") ?? usual
        if files.contains("/") { fail("files", "it is a pattern for names in the folder, without a slash") }
        let after = aftermath(place)
        let settle = duration("settle", .zero ... .seconds(86_400))
        let marker = text("marker")
        if let marker, marker.contains("/") { fail("marker", "an ending is expected, such as .done") }
        let login = folderLogin(place)
        guard let place else { return nil }
        return FolderConfiguration(
            place: place, files: files, after: after, settle: settle, marker: marker, login: login)
    }

    // MARK: - The place

    /// A folder or document.
    private func folderPlace() -> FolderConfiguration.Place? {
        let text = neededText("url")
        guard !text.isEmpty else { return nil }
        let scheme = text.prefix { $0 != ":" }.lowercased()
        let rest = text.dropFirst(scheme.count)
        let authority = rest.dropFirst(3).prefix { $0 != "/" }
        if authority.contains("@") {
            fail("url", "user and password do not belong in an address: write `username` and `password`")
            return ["sftp", "ftps"].contains(scheme) ? .server(text) : nil
        }
        switch scheme {
        case "file":
            guard rest.hasPrefix("://"), authority.isEmpty || authority == "localhost",
                let path = FolderPath.decoded(rest.dropFirst(3 + authority.count)), path.hasPrefix("/")
            else {
                fail("url", "a folder of this host is written with three slashes: file:///var/spool/orders/")
                return nil
            }
            return .local(path)
        case "sftp", "ftps":
            guard rest.hasPrefix("://"), !authority.isEmpty, !rest.contains("?"), !rest.contains("#"),
                FolderPath.isPlain(rest.dropFirst(3 + authority.count))
            else {
                fail("url", "a folder of a server is expected, such as \(scheme)://host.example.com/out/orders/")
                return nil
            }
            return .server(text)
        case "https", "http": return .document(address("url"))
        case "ftp":
            fail("url", "FTP sends passwords and orders in plain text: write ftps://, which begins TLS in either way")
            return nil
        default:
            fail("url", "file:///…, sftp://…, ftps://… or https://… is expected")
            return nil
        }
    }

    private func aftermath(_ place: FolderConfiguration.Place?) -> FolderConfiguration.Aftermath {
        let after = choice("after", AfterName.self) ?? .keep
        let archive = text("archive")
        if case .document = place, after != .keep {
            fail("after", "a document at an https address stays where it is: `after: keep`")
        }
        guard after == .archive else {
            if archive != nil { fail("archive", "it needs `after: archive`") }
            return after == .delete ? .delete : .keep
        }
        let parts = (archive ?? "processed").split(separator: "/").map(String.init)
        let isPlain = parts.allSatisfy { $0 != ".." && $0 != "." && FolderPath.isPlain($0[...]) }
        if archive?.hasPrefix("/") ?? false || parts.isEmpty || !isPlain {
            fail("archive", "a folder within the feed's folder is expected, such as processed/")
        }
        return .archive(parts.joined(separator: "/"))
    }

    // MARK: - The login

    private func folderLogin(_ place: FolderConfiguration.Place?) -> FolderConfiguration.Login? {
        let user = text("username")
        let password = secret("password", isNeeded: false)
        let key = secret("privateKey", isNeeded: false)
        let passphrase = secret("passphrase", isNeeded: false)
        let knownHosts = text("knownHosts")
        var isSFTP = false
        switch place {
        case .server(let url): isSFTP = url.lowercased().hasPrefix("sftp:")
        case .local:
            for name in ["username", "password", "privateKey", "passphrase", "knownHosts"] where node(name) != nil {
                fail(name, "a folder of this host needs no login")
            }
            return nil
        case .document where user == nil && password == nil: return nil
        case .document, nil: break
        }
        if !isSFTP {
            for name in ["privateKey", "passphrase", "knownHosts"] where node(name) != nil {
                fail(name, "it belongs to sftp alone")
            }
        } else if knownHosts == nil {
            fail(
                "knownHosts",
                "it is missing: a file with the server's host key, as `ssh-keyscan` prints it, compared with what the "
                    + "server's owner says")
        }
        if user == nil { fail("username", "it is missing") }
        if passphrase != nil, key == nil { fail("passphrase", "it needs `privateKey`") }
        if case .environment = key {
            fail("privateKey", "a key is a file: {credential: NAME} or {file: PATH}")
        }
        guard let user else { return nil }
        switch (password, key) {
        case (let password?, nil):
            return FolderConfiguration.Login(user: user, proof: .password(password), knownHosts: knownHosts)
        case (nil, let key?):
            return FolderConfiguration.Login(
                user: user, proof: .key(key, passphrase: passphrase), knownHosts: knownHosts)
        case (nil, nil): fail("password", isSFTP ? "`password` or `privateKey` is missing" : "it is missing")
        case (_?, _?): fail("privateKey", "either `password` or `privateKey` is expected")
        }
        return nil
    }
}

/// Paths as addresses write them.
enum FolderPath {
    /// The path without percent-encoding; `nil` where it is none, or has control characters.
    static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            var value = byte
            if byte == UInt8(ascii: "%") {
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                guard digits.count == 2, digits.allSatisfy(\.isHexDigit), let decoded = UInt8(digits, radix: 16) else {
                    return nil
                }
                value = decoded
                rest = rest.dropFirst(2)
            }
            guard value >= 0x20, value != 0x7f else { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Whether a path goes nowhere but down.
    static func isPlain(_ text: Substring) -> Bool {
        guard let path = decoded(text) else { return false }
        return path.split(separator: "/").allSatisfy { $0 != ".." && $0 != "." }
    }
}
