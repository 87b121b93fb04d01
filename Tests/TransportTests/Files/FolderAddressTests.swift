import Testing

@testable import Transport

@Suite struct FolderAddressTests {
    @Test func pathsStandInAddressesEncodedAndInCommandsQuoted() throws {
        let address = try #require(FolderAddress("sftp://host:2222/out/a%20b"))
        #expect(address.url("x\"y%.xml") == "sftp://host:2222/out/a%20b/x%22y%25.xml")
        #expect(address.command(deleting: "x\"y\\.xml") == "rm \"/out/a b/x\\\"y\\\\.xml\"")
        #expect(
            address.commands(moving: "x", to: address.appending("done").path("x")) == [
                "rename \"/out/a b/x\" \"/out/a b/done/x\""
            ])
        #expect(
            address.commands(making: "done/2026") == [
                "*mkdir \"/out/a b/done\"", "*mkdir \"/out/a b/done/2026\"",
            ])
    }

    @Test func aTildeIsTheUsersHome() throws {
        let address = try #require(FolderAddress("sftp://host/~/out/"))
        #expect(address.url("x") == "sftp://host/~/out/x")
        #expect(address.path("x") == "out/x")
    }

    @Test func overFTPPathsBeginWhereTheUserIsPut() throws {
        let address = try #require(FolderAddress("ftps://host/out"))
        #expect(address.path("a b") == "out/a b")
        #expect(address.commands(moving: "a b", to: "out/done/a b") == ["RNFR out/a b", "RNTO out/done/a b"])
        #expect(address.url("x", asksForTLS: true) == "ftp://host/out/x")
        #expect(try #require(FolderAddress("ftps://host")).path("x") == "x")
    }

    @Test(arguments: [
        "sftp://user@host/x", "sftp://host/x?y", "sftp://host/x#y", "sftp:///x", "sftp://host/a/../b",
        "sftp://host/a/%2e%2e/b",
        "sftp://host/a%2fb", "sftp://host/a%0ab", "sftp://host/%zz", "ftp://host/x", "file:///x", "host/x",
    ])
    func whatCouldMeanAnotherPlaceIsNoAddress(_ text: String) {
        #expect(FolderAddress(text) == nil)
    }
}
