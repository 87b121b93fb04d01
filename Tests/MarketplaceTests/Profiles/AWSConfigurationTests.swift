import Testing

@testable import Marketplace

@Suite("Where and how often AWS is called")
struct AWSConfigurationTests {
    private func configuration(
        _ environment: [String: String] = [:], _ config: String = ""
    ) throws -> AWSConfiguration {
        let environment = AWSEnvironment(environment)
        return try AWSConfiguration(
            environment: environment,
            profiles: SharedProfiles(environment: environment, config: INIText(config).sections, credentials: [:]))
    }

    // MARK: - Region

    @Test(arguments: [
        ([:], "", "us-east-1"), ([:], "[default]\nregion = eu-west-1\n", "eu-west-1"),
        (["AWS_DEFAULT_REGION": "ap-south-1"], "[default]\nregion = eu-west-1\n", "ap-south-1"),
        (["AWS_REGION": "sa-east-1", "AWS_DEFAULT_REGION": "ap-south-1"], "", "sa-east-1"),
        (["AWS_REGION": ""], "", "us-east-1"),
        (["AWS_PROFILE": "a"], "[profile a]\nregion = eu-north-1\n", "eu-north-1"),
    ])
    func theRegionComesFromTheEnvironmentThenTheProfile(
        _ environment: [String: String], _ config: String, _ region: String
    ) throws {
        #expect(try configuration(environment, config).region == region)
    }

    @Test func onlyTheTokenServiceHasARegion() throws {
        let configuration = try configuration(["AWS_REGION": "eu-central-1"])
        #expect(configuration.url(.sts) == "https://sts.eu-central-1.amazonaws.com/")
        #expect(configuration.url(.agreement) == "https://agreement-marketplace.us-east-1.api.aws/")
        #expect(configuration.url(.licenseManager) == "https://license-manager.us-east-1.amazonaws.com/")
        #expect(AWSService.sts.signingRegion("eu-central-1") == "eu-central-1")
        for service in AWSService.allCases where service != .sts {
            #expect(service.signingRegion("eu-central-1") == "us-east-1")
        }
    }

    @Test(arguments: ["eu.evil.com/", "EU-WEST-1", "eu west", "eu-west-1\n", "a/b", "x@y"])
    func aRegionThatIsNoneIsRefused(_ region: String) throws {
        let error = try #require(throws: MarketplaceError.self) { try configuration(["AWS_REGION": region]) }
        #expect(error.kind == .credentials)
    }

    // MARK: - Attempts

    @Test(arguments: [
        ([:], "", 3), (["AWS_MAX_ATTEMPTS": "5"], "[default]\nmax_attempts = 2\n", 5),
        ([:], "[default]\nmax_attempts = 2\n", 2),
    ])
    func triesAreCounted(_ environment: [String: String], _ config: String, _ attempts: Int) throws {
        #expect(try configuration(environment, config).attempts == attempts)
    }

    @Test(arguments: ["0", "-1", "three", "1.5"])
    func aNumberOfTriesThatIsNoneIsRefused(_ text: String) {
        #expect(throws: MarketplaceError.self) { try configuration(["AWS_MAX_ATTEMPTS": text]) }
    }

    // MARK: - Endpoints

    private static let file = """
        [default]
        services = local
        endpoint_url = http://127.0.0.1:4
        [services local]
        marketplace_agreement =
          endpoint_url = http://127.0.0.1:3/
        """

    @Test(arguments: [
        (
            ["AWS_ENDPOINT_URL_MARKETPLACE_AGREEMENT": "http://127.0.0.1:1", "AWS_ENDPOINT_URL": "http://127.0.0.1:2"],
            1
        ),
        (["AWS_ENDPOINT_URL": "http://127.0.0.1:2"], 2), (["AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1"], 3),
    ])
    func endpointsAreFoundInOrder(_ environment: [String: String], _ port: Int) throws {
        #expect(try configuration(environment, Self.file).url(.agreement) == "http://127.0.0.1:\(port)/")
    }

    @Test func theProfilesAddressIsForServicesWithoutTheirOwn() throws {
        #expect(try configuration([:], Self.file).url(.iam) == "http://127.0.0.1:4/")
    }

    @Test(arguments: ["", "endpoint_url = http://127.0.0.1:4"])
    func anAddressWithoutValueIsNone(_ further: String) throws {
        let file = "[default]\nservices = local\n\(further)\n[services local]\niam =\n  endpoint_url =\n"
        let expected = further.isEmpty ? "https://iam.amazonaws.com/" : "http://127.0.0.1:4/"
        #expect(try configuration([:], file).url(.iam) == expected)
        #expect(try configuration([:], "[default]\nendpoint_url =\n").url(.iam) == "https://iam.amazonaws.com/")
    }

    @Test(arguments: ["MARKETPLACE_AGREEMENT", "INVOICING", "ORGANIZATIONS", "IAM", "STS", "LICENSE_MANAGER"])
    func everyServiceHasItsVariable(_ name: String) throws {
        let configuration = try configuration(["AWS_ENDPOINT_URL_\(name)": "http://127.0.0.1:9"])
        let moved = AWSService.allCases.filter { configuration.url($0) == "http://127.0.0.1:9/" }
        #expect(moved.map(\.rawValue) == [name])
    }

    @Test func configuredAddressesCanBeIgnored() throws {
        for (environment, config) in [
            (["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "True", "AWS_ENDPOINT_URL": "http://127.0.0.1:2"], Self.file),
            ([:], "[default]\nendpoint_url = http://127.0.0.1:4\nignore_configured_endpoint_urls = true\n"),
        ] {
            #expect(try configuration(environment, config).url(.iam) == "https://iam.amazonaws.com/")
        }
    }

    @Test(arguments: ["[default]\nservices = other\n", "[default]\nservices = x\n[services x]\nsts =\n  nonsense\n"])
    func aServicesSectionThatIsNotThereOrBrokenIsAnError(_ config: String) throws {
        let error = try #require(throws: MarketplaceError.self) { try configuration([:], config) }
        #expect(error.kind == .credentials)
        #expect(error.message.contains("services"))
    }
}
