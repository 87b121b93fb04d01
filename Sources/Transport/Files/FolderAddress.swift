/// The address of a folder on a server: `sftp://host/out/orders/`, `ftps://host/orders/`.
///
/// A path over SFTP begins at the root of the server, or after `/~/` at the user's home; one over FTPS begins where the
/// user is put after the login.
public struct FolderAddress: Sendable, Hashable {
    /// How the server is talked to.
    public enum Scheme: String, Sendable, Hashable {
        case sftp, ftps
    }

    /// How the server is talked to.
    public let scheme: Scheme
    /// Host and port as the address writes them.
    private let authority: String
    /// The folders, decoded.
    private let parts: [String]

    /// Reads an address; `nil` for another scheme, a user or query in it, or a path with control characters or `..`.
    public init?(_ url: String) {
        guard let mark = url.firstRange(of: "://"), let scheme = Scheme(rawValue: url[..<mark.lowerBound].lowercased())
        else { return nil }
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard !authority.isEmpty, !authority.contains("@"), !rest.contains("?"), !rest.contains("#") else { return nil }
        var parts: [String] = []
        for part in rest.dropFirst(authority.count).split(separator: "/") {
            guard let decoded = PercentEncoding.decoded(part), FolderFile.isPlain(decoded) else { return nil }
            parts.append(decoded)
        }
        self.init(scheme, String(authority), parts)
    }

    private init(_ scheme: Scheme, _ authority: String, _ parts: [String]) {
        self.scheme = scheme
        self.authority = authority
        self.parts = parts
    }

    var isFTP: Bool { scheme == .ftps }

    /// A folder within this one.
    func appending(_ subfolder: String) -> FolderAddress {
        FolderAddress(scheme, authority, parts + subfolder.split(separator: "/").map(String.init))
    }

    /// The address of a file, or of the folder itself.
    func url(_ name: String = "", asksForTLS: Bool = false) -> String {
        let path = parts.map { PercentEncoding.encoded($0) + "/" }.joined()
        return "\(asksForTLS ? "ftp" : scheme.rawValue)://\(authority)/\(path)\(PercentEncoding.encoded(name))"
    }

    /// The path of a file as commands have it.
    func path(_ name: String) -> String {
        switch scheme {
        case .ftps: (parts + [name]).joined(separator: "/")
        case .sftp where parts.first == "~": (parts.dropFirst() + [name]).joined(separator: "/")
        case .sftp: "/" + (parts + [name]).joined(separator: "/")
        }
    }

    /// Commands that make a folder within this one; that it is there already is no fault.
    func commands(making subfolder: String) -> [String] {
        let names = subfolder.split(separator: "/").map(String.init)
        return names.indices.map { place in
            let path = path(names[...place].joined(separator: "/"))
            return isFTP ? "*MKD \(path)" : "*mkdir \(Self.quoted(path))"
        }
    }

    /// Commands that give a file of this folder another path.
    func commands(moving name: String, to target: String) -> [String] {
        isFTP
            ? ["RNFR \(path(name))", "RNTO \(target)"]
            : ["rename \(Self.quoted(path(name))) \(Self.quoted(target))"]
    }

    /// The command that deletes a file of this folder.
    func command(deleting name: String) -> String {
        isFTP ? "DELE \(path(name))" : "rm \(Self.quoted(path(name)))"
    }

    /// A path as libcurl reads it in a command for SFTP.
    private static func quoted(_ path: String) -> String {
        "\"\(path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}
