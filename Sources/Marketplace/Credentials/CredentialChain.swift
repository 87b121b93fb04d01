internal import Reconciliation
internal import Transport

/// The standard order in which credentials are looked for, as the SDK for Python has it: environment, the profile's role,
/// web identity, single sign-on, credentials file, `credential_process`, config file, container, instance.
///
/// The first place where there is something is the one; where it turns out to be broken, that is an error and nothing
/// else is tried. Decides, and asks nobody.
struct CredentialChain: Sendable {
    let environment: AWSEnvironment
    let profiles: SharedProfiles

    /// Where the credentials come from.
    func source() throws(MarketplaceError) -> CredentialSource {
        if let keys = try environmentKeys() { return keys }
        let profile = profiles.current
        if Self.namesRole(profile) { return try role(of: profile, after: [profile.name]) }
        if let found = try source(of: profile, readsEnvironment: true) { return found }
        if let container = try ContainerEndpoint(environment) { return .container(container) }
        return .instance(try InstanceMetadata(environment, profile))
    }

    // MARK: - Environment

    private func environmentKeys() throws(MarketplaceError) -> CredentialSource? {
        guard let key = environment["AWS_ACCESS_KEY_ID"] else { return nil }
        guard let secret = environment["AWS_SECRET_ACCESS_KEY"] else {
            throw .credentials("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not")
        }
        var credentials = AWSCredentials(accessKey: key, secretKey: Secret(secret))
        credentials.sessionToken =
            (environment["AWS_SESSION_TOKEN"] ?? environment["AWS_SECURITY_TOKEN"]).map { Secret($0) }
        if let text = environment["AWS_CREDENTIAL_EXPIRATION"] {
            guard let expiry = Instant(iso: text) else {
                throw .credentials("AWS_CREDENTIAL_EXPIRATION is \"\(text)\", which is no ISO 8601 time")
            }
            credentials.expiresAt = expiry
        }
        return .keys(credentials, from: "the environment")
    }

    // MARK: - Profiles

    /// What a profile has beside a role of its own.
    private func source(
        of profile: SharedProfiles.Profile, readsEnvironment: Bool
    ) throws(MarketplaceError) -> CredentialSource? {
        if let identity = try webIdentity(profile, readsEnvironment: readsEnvironment) { return .webIdentity(identity) }
        if profile["sso_account_id"] != nil || profile["sso_role_name"] != nil {
            throw interactive(profile, "signs in by IAM Identity Center (sso_…)")
        }
        if let keys = try keys(profile.credentialsOptions, profile) { return keys }
        if profile["login_session"] != nil { throw interactive(profile, "signs in by `aws login` (login_session)") }
        if let command = profile["credential_process"] { return .process(try process(command, profile)) }
        return try keys(profile.configOptions, profile)
    }

    /// The error of a profile whose credentials come from a person who signs in in a browser.
    private func interactive(_ profile: SharedProfiles.Profile, _ what: String) -> MarketplaceError {
        .credentials(
            "the profile \"\(profile.name)\" \(what), which needs a person at a browser. Give posyncd a profile with a "
                + "role, or one with credential_process, such as `credential_process = aws configure export-credentials "
                + "--profile \(profile.name)`")
    }

    private func keys(
        _ options: [String: String], _ profile: SharedProfiles.Profile
    ) throws(MarketplaceError) -> CredentialSource? {
        guard let key = options["aws_access_key_id"], !key.isEmpty else { return nil }
        guard let secret = options["aws_secret_access_key"], !secret.isEmpty else {
            throw .credentials(
                "the profile \"\(profile.name)\" has aws_access_key_id and no aws_secret_access_key beside it "
                    + "(\(profiles.files))")
        }
        let token = [options["aws_session_token"], options["aws_security_token"]].compactMap { $0 }.first {
            !$0.isEmpty
        }
        return .keys(
            AWSCredentials(accessKey: key, secretKey: Secret(secret), sessionToken: token.map { Secret($0) }),
            from: "the profile \"\(profile.name)\"")
    }

    private func process(
        _ command: String, _ profile: SharedProfiles.Profile
    ) throws(MarketplaceError) -> CredentialProcess {
        let words: [String]
        do {
            words = try ShellWords.split(command)
        } catch {
            throw .credentials("credential_process of the profile \"\(profile.name)\" cannot be read: \(error)")
        }
        guard words.first?.isEmpty == false else {
            throw .credentials("credential_process of the profile \"\(profile.name)\" names no program")
        }
        return CredentialProcess(words: words, profile: profile.name)
    }

    private func webIdentity(
        _ profile: SharedProfiles.Profile, readsEnvironment: Bool
    ) throws(MarketplaceError) -> WebIdentity? {
        func setting(_ variable: String, _ option: String) -> String? {
            (readsEnvironment ? environment[variable] : nil) ?? profile[option]
        }
        guard let file = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") else { return nil }
        guard let role = setting("AWS_ROLE_ARN", "role_arn") else {
            throw .credentials(
                "a web identity token file is configured (\(file)) and no role: set AWS_ROLE_ARN, or role_arn in the "
                    + "profile \"\(profile.name)\"")
        }
        return WebIdentity(
            role: role,
            sessionName: setting("AWS_ROLE_SESSION_NAME", "role_session_name") ?? RoleRequest.standardSessionName,
            tokenFile: file)
    }

    // MARK: - Roles

    /// Whether a profile is one of a role that is assumed with other credentials.
    private static func namesRole(_ profile: SharedProfiles.Profile) -> Bool {
        profile["role_arn"] != nil && profile["web_identity_token_file"] == nil
    }

    private static func hasKeys(_ profile: SharedProfiles.Profile) -> Bool {
        profile["aws_access_key_id"] != nil || profile["aws_secret_access_key"] != nil
    }

    private func role(
        of profile: SharedProfiles.Profile, after visited: [String]
    ) throws(MarketplaceError) -> CredentialSource {
        guard profile["mfa_serial"] == nil else {
            throw .credentials(
                "the profile \"\(profile.name)\" asks for a code of a multi-factor device (mfa_serial), which nobody can "
                    + "type into a daemon: give posyncd a role that does not ask for one, or a credential_process")
        }
        let request = try roleRequest(profile)
        switch (profile["source_profile"], profile["credential_source"]) {
        case (.some, .some):
            throw .credentials("the profile \"\(profile.name)\" has both source_profile and credential_source")
        case (nil, nil):
            throw .credentials(
                "the profile \"\(profile.name)\" has role_arn and neither source_profile nor credential_source")
        case (nil, let place?):
            return .role(request, with: try namedSource(place, profile))
        case (let name?, nil):
            return .role(request, with: try sourceProfile(name, of: profile, after: visited))
        }
    }

    private func roleRequest(_ profile: SharedProfiles.Profile) throws(MarketplaceError) -> RoleRequest {
        var request = RoleRequest(role: profile["role_arn"] ?? "", externalID: profile["external_id"])
        if let name = profile["role_session_name"] { request.sessionName = name }
        if let text = profile["duration_seconds"] {
            guard let seconds = Int(text) else {
                throw .credentials(
                    "duration_seconds of the profile \"\(profile.name)\" is \"\(text)\", which is no number")
            }
            request.duration = seconds
        }
        return request
    }

    private func namedSource(
        _ place: String, _ profile: SharedProfiles.Profile
    ) throws(MarketplaceError) -> CredentialSource {
        let found: CredentialSource?
        switch place {
        case "Environment": found = try environmentKeys()
        case "EcsContainer": found = try ContainerEndpoint(environment).map { .container($0) }
        case "Ec2InstanceMetadata": found = .instance(try InstanceMetadata(environment, profiles.current))
        default:
            throw .credentials(
                "credential_source of the profile \"\(profile.name)\" is \"\(place)\"; known are Environment, EcsContainer "
                    + "and Ec2InstanceMetadata")
        }
        guard let found else {
            throw .credentials(
                "the profile \"\(profile.name)\" takes its credentials from \(place), and nothing is set there")
        }
        return found
    }

    private func sourceProfile(
        _ name: String, of parent: SharedProfiles.Profile, after visited: [String]
    ) throws(MarketplaceError) -> CredentialSource {
        guard let profile = profiles[name] else {
            throw .credentials(
                "the profile \"\(parent.name)\" names the source_profile \"\(name)\", which is not in \(profiles.files)"
            )
        }
        // A profile may be its own source, for the keys that stand beside the role.
        let isOwnKeys = name == parent.name && Self.hasKeys(profile)
        guard isOwnKeys || !visited.contains(name) else {
            throw .credentials("the profiles go round in a circle: \((visited + [name]).joined(separator: " → "))")
        }
        if Self.namesRole(profile), !Self.hasKeys(profile) { return try role(of: profile, after: visited + [name]) }
        guard let source = try source(of: profile, readsEnvironment: false) else {
            throw .credentials("the source profile \"\(name)\" of \"\(parent.name)\" has no credentials")
        }
        return source
    }
}
