internal import Configuration
internal import Documents
internal import FoundationEssentials
internal import Procurement
internal import Reconciliation
internal import Transport

extension Composition {
    /// A feed of the kind `cxml`.
    func feed(
        _ cxml: CXMLConfiguration, of feed: FeedConfiguration, _ customFields: Set<String>?
    ) throws(ProgramError) -> any Feed {
        FolderFeed(
            options(cxml.folder, of: feed), cxml: CXMLOptions(statuses: feed.statuses, customFields: customFields),
            folder: try folder(cxml.folder, of: feed), time: time)
    }

    /// A feed of the kind `csv`.
    func feed(
        _ csv: CSVConfiguration, of feed: FeedConfiguration, _ customFields: Set<String>?
    ) throws(ProgramError) -> any Feed {
        FolderFeed(
            options(csv.folder, of: feed),
            csv: CSVOptions(
                columns: csv.columns.mapValues { $0.map(Self.source) }, delimiter: csv.delimiter,
                encoding: csv.encoding.flatMap { TextEncoding(name: $0) }, decimal: Self.decimal(csv.decimal),
                dates: csv.dates, zone: csv.zone,
                records: csv.records.map {
                    .init(column: $0.column, header: $0.header, line: $0.line, order: $0.order)
                }, hasHeadings: csv.hasHeadings, statuses: feed.statuses, customFields: customFields),
            folder: try folder(csv.folder, of: feed), time: time)
    }

    private static func source(_ source: CSVConfiguration.Source) -> CSVOptions.Source {
        switch source {
        case .column(let name): .column(name)
        case .literal(let text): .literal(text)
        }
    }

    private static func decimal(_ decimal: CSVConfiguration.Decimal) -> DecimalFormat {
        switch decimal {
        case .plain: .plain
        case .point: .point
        case .comma: .comma
        }
    }

    private func options(_ folder: FolderConfiguration, of feed: FeedConfiguration) -> FolderOptions {
        let after: FolderOptions.Aftermath =
            switch folder.after {
            case .keep: .keep
            case .archive(let subfolder): .archive(subfolder)
            case .delete: .delete
            }
        return FolderOptions(
            name: feed.name, files: folder.files, after: after, settle: folder.settle ?? FolderOptions.usualSettle,
            marker: folder.marker, requestsPerSecond: feed.requestsPerSecond)
    }

    // MARK: - Where the files are

    private func folder(
        _ folder: FolderConfiguration, of feed: FeedConfiguration
    ) throws(ProgramError) -> any Folder {
        switch folder.place {
        case .local(let path): return LocalFolder(path: path)
        case .document(let url):
            var login = WebDocument.Login.none
            if let own = folder.login, case .password(let password) = own.proof {
                login = .basic(user: own.user, password: try secret(password, of: "feed \(feed.name)"))
            }
            return WebDocument(url: url, login: login, transport: transport)
        case .server(let url):
            guard let address = FolderAddress(url), let login = folder.login else {
                throw ProgramError(.configuration, "feed \(feed.name): \(url) is no folder of a server")
            }
            guard let files else { throw ProgramError(.bug, "feed \(feed.name) needs a transport of files") }
            return RemoteFolder(address, login: try self.login(login, of: feed), transport: files, time: time)
        }
    }

    private func login(
        _ login: FolderConfiguration.Login, of feed: FeedConfiguration
    ) throws(ProgramError) -> FileLogin {
        let place = "feed \(feed.name)"
        let hosts = login.knownHosts.map { invocation.path($0) }
        if let hosts, !FileManager.default.isReadableFile(atPath: hosts) {
            throw ProgramError(
                .configuration,
                "\(place): knownHosts: the file \(hosts) cannot be read; make it with `ssh-keyscan`, and compare the keys with "
                    + "what the server's owner says")
        }
        switch login.proof {
        case .password(let password):
            return FileLogin(user: login.user, proof: .password(try secret(password, of: place)), knownHosts: hosts)
        case .key(let reference, let passphrase):
            // Asked for now, so that a key that is not there is said before anything is done.
            let key = try secret(reference, of: place)
            if let fault = key.withText({ PrivateKeyForm.fault($0, hasPassphrase: passphrase != nil) }) {
                throw ProgramError(.credentials, "\(place): privateKey: \(fault)")
            }
            let phrase = try passphrase.map { (reference) throws(ProgramError) in try secret(reference, of: place) }
            return FileLogin(
                user: login.user, proof: .key(path: try path(of: reference), passphrase: phrase), knownHosts: hosts)
        }
    }

    private func path(of key: SecretReference) throws(ProgramError) -> String {
        switch key {
        case .file(let path): return invocation.path(path)
        case .credential(let name): return "\(invocation.environment["CREDENTIALS_DIRECTORY"] ?? "")/\(name)"
        case .environment:
            throw ProgramError(.configuration, "a private key is a file: {credential: NAME} or {file: PATH}")
        }
    }
}

extension CSVConfiguration {
    /// Everything that decides how files are read, in the same words whenever it is the same.
    var shape: String {
        let columns = columns.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
        let records = records.map { "\($0.column) \($0.header) \($0.line) \($0.order ?? "")" } ?? ""
        return
            " \(folder.files) \(columns) \(delimiter) \(encoding ?? "") \(decimal) \(dates) \(zoneName) \(records) \(hasHeadings)"
    }
}
