internal import Documents
internal import Synchronization
public import Transport

/// One document at an https address, as a folder with one file in it. It is there as a whole or not at all, and nothing is
/// ever moved or deleted.
public struct WebDocument: Folder {
    private let url: String
    private let login: Login
    private let transport: any Transport
    private let latest = Latest()

    /// What a document is asked for with.
    public enum Login: Sendable {
        /// Nothing.
        case none
        /// User and password.
        case basic(user: String, password: Secret)
    }

    public var address: String { String(url.prefix { $0 != "?" }) }

    /// The document at an address.
    public init(url: String, login: Login, transport: any Transport) {
        self.url = url
        self.login = login
        self.transport = transport
    }

    /// What was last fetched: a listing shows a document by its content, and reading it must not fetch another.
    private final class Latest: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    private var name: String {
        let name = address.split(separator: "/").last.map(String.init) ?? "document"
        return name.contains(":") ? "document" : name
    }

    public func list() async throws(TransportError) -> [FolderFile] {
        var credential = Request.Credential.none
        if case .basic(let user, let password) = login { credential = .basic(user: user, password: password) }
        var request = Request(
            .get, url, headers: [.init("Accept", "application/xml, text/xml, text/csv, */*")], credential: credential)
        // A table does not show its end: one that came compressed and was cut short would pass for a whole one.
        request.isCompressed = false
        let response = try await transport.send(request)
        switch response.status {
        case 200: break
        case 204: return []
        case 401, 403: throw .denied("\(address) is denied (HTTP \(response.status)): check `username` and `password`")
        case 404, 410: throw .notFound("\(address) is not there (HTTP \(response.status))")
        case 300..<400:
            throw .refused(
                "\(address) redirects elsewhere (HTTP \(response.status)), which is not followed: check `url`")
        default: throw .unreachable("\(address) answers HTTP \(response.status)")
        }
        if response.header("content-type")?.lowercased().hasPrefix("text/html") ?? false {
            throw .refused("\(address) answers with a web page; a login or maintenance page may be in the way")
        }
        latest.bytes.withLock { $0 = response.body }
        guard !response.body.isEmpty else { return [] }
        return [
            FolderFile(
                name: name, size: response.body.count, stamp: String(SHA256.hex(response.body).prefix(16)),
                modified: nil,
                settling: .settled)
        ]
    }

    public func read(_ file: FolderFile, limit: Int) async throws(TransportError) -> [UInt8] {
        let bytes = latest.bytes.withLock { $0 }
        guard bytes.count <= limit else { throw .tooLarge("\(address) has more than \(limit) bytes") }
        return bytes
    }

    public func move(_ file: FolderFile, into subfolder: String) async throws(TransportError) -> String {
        throw .refused("\(address) cannot be moved")
    }

    public func remove(_ file: FolderFile) async throws(TransportError) {
        throw .refused("\(address) cannot be deleted")
    }

    public func subfolder(_ name: String) -> any Folder { self }
}
