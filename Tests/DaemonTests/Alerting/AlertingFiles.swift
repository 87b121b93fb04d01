import FoundationEssentials

/// The files under `Config/alerting` and the sources that they are about.
enum AlertingFiles {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// A file's text, by its path in the package.
    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(package)/\(path)")), as: UTF8.self)
    }

    /// A file under `Config/alerting`.
    static func alerting(_ path: String) throws -> String { try text("Config/alerting/\(path)") }

    /// The text of every source file of a target.
    static func sources(of target: String) throws -> [String] {
        let folder = "\(package)/Sources/\(target)"
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }.map {
            String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\($0)")), as: UTF8.self)
        }
    }

    /// The rows of the table under a heading of the README, without its head; a text for each cell.
    static func table(under heading: String) throws -> [[String]] {
        let lines = try alerting("README.md").split(separator: "\n", omittingEmptySubsequences: false)
        let section = lines.drop { $0 != "## \(heading)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        return section.filter { $0.hasPrefix("| `") }.map { row in
            row.dropFirst().split(separator: "|", omittingEmptySubsequences: false).dropLast().map {
                $0.trimmed
            }
        }
    }

    /// The words between backquotes.
    static func quoted(_ text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map {
            String($0.element)
        }
    }
}

extension Substring {
    /// Without blanks at either end.
    var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.prefix(start.count - start.reversed().prefix { $0 == " " }.count))
    }
}
