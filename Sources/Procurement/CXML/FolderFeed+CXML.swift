public import Transport

extension FolderFeed {
    /// A feed of cXML documents.
    public init(_ options: FolderOptions, cxml: CXMLOptions, folder: any Folder, time: any TimeSource) {
        self.init(options, CXMLDialect(feed: options.name, options: cxml), folder: folder, time: time)
    }
}
