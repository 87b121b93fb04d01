internal import Foundation

/// A folder in which documents are kept that tests take for good, so that others can be asked what they think of them:
/// `Tests/Acceptance/files/dtd.sh` holds the document types of cXML against them.
public enum DocumentFolder {
    /// The folder, where `CXML_SAMPLES` names one.
    private static let path = ProcessInfo.processInfo.environment["CXML_SAMPLES"]

    /// Keeps a cXML document by a name that need not be its alone.
    ///
    /// - Parameter deviates: The document is not as its document type asks for, and meant to be so; it goes into a folder
    ///   of its own.
    public static func keep(_ text: String, as name: String, deviates: Bool = false) {
        guard let path else { return }
        // The same document comes from many tests, and more than one from each.
        let digest = text.utf8.reduce(into: UInt64(14_695_981_039_346_656_037)) {
            $0 = ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        let letters = name.map { $0.isLetter || $0.isNumber ? $0 : "-" }
        let folder = URL(filePath: path).appending(path: deviates ? "deviating" : "good")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: folder.appending(path: "\(String(letters))-\(String(digest, radix: 36)).xml"))
        } catch {
            preconditionFailure("CXML_SAMPLES: \(error)")
        }
    }
}
