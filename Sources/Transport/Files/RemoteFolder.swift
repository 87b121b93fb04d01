internal import Synchronization

/// A folder of a server, over SFTP or FTPS.
///
/// FTPS has two forms: TLS from the first byte, and TLS that is asked for before anything else is said. Which one a server
/// speaks shows when it is dialled; both are verified, and without TLS nothing is said at all.
public struct RemoteFolder: Folder {
    private let place: FolderAddress
    private let login: FileLogin
    private let transport: any FileTransport
    private let time: any TimeSource
    private let manner: Manner

    /// Time for one file: some megabytes over a slow line, and less than a watchdog bears silence.
    private static let total = Duration.seconds(150)

    public var address: String { place.url() }

    /// The folder at an address.
    public init(_ place: FolderAddress, login: FileLogin, transport: any FileTransport, time: any TimeSource) {
        self.init(place, login, transport, time, Manner())
    }

    private init(
        _ place: FolderAddress, _ login: FileLogin, _ transport: any FileTransport, _ time: any TimeSource,
        _ manner: Manner
    ) {
        self.place = place
        self.login = login
        self.transport = transport
        self.time = time
        self.manner = manner
    }

    public func subfolder(_ name: String) -> any Folder {
        RemoteFolder(place.appending(name), login, transport, time, manner)
    }

    public func list() async throws(TransportError) -> [FolderFile] {
        let listing = FolderListing(now: time.wallMilliseconds())
        let files: [FolderFile]
        if place.isFTP, !manner.lacksProgramListing {
            do throws(TransportError) {
                files = listing.forPrograms(try await send(.listForPrograms, name: ""))
            } catch {
                // The command is from 2007, and not every server knows it.
                guard case .refused = error else { throw error }
                manner.noteNoProgramListing()
                return try await list()
            }
        } else {
            files = listing.forPeople(try await send(.list, name: ""))
        }
        guard files.count <= FolderLimits.files else {
            throw .tooLarge("\(address) has more than \(FolderLimits.files) files: put away what was read")
        }
        return files
    }

    public func read(_ file: FolderFile, limit: Int) async throws(TransportError) -> [UInt8] {
        guard file.size <= limit else {
            throw .tooLarge("\(address)\(file.name) has \(file.size) bytes; \(limit) are borne")
        }
        let bytes = try await send(.read, name: file.name, limit: limit)
        guard bytes.count == file.size else {
            throw .interrupted("\(address)\(file.name) was written to while it was read, or came in part")
        }
        return bytes
    }

    public func move(_ file: FolderFile, into subfolder: String) async throws(TransportError) -> String {
        let target = place.appending(subfolder)
        _ = try await send(.commands(place.commands(making: subfolder)), name: "")
        let taken = Set(try await self.subfolder(subfolder).list().map(\.name))
        guard
            let name = (0..<1000).lazy.map({ $0 == 0 ? file.name : file.renamed($0) }).first(where: {
                !taken.contains($0)
            })
        else { throw .failed("\(target.url()) has a thousand files called like \(file.name)") }
        let commands = place.commands(moving: file.name, to: target.path(name))
        _ = try await send(.commands(commands), name: "")
        return name
    }

    public func remove(_ file: FolderFile) async throws(TransportError) {
        _ = try await send(.commands([place.command(deleting: file.name)]), name: "")
    }

    // MARK: - Sending

    private func send(
        _ action: FileRequest.Action, name: String, limit: Int = FolderLimits.listingBytes
    ) async throws(TransportError) -> [UInt8] {
        let limits = Request.Limits(bodyBytes: limit, total: Self.total)
        guard place.scheme == .ftps, !manner.isSettled else {
            let url = place.url(name, asksForTLS: manner.asksForTLS)
            return try await transport.send(FileRequest(action, url, login: login, limits: limits))
        }
        do throws(TransportError) {
            let bytes = try await transport.send(FileRequest(action, place.url(name), login: login, limits: limits))
            manner.settle(asksForTLS: false)
            return bytes
        } catch {
            guard error.mayBePlainGreeting else { throw error }
            let first = error
            do throws(TransportError) {
                let url = place.url(name, asksForTLS: true)
                let bytes = try await transport.send(FileRequest(action, url, login: login, limits: limits))
                manner.settle(asksForTLS: true)
                return bytes
            } catch {
                switch error {
                case .unreachable, .timeout: throw first
                case .refused, .denied, .notFound, .tooLarge:
                    // The server was understood.
                    manner.settle(asksForTLS: true)
                    throw error
                default: throw error
                }
            }
        }
    }

    /// What is known of a server's ways.
    private final class Manner: Sendable {
        private struct Known {
            var asksForTLS: Bool?
            var lacksProgramListing = false
        }

        private let known = Mutex(Known())

        var isSettled: Bool { known.withLock { $0.asksForTLS != nil } }
        var asksForTLS: Bool { known.withLock { $0.asksForTLS ?? false } }
        var lacksProgramListing: Bool { known.withLock { $0.lacksProgramListing } }

        func settle(asksForTLS: Bool) { known.withLock { $0.asksForTLS = asksForTLS } }
        func noteNoProgramListing() { known.withLock { $0.lacksProgramListing = true } }
    }
}

extension TransportError {
    /// Whether the peer may have greeted in plain text where TLS was begun, or does not listen where TLS from the first
    /// byte is usual. A certificate that is not acceptable is neither.
    fileprivate var mayBePlainGreeting: Bool {
        switch self {
        case .tls(let text): !text.contains("certificate") && !text.contains("subject name")
        case .unreachable, .interrupted, .timeout: true
        default: false
        }
    }
}
