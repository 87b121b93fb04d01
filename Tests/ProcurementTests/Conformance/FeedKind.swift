import Procurement
import Simulation

/// The kinds of feed that run the conformance suite.
enum FeedKind: String, CaseIterable, Sendable {
    case coupa
    case coupaDeletedLines = "coupa, deleted lines"
    case aribaReporting = "ariba, reporting"
    case aribaNetwork = "ariba, network"
    case restOffset = "rest, offset"
    case restPage = "rest, page"
    case restCursor = "rest, cursor"
    case restLink = "rest, link"
    case restRange = "rest, range"
    case cxml = "cxml, file"
    case cxmlSFTP = "cxml, sftp"
    case cxmlFTPS = "cxml, ftps"
    case csv = "csv, file"
    case csvSFTP = "csv, sftp"
    case csvFTPS = "csv, ftps"

    /// What a folder of this kind is written in; `nil` for what is no folder.
    private var form: FolderStage.Form? {
        switch self {
        case .cxml, .cxmlSFTP, .cxmlFTPS: .cxml
        case .csv, .csvSFTP, .csvFTPS: .csv
        default: nil
        }
    }

    /// The server that it needs.
    var server: FileServer.Kind? {
        switch self {
        case .cxmlSFTP, .csvSFTP: .sftp
        case .cxmlFTPS, .csvFTPS: .ftpsExplicit
        default: nil
        }
    }

    /// Those that need no server.
    static let serverless = allCases.filter { $0.server == nil }
    /// Those that need one.
    static let served = allCases.filter { $0.server != nil }

    /// A fresh source.
    func stage(on served: ServedFolders? = nil) throws -> any FeedStage {
        if let form {
            guard let served else { return try FolderStage(form) }
            return try FolderStage(form, on: served)
        }
        return switch self {
        case .coupaDeletedLines: CoupaStage(showsDeletedLines: true)
        case .aribaReporting: AribaStage(isNetwork: false)
        case .aribaNetwork: AribaStage(isNetwork: true)
        case .restOffset: RESTStage(.offset(offset: "offset", limit: "limit", size: 50))
        case .restPage: RESTStage(.page(page: "page", first: 1, limit: "limit", size: 50))
        case .restCursor: RESTStage(.cursor(cursor: "cursor", next: RESTStage.next, limit: "limit", size: 50))
        case .restLink: RESTStage(.link(next: nil, limit: "limit", size: 50))
        case .restRange: RESTStage(.range(unit: "items", size: 50))
        default: CoupaStage()
        }
    }
}
