import FoundationEssentials
import Testing

/// The inputs that are kept for each target, through the same function that libFuzzer calls.
@Suite struct CorpusTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

    @Test(arguments: Target.allCases)
    func keptInputsAreReadOrRefused(_ target: Target) async throws {
        let folder = Self.corpus.appending(path: target.rawValue).path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(!names.isEmpty)
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
            await #expect(throws: Never.self, "\(target.rawValue)/\(name)") { try await target.run(bytes) }
            // What is cut off is what a connection that broke leaves.
            for count in Set([0, 1, 2, bytes.count / 2, bytes.count - 1]) where count >= 0 && count < bytes.count {
                await #expect(throws: Never.self, "\(target.rawValue)/\(name), \(count) bytes of it") {
                    try await target.run(Array(bytes.prefix(count)))
                }
            }
        }
    }

    @Test func noCorpusIsWithoutItsTarget() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
        #expect(Set(folders) == Set(Target.allCases.map(\.rawValue)))
    }
}
