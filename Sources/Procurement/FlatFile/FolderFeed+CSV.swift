public import Transport

extension FolderFeed {
    /// A feed of files of separated values.
    public init(_ options: FolderOptions, csv: CSVOptions, folder: any Folder, time: any TimeSource) {
        self.init(options, CSVDialect(feed: options.name, options: csv), folder: folder, time: time)
    }
}
