import Testing

@testable import Marketplace

@Suite("Profiles with a role")
struct RoleProfileTests {
    private static let keys = "aws_access_key_id = AKID\naws_secret_access_key = s\n"

    @Test func allSettingsOfTheRoleAreTaken() throws {
        let source = try chain(
            config: """
                [default]
                role_arn = arn:aws:iam::222222222222:role/r
                source_profile = base
                external_id = id
                role_session_name = name
                duration_seconds = 1800
                [profile base]
                \(Self.keys)
                """
        ).source()
        guard case .role(let request, with: let first) = source else {
            Issue.record("\(source.short)")
            return
        }
        #expect(
            request
                == RoleRequest(
                    role: "arn:aws:iam::222222222222:role/r", sessionName: "name", externalID: "id", duration: 1800))
        #expect(first.short == "AKID")
    }

    @Test func rolesAreChained() throws {
        let source = try chain(
            config: """
                [default]
                role_arn = a
                source_profile = b
                [profile b]
                role_arn = b
                source_profile = c
                [profile c]
                web_identity_token_file = /t
                role_arn = c
                """
        ).source()
        #expect(source.short == "a<b<c@/t")
    }

    @Test func theSourceMayRunAProgramOrStandInTheCredentialsFile() throws {
        let config = "[default]\nrole_arn = a\nsource_profile = b\n"
        #expect(try chain(config: config + "[profile b]\ncredential_process = p\n").source().short == "a<p")
        #expect(try chain(config: config, credentials: "[b]\n\(Self.keys)").source().short == "a<AKID")
    }

    @Test func aProfileMayBeItsOwnSourceForTheKeysBesideTheRole() throws {
        let config = "[default]\nrole_arn = a\nsource_profile = default\n"
        #expect(try chain(config: config + Self.keys).source().short == "a<AKID")
        #expect(try chain(config: config, credentials: "[default]\n\(Self.keys)").source().short == "a<AKID")
    }

    @Test(arguments: [
        "[default]\nrole_arn = a\nsource_profile = default\n",
        "[default]\nrole_arn = a\nsource_profile = b\n[profile b]\nrole_arn = b\nsource_profile = default\n",
        "[default]\nrole_arn = a\nsource_profile = b\n[profile b]\nrole_arn = b\nsource_profile = b\n",
        "[default]\nrole_arn=a\nsource_profile=b\n[profile b]\nrole_arn=b\nsource_profile=c\n[profile c]\nrole_arn=c\nsource_profile=b\n",
    ])
    func profilesThatGoRoundInACircleAreAnError(_ config: String) throws {
        let error = try chainError(config: config)
        #expect(error.kind == .credentials)
        #expect(error.message.contains("circle"))
    }

    @Test(arguments: [
        ("role_arn = a\n", "neither source_profile nor credential_source"),
        ("role_arn = a\nsource_profile = b\ncredential_source = Environment\n", "both"),
        ("role_arn = a\nsource_profile = nowhere\n", "\"nowhere\""),
        ("role_arn = a\nsource_profile = empty\n[profile empty]\nregion = x\n", "no credentials"),
        ("role_arn = a\ncredential_source = Moon\n", "\"Moon\""),
        ("role_arn = a\ncredential_source = Environment\n", "nothing is set there"),
        ("role_arn = a\ncredential_source = EcsContainer\n", "nothing is set there"),
        ("role_arn = a\ncredential_source = Environment\nmfa_serial = arn:aws:iam::1:mfa/x\n", "mfa_serial"),
        ("role_arn = a\ncredential_source = Ec2InstanceMetadata\nduration_seconds = 1h\n", "duration_seconds"),
    ])
    func whatIsWrongIsSaid(_ profile: String, _ words: String) throws {
        let error = try chainError(config: "[default]\n\(profile)")
        #expect(error.kind == .credentials)
        #expect(error.message.contains(words))
    }

    @Test(arguments: [
        ("Environment", ["AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "s"], "AKIDENV"),
        ("EcsContainer", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://x/y"], "a<https://x/y"),
        ("Ec2InstanceMetadata", [:], "a<http://169.254.169.254/"),
    ])
    func theNamedSourceIsAsked(_ place: String, _ environment: [String: String], _ found: String) throws {
        let source = try chain(environment, config: "[default]\nrole_arn = a\ncredential_source = \(place)\n").source()
        #expect(source.short == found)
    }
}
