public import Documents
public import Reconciliation
internal import Transport

/// Purchase orders from the files of a folder, whatever they are written in.
///
/// Only complete files are read: those with a marker beside them, or that have not changed for a while. What was read is
/// remembered by its content, so that the same under another name brings nothing; a file with something in it that cannot be
/// read stays where it is, and is said as long as it is there. A file is put away only after what was read is durable, and
/// only if it is still the one that was read.
public struct FolderFeed: Feed {
    /// Orders that are handed over at a time.
    private static let pageSize = 200

    let options: FolderOptions
    private let folder: any Folder
    private let dialect: any FileDialect
    private let time: any TimeSource
    private let limiter: RateLimiter?
    private let selection: FileSelection

    public var name: FeedName { options.name }

    public var absence: Absence { options.after == .keep ? .nothing : .usual }

    init(_ options: FolderOptions, _ dialect: any FileDialect, folder: any Folder, time: any TimeSource) {
        self.options = options
        self.dialect = dialect
        self.folder = folder
        self.time = time
        limiter = folder is LocalFolder ? nil : RateLimiter(rate: options.requestsPerSecond, time: time)
        selection = FileSelection(options)
    }

    public func read(
        _ pass: FeedPass, _ take: (FeedPage) async throws(FeedError) -> Void
    ) async throws(FeedError) -> JSONValue? {
        var ledger = FileLedger(pass.files)
        let found = try await list(folder)
        let listed = found.filter(\.hasPlainName)
        let chosen = selection.chosen(listed)
        let plan = try await plan(chosen, ledger, pass)
        var decoding = dialect.begin(notes: ledger.notes)
        var page = FeedPage(orders: [])
        page.faults = plan.standing + selection.chosen(found.filter { !$0.hasPlainName }).map(unnamed)
        page.files = ledger.prune(present: Set(listed.map(\.name)))
        var seen: Set<String> = []
        for (file, place) in plan.reading {
            guard let content = try await content(of: file, in: place, &ledger, &page) else { continue }
            let digest = SHA256.hex(content)
            let isKnown = ledger.sequence(of: digest) != nil
            guard seen.insert(digest).inserted, pass.isFull || !isKnown else {
                if place == nil { page.files.append(ledger.note(file, .read, digest: digest, detail: "")) }
                continue
            }
            let document = FileDocument(
                name: file.name, bytes: content, modifiedAt: file.modified.map { Instant(milliseconds: $0) })
            let outcome: FileOutcome
            if let packing = Packing(content) {
                outcome = FileOutcome(faults: ["\(file.name) \(packing.reason)"])
            } else {
                outcome = try await decoding.read(document) { (orders) throws(FeedError) in
                    page.orders += orders
                    if page.orders.count >= Self.pageSize { try await Self.hand(over: &page, take) }
                }
            }
            page.faults += outcome.faults
            guard place == nil else { continue }
            let state: FileLedger.Entry.State =
                outcome.isForeign ? .foreign : outcome.faults.isEmpty ? .read : .faulty
            let detail = state == .faulty ? outcome.faults.prefix(20).joined(separator: "; ") : outcome.note
            page.files.append(ledger.note(file, state, digest: digest, detail: detail))
            if page.files.count >= Self.pageSize { try await Self.hand(over: &page, take) }
        }
        try await Self.hand(over: &page, take)
        return ["files": JSONValue(ledger.last)]
    }

    public func probe() async throws(FeedError) -> String {
        let files = selection.chosen(try await list(folder))
        return files.isEmpty
            ? "no files that match \(options.files)" : "\(files.count) files that match \(options.files)"
    }

    private static func hand(
        over page: inout FeedPage, _ take: (FeedPage) async throws(FeedError) -> Void
    ) async throws(FeedError) {
        try await take(page)
        page = FeedPage(orders: [])
    }

    // MARK: - What is read

    /// What a reading reads, in its order, and what is wrong with files that have not changed.
    private struct Plan {
        /// Files, with the folder within the feed's that they are in.
        var reading: [(file: FolderFile, place: String?)] = []
        var standing: [String] = []
    }

    private func plan(_ chosen: [FolderFile], _ ledger: FileLedger, _ pass: FeedPass) async throws(FeedError) -> Plan {
        var plan = Plan()
        var known: [(file: FolderFile, place: String?, sequence: Int)] = []
        var fresh: [FolderFile] = []
        for file in chosen {
            guard let entry = ledger.unchanged(file) else {
                fresh.append(file)
                continue
            }
            switch entry.state {
            case .read: if pass.isFull { known.append((file, nil, entry.sequence)) }
            case .faulty where pass.isFull: known.append((file, nil, entry.sequence))
            case .faulty: plan.standing.append(entry.detail)
            case .foreign: break
            }
        }
        var archived: [FolderFile] = []
        if pass.isAnew, case .archive(let subfolder) = options.after {
            do throws(FeedError) {
                archived = selection.chosen(try await list(folder.subfolder(subfolder)).filter(\.hasPlainName))
            } catch {
                // An archive that is not there has nothing in it.
                guard error.kind == .rejected else { throw error }
            }
            for file in archived {
                known.append((file, subfolder, ledger.entries[file.name]?.sequence ?? 0))
            }
        }
        known.sort {
            ($0.sequence, $0.file.modified ?? 0, $0.file.name) < ($1.sequence, $1.file.modified ?? 0, $1.file.name)
        }
        fresh = try await settled(fresh)
        fresh.sort { ($0.modified ?? 0, $0.name) < ($1.modified ?? 0, $1.name) }
        plan.reading = known.map { ($0.file, $0.place) } + fresh.map { ($0, nil) }
        return plan
    }

    /// What to say of a file that cannot be asked for.
    private func unnamed(_ file: FolderFile) -> String {
        let name = file.name.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : String($0) }
            .joined()
        return
            "\(folder.address): the file \(name.prefix(100)) has a name with control characters, or one that is not UTF-8, "
            + "and is not read: give it another name"
    }

    /// Those of some files that nobody writes to any more. Others are left for the next reading.
    private func settled(_ files: [FolderFile]) async throws(FeedError) -> [FolderFile] {
        guard !selection.hasMarkers else { return files }
        let now = time.wallMilliseconds()
        let isOld = { (file: FolderFile) in
            switch file.settling {
            case .settled: true
            case .byLooks: false
            // A date in the future is none of this clock's.
            case .byAge: file.modified.map { $0 <= now - options.settle.milliseconds } ?? false
            }
        }
        let young = files.filter { !isOld($0) }
        guard !young.isEmpty else { return files }
        do {
            try await time.sleep(for: options.settle)
        } catch {
            throw FeedError(.cancelled, "the reading was cancelled")
        }
        let again = Set(try await list(folder).filter(\.hasPlainName))
        return files.filter { isOld($0) || again.contains($0) }
    }

    /// What is in a file; `nil` where it is gone, still written to, or cannot be read by right, which is noted.
    private func content(
        of file: FolderFile, in place: String?, _ ledger: inout FileLedger, _ page: inout FeedPage
    ) async throws(FeedError) -> [UInt8]? {
        try await pace()
        do throws(TransportError) {
            let source = place.map { folder.subfolder($0) } ?? folder
            return try await source.read(file, limit: FolderOptions.fileBytes)
        } catch {
            switch error {
            case .notFound, .interrupted: return nil
            case .tooLarge(let text), .denied(let text), .refused(let text), .failed(let text):
                page.faults.append(text)
                // Permissions may be given, and a disk mended, without the file changing: it is tried again each time.
                return nil
            default: throw failure(error)
            }
        }
    }

    // MARK: - Putting away

    public func settle(_ memory: FeedMemory) async -> FeedSettlement {
        var settlement = FeedSettlement(cursor: memory.cursor)
        guard options.after != .keep else { return settlement }
        let ledger = FileLedger(memory.files)
        var unfound: [FolderFile: String] = [:]
        do throws(FeedError) {
            let listed = try await list(folder).filter(\.hasPlainName)
            let byName = Dictionary(listed.map { ($0.name, $0) }) { first, _ in first }
            for file in selection.chosen(listed).sorted(by: { $0.name < $1.name })
            where ledger.unchanged(file)?.state == .read {
                do throws(FeedError) {
                    unfound[file] = try await putAway(file)
                    if let marker = selection.marker(of: file, among: byName) {
                        unfound[marker] = try await putAway(marker)
                    }
                } catch {
                    settlement.faults.append(error.message)
                    // Without the server, or without leave, the others fare no better.
                    if error.kind != .malformed { return settlement }
                }
            }
            // Somebody else may have put them away. Servers say the same of what they do not let be moved or deleted.
            if !unfound.isEmpty {
                for file in try await list(folder).sorted(by: { $0.name < $1.name }) {
                    guard let text = unfound[file] else { continue }
                    settlement.faults.append("\(file.name) is still there, and could not be put away: \(text)")
                }
            }
        } catch {
            settlement.faults.append(error.message)
        }
        return settlement
    }

    /// - Returns: what was said, where the file was not found.
    private func putAway(_ file: FolderFile) async throws(FeedError) -> String? {
        try await pace()
        do throws(TransportError) {
            switch options.after {
            case .keep: break
            case .archive(let subfolder): _ = try await folder.move(file, into: subfolder)
            case .delete: try await folder.remove(file)
            }
            return nil
        } catch {
            if case .notFound(let text) = error { return text }
            throw failure(error)
        }
    }

    // MARK: - The folder

    private func list(_ folder: any Folder) async throws(FeedError) -> [FolderFile] {
        try await pace()
        do {
            return try await folder.list()
        } catch {
            guard case .notFound(let text) = error, !(folder is WebDocument) else { throw failure(error) }
            let own =
                text.hasPrefix("sftp:") ? "; paths begin at the server's root, and /~/ is the login's own folder" : ""
            throw FeedError(.rejected, "\(text): there is no such folder, check `url`\(own)")
        }
    }

    private func pace() async throws(FeedError) {
        do {
            try await limiter?.wait()
        } catch {
            throw FeedError(.cancelled, "the reading was cancelled")
        }
    }

    private func failure(_ error: TransportError) -> FeedError {
        switch error {
        case .notFound(let text): FeedError(.rejected, text)
        case .tooLarge(let text): FeedError(.malformed, text)
        case .tls(let text): FeedError(.rejected, FeedHTTP.trusting(text))
        case .failed(let text): FeedError(.malformed, text)
        default: FeedHTTP.failure(error)
        }
    }
}
