/// The seam to a folder of files: on this machine, or on a server over SFTP or FTPS.
///
/// Names are those of files in the folder itself; one with a slash in it is never listed.
public protocol Folder: Sendable {
    /// The folder's address, for messages; without credentials.
    var address: String { get }

    /// The regular files in the folder, in no order. What is hidden, a link or a folder is not among them; one whose name
    /// has a control character or is no UTF-8 is there, and cannot be asked for.
    func list() async throws(TransportError) -> [FolderFile]

    /// Everything that is in a file.
    ///
    /// - Throws: `notFound` where it is gone, `tooLarge` beyond `limit` bytes, `interrupted` where it was written to
    ///   meanwhile.
    func read(_ file: FolderFile, limit: Int) async throws(TransportError) -> [UInt8]

    /// Puts a file into a folder within this one, which is made where it is not there. What is there under the same name
    /// stays.
    ///
    /// - Returns: the name that the file has there.
    func move(_ file: FolderFile, into subfolder: String) async throws(TransportError) -> String

    /// Deletes a file.
    func remove(_ file: FolderFile) async throws(TransportError)

    /// A folder within this one.
    func subfolder(_ name: String) -> any Folder
}

/// A file as a folder lists it.
public struct FolderFile: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its bytes.
    public var size: Int
    /// When it was last written, in the words of the file system or server: where it differs, the file is another one.
    public var stamp: String
    /// When it was last written, in milliseconds since 1970; to the minute and in the server's zone where the server says
    /// no more.
    public var modified: Int64?
    /// How one knows that nobody writes to it any more.
    public var settling: Settling
    /// Whether the name can be asked for. Where it cannot, `name` is what is left of it.
    public var hasPlainName = true

    /// How one knows that nobody writes to a file any more.
    public enum Settling: Sendable, Hashable {
        /// By its age: `modified` is by the clock of this machine.
        case byAge
        /// By looking twice.
        case byLooks
        /// It is there as a whole or not at all.
        case settled
    }

    /// A file with these fields.
    public init(name: String, size: Int, stamp: String, modified: Int64?, settling: Settling) {
        self.name = name
        self.size = size
        self.stamp = stamp
        self.modified = modified
        self.settling = settling
    }
}

/// How much of a folder is borne.
public enum FolderLimits {
    /// Files of a listing; with more, somebody has to put them away first.
    public static let files = 100_000
    /// Bytes of a server's listing: some hundred for each file.
    static let listingBytes = 32 << 20
}

extension FolderFile {
    /// Whether a name can be one of a file in a folder, and stands in a server's command for nothing else.
    static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 255 && name != "." && name != ".."
            && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "/") }
    }

    /// Whether a name is that of a file in a folder, be it one that can be asked for or not.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !isHidden(name) && !name.utf8.contains(UInt8(ascii: "/"))
    }

    /// Whether a name is hidden.
    static func isHidden(_ name: String) -> Bool { name.hasPrefix(".") }

    /// The file's name with something between it and its extension, for where the name is taken.
    func renamed(_ number: Int) -> String {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "\(name)-\(number)" }
        return "\(name[..<dot])-\(number)\(name[dot...])"
    }
}
