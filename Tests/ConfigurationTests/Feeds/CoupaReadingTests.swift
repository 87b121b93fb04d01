import Testing

@testable import Configuration

@Suite struct CoupaReadingTests {
    private static let least = """
        kind: coupa
        url: https://acme.coupahost.com
        clientID: c
        clientSecret: {env: SECRET}

        """

    private func coupa(_ further: String) throws -> CoupaConfiguration? {
        guard case .coupa(let coupa) = try FeedText(Self.least + further).parse().kind else { return nil }
        return coupa
    }

    @Test func deletedLinesAreAskedForOnlyWhereItIsSaid() throws {
        #expect(try coupa("")?.showsDeletedLines == false)
        #expect(try coupa("show_deleted_lines: false")?.showsDeletedLines == false)
        #expect(try coupa("show_deleted_lines: true")?.showsDeletedLines == true)
    }

    @Test(arguments: [
        ("show_deleted_lines: sometimes", "feeds[0].show_deleted_lines", "true or false"),
        ("showDeletedLines: true", "feeds[0].showDeletedLines", "did you mean show_deleted_lines?"),
        ("show_deleted_line: true", "feeds[0].show_deleted_line", "did you mean show_deleted_lines?"),
    ])
    func aMistakeIsSaid(line: String, path: String, words: String) {
        let problems = FeedText(Self.least + line).problems()
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(path) == true && problems.first?.contains(words) == true, "\(problems)")
    }
}
