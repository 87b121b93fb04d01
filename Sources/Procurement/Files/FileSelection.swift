internal import Glibc
internal import Transport

/// Which files of a folder a feed reads, and which of them are complete.
struct FileSelection: Sendable {
    /// The pattern of names, in lower case.
    private let pattern: String
    private let marker: String?

    /// Endings that programs give to files that they still write.
    private static let unfinished = [
        ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", ".lock", ".writing", ".uploading",
        "~",
    ]

    init(_ options: FolderOptions) {
        pattern = options.files.lowercased()
        marker = options.marker
    }

    /// The files that concern the feed, in no order.
    func chosen(_ files: [FolderFile]) -> [FolderFile] {
        let names = marker == nil ? [] : Set(files.map(\.name))
        return files.filter { file in
            let name = file.name.lowercased()
            guard !name.hasPrefix("~"), !Self.unfinished.contains(where: { name.hasSuffix($0) }),
                fnmatch(pattern, name, FNM_PERIOD) == 0
            else { return false }
            guard let marker else { return true }
            return !name.hasSuffix(marker.lowercased()) && names.contains(file.name + marker)
        }
    }

    /// The file that says that another is complete, where there is one.
    func marker(of file: FolderFile, among files: [String: FolderFile]) -> FolderFile? {
        marker.flatMap { files[file.name + $0] }
    }

    /// Whether a file has a marker to go by.
    var hasMarkers: Bool { marker != nil }
}
