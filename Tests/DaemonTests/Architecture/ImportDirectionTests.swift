import FoundationEssentials
import Testing

/// The house has one way through it; folders may grow, this direction may not.
@Suite struct ImportDirectionTests {
    /// What of the house each target may know.
    static let ours: [String: Set<String>] = [
        "CLibcurl": [], "CurlShim": [], "ChecksumShim": [], "HeapShim": [], "DumpShim": [], "Reconciliation": [],
        "Documents": [], "Supervision": [],
        "Transport": ["CurlShim"], "Procurement": ["Reconciliation", "Documents", "Transport"],
        "Marketplace": ["Reconciliation", "Documents", "Transport"],
        "Store": ["Reconciliation", "Documents", "ChecksumShim"],
        "Configuration": ["Reconciliation"],
        "Daemon": [
            "Reconciliation", "Documents", "Transport", "Procurement", "Marketplace", "Store", "Supervision",
            "Configuration",
        ],
        "Sandbox": ["Documents"], "posyncd": ["Daemon", "Configuration"],
        "posync-demo": ["Daemon", "Configuration", "Sandbox"],
    ]
    /// The libraries that each target may know.
    static let libraries: [String: Set<String>] = [
        "Marketplace": ["Subprocess", "SystemPackage"], "Configuration": ["Yams"],
        "Daemon": ["UnixSignals"],
        "Sandbox": ["FlyingFox", "FlyingSocks"], "posyncd": ["ArgumentParser", "HeapShim", "DumpShim"],
    ]
    /// What comes with the toolchain. The whole of Foundation comes into the program through its readers of XML and YAML
    /// alone, and its networking never: libcurl does that.
    static let toolchain: Set<String> = [
        "FoundationEssentials", "FoundationXML", "Glibc", "Synchronization", "Dispatch",
    ]

    /// The package's folder.
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The modules that the files of a target import, each with a file that does.
    private static func imports(of target: String) throws -> [String: String] {
        let folder = package.appending(path: "Sources/\(target)").path
        var imports: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name.hasSuffix(".swift") {
            let text = String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(name)")), as: UTF8.self)
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 2, words.count > place + 1,
                    words[..<place].allSatisfy({ Self.modifiers.contains(String($0)) })
                else { continue }
                let module = words.last?.split(separator: ".").first.map(String.init) ?? ""
                imports[module] = "\(target)/\(name)"
            }
        }
        return imports
    }

    private static let modifiers: Set<String> = [
        "public", "internal", "package", "private", "fileprivate", "@preconcurrency", "@_exported", "@testable",
    ]

    @Test(arguments: ours.keys.sorted())
    func targetsKnowOnlyWhatLiesBeneathThem(_ target: String) throws {
        let isPure = target == "Reconciliation"
        let allowed = (Self.ours[target] ?? []).union(Self.libraries[target] ?? [])
            .union(isPure ? [] : Self.toolchain)
        for (module, file) in try Self.imports(of: target) {
            #expect(allowed.contains(module), "\(file) imports \(module)")
        }
    }

    @Test func everyTargetHasItsPlaceInTheHouse() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.package.appending(path: "Sources").path)
        #expect(Set(folders.filter { !$0.hasPrefix(".") }) == Set(Self.ours.keys))
    }

    @Test func theSandboxIsNeverLinkedIntoTheProgram() throws {
        let manifest = String(
            decoding: try Data(contentsOf: Self.package.appending(path: "Package.swift")), as: UTF8.self)
        // Every declaration of a target begins at this depth, and what follows it lies deeper.
        var declarations: [String] = []
        for line in manifest.split(separator: "\n") {
            let isBeginning = line.hasPrefix("        ") && !line.hasPrefix("         ")
            if isBeginning { declarations.append("") }
            if !declarations.isEmpty { declarations[declarations.count - 1] += line }
        }
        let kinds = ["house(", ".executableTarget(", ".target("]
        declarations.removeAll { line in !kinds.contains { line.drop { $0 == " " }.hasPrefix($0) } }
        #expect(declarations.count > 10)
        // Programs that test the program may know it.
        declarations.removeAll { $0.contains("path: \"Tests/") }
        let knowing = declarations.filter { $0.contains("\"Sandbox\"") || $0.contains("flyingFox") }
        let names = knowing.compactMap { $0.split(separator: "\"").dropFirst().first }
        #expect(names == ["Sandbox", "posync-demo"])
    }
}
