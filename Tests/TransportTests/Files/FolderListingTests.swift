import Testing

@testable import Transport

/// What servers list a folder with. The moment of reading is 2026-11-23T12:00:00Z.
@Suite struct FolderListingTests {
    private let listing = FolderListing(now: 1_795_435_200_000)

    private func unix(_ line: String) -> FolderFile? { listing.forPeople(Array(line.utf8)).first }

    @Test func openSSHsLinesAreRead() {
        let file = unix("-rw-r--r--    1 1000     1000         1234 Nov 20 09:30 orders 1.xml")
        #expect(file?.name == "orders 1.xml")
        #expect(file?.size == 1234)
        #expect(file?.stamp == "Nov 20 09:30")
        #expect(file?.modified == 1_795_167_000_000)
        #expect(file?.settling == .byLooks)
    }

    @Test func namesKeepTheirBlanks() {
        #expect(unix("-rw-r--r-- 1 a b 1 Nov 20 09:30  two  blanks ")?.name == " two  blanks ")
    }

    @Test func ownersMayHaveBlanksAndMonthsInTheirNames() {
        let file = unix("-rw-r--r--    1 May Smith    Domain Users    77 Jan 02  2025 a.xml")
        #expect(file?.name == "a.xml")
        #expect(file?.size == 77)
        #expect(file?.modified == 1_735_776_000_000)
    }

    @Test func aDateAheadIsOneOfLastYear() {
        #expect(unix("-rw-r--r-- 1 a b 1 Dec 24 09:30 a.xml")?.modified == 1_766_568_600_000)
    }

    @Test(arguments: [
        "drwxr-xr-x    2 1000     1000         4096 Nov 20 09:30 folder",
        "lrwxrwxrwx 1 a b 5 Nov 20 09:30 l -> /etc/passwd",
        "prw-r--r-- 1 a b 0 Nov 20 09:30 pipe", "total 12", "", "-rw-r--r-- 1 a b 1 Nov 20 09:30 .hidden",
        "-rw-r--r-- 1 a b 1 Nov 20 09:30 ../up", "-rw-r--r-- 1 a b 1 Nov 20 09:30 a/b",
        "-rw-r--r-- 1 a b -1 Nov 20 09:30 a",
        "-rw-r--r-- 1 a b 1 Nov 20 09:30", "-rw-r--r-- 1 a b 1 Nov 20 09:30 ",
    ])
    func whatIsNoFileIsPassedOver(_ line: String) {
        #expect(unix(line) == nil)
    }

    @Test func theFormOfWindowsIsRead() {
        let files = listing.forPeople(
            Array(
                "11-20-26  01:30PM                 1234 orders 1.xml\r\n11-20-26  01:30PM       <DIR>          x\r\n"
                    .utf8))
        #expect(files.map(\.name) == ["orders 1.xml"])
        #expect(files.first?.size == 1234)
        #expect(files.first?.modified == 1_795_181_400_000)
    }

    @Test func theListingForProgramsIsRead() {
        let text = """
            type=cdir;modify=20261120093000; .
            Type=file;Size=1234;Modify=20261120093000.123;UNIX.mode=0644; a b;c.xml
            type=dir;modify=20261120093000; folder
            type=OS.unix=slink:/etc/passwd;size=1;modify=20261120093000; link
            type=file;size=x;modify=20261120093000; odd
            type=file;size=5; undated
            type=file;size=5;modify=20261320093000; odd-date
            """
        let files = listing.forPrograms(Array(text.replacing("\n", with: "\r\n").utf8))
        #expect(files.map(\.name) == ["a b;c.xml", "odd-date"])
        #expect(files.first?.modified == 1_795_167_000_000)
        #expect(files.last?.modified == nil)
    }

    /// Whoever wrote such a file waits for it to be read: that it is there must not be lost.
    @Test func namesThatCannotBeAskedForAreListedAsSuch() {
        let line = Array("-rw-r--r-- 1 a b 1 Nov 20 09:30 a".utf8)
        #expect(listing.forPeople(line + [0xff]).map(\.hasPlainName) == [false])
        #expect(listing.forPeople(line + [0x09]).map(\.name) == ["a\t"])
        #expect(listing.forPeople(line + [0x09]).map(\.hasPlainName) == [false])
        #expect(listing.forPrograms(Array("type=file;size=5;modify=20261120093000; a".utf8) + [0xff]).count == 1)
        #expect(listing.forPeople(line + Array("/b".utf8)).isEmpty)
        #expect(listing.forPeople(line).map(\.hasPlainName) == [true])
    }
}
