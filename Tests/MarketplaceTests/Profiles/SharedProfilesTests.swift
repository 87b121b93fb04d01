import Testing

@testable import Marketplace

@Suite("Profiles of AWS's shared files")
struct SharedProfilesTests {
    private func profiles(
        _ config: String = "", _ credentials: String = "", _ environment: [String: String] = [:]
    ) throws -> SharedProfiles {
        try SharedProfiles(
            environment: AWSEnvironment(environment), config: INIText(config).sections,
            credentials: INIText(credentials).sections)
    }

    @Test func profilesOfBothFilesAreMergedAndTheCredentialsFileWins() throws {
        let profiles = try profiles(
            "[profile a]\nregion = eu-west-1\naws_access_key_id = FROMCONFIG\n",
            "[a]\naws_access_key_id = FROMCREDENTIALS\n")
        #expect(profiles["a"]?["region"] == "eu-west-1")
        #expect(profiles["a"]?["aws_access_key_id"] == "FROMCREDENTIALS")
    }

    @Test func sectionsThatAreNoProfilesAreNone() throws {
        let profiles = try profiles(
            "[a]\nk=1\n[preview]\nk=1\n[profile x y]\nk=1\n[sso-session s]\nk=1\n[plugins]\nk=1\n")
        for name in ["a", "preview", "x", "y", "x y", "s", "plugins"] { #expect(profiles[name] == nil) }
    }

    @Test func aQuotedNameMayHaveBlanks() throws {
        #expect(try profiles("[profile \"my own\"]\nk = 1\n")["my own"]?["k"] == "1")
    }

    @Test func theDefaultProfileMayBeWrittenEitherWay() throws {
        #expect(try profiles("[default]\nk = 1\n").current["k"] == "1")
        #expect(try profiles("[default]\nk = 1\n[profile default]\nk = 2\n").current["k"] == "2")
        #expect(try profiles("[profile default]\nk = 2\n[default]\nk = 1\n").current["k"] == "2")
    }

    @Test(arguments: [
        (["AWS_PROFILE": "a"], "a"), (["AWS_DEFAULT_PROFILE": "a"], "a"),
        (["AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"], "a"), (["AWS_PROFILE": ""], "default"), ([:], "default"),
    ])
    func theEnvironmentChooses(_ environment: [String: String], _ name: String) throws {
        #expect(try profiles("[profile a]\nk=1\n[profile b]\nk=1\n", "", environment).chosen == name)
    }

    @Test func aProfileThatIsNowhereIsAnErrorThatNamesIt() throws {
        let error = try #require(throws: MarketplaceError.self) { try profiles("", "", ["AWS_PROFILE": "prod"]) }
        #expect(error.kind == .credentials)
        #expect(error.message.contains("\"prod\""))
    }

    @Test func filesThatAreNotThereAreEmpty() throws {
        let folder = try TemporaryFolder()
        let profiles = try SharedProfiles(environment: AWSEnvironment([:], homeDirectory: folder.path))
        #expect(profiles.current.options.isEmpty)
    }

    @Test func filesAreFoundByVariableAndInTheHomeDirectory() throws {
        let folder = try TemporaryFolder()
        try folder.write("config", "[default]\nk = from-config\n")
        try folder.write("credentials", "[default]\nj = from-credentials\n")
        let profiles = try SharedProfiles(
            environment: AWSEnvironment(
                [
                    "AWS_CONFIG_FILE": "~/config", "AWS_SHARED_CREDENTIALS_FILE": "$PLACE/credentials",
                    "PLACE": folder.path,
                ],
                homeDirectory: folder.path))
        #expect(profiles.current.options == ["k": "from-config", "j": "from-credentials"])
    }

    @Test func aBrokenFileIsNamedWithItsLine() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("config", "[default]\nnonsense\n")
        let error = try #require(throws: MarketplaceError.self) {
            try SharedProfiles(environment: AWSEnvironment(["AWS_CONFIG_FILE": file]))
        }
        #expect(error.kind == .credentials)
        #expect(error.message.contains("\(file), line 2"))
    }

    @Test func aFolderInThePlaceOfAFileIsAnError() throws {
        let folder = try TemporaryFolder()
        #expect(throws: MarketplaceError.self) {
            try SharedProfiles(environment: AWSEnvironment(["AWS_SHARED_CREDENTIALS_FILE": folder.path]))
        }
    }

    @Test(arguments: [
        ("~", "/home/x"), ("~/a", "/home/x/a"), ("~other/a", "~other/a"), ("$A/b", "one/b"), ("${A}b", "oneb"),
        ("$NONE/b", "$NONE/b"), ("${A", "${A"), ("a$", "a$"), ("/$A$A", "/oneone"), ("$A~", "one~"),
    ])
    func pathsAreResolved(_ text: String, _ path: String) {
        let environment = AWSEnvironment(["A": "one", "P": text], homeDirectory: "/home/x")
        #expect(environment.path("P", default: "/") == path)
    }
}
