/// The profiles of AWS's two shared files (AWS SDKs and Tools Reference Guide, "Shared config and credentials files").
///
/// In `~/.aws/config` a profile is a section `[default]` or `[profile NAME]`, in `~/.aws/credentials` a section `[NAME]`.
/// A profile that stands in both has the options of both; those of the credentials file win.
struct SharedProfiles: Sendable, Hashable {
    /// One profile.
    struct Profile: Sendable, Hashable {
        var name: String
        /// The options of both files.
        fileprivate(set) var options: [String: String] = [:]
        /// The options of the one file and of the other: keys have a different place in the order in which credentials
        /// are looked for by the file they stand in.
        fileprivate(set) var credentialsOptions: [String: String] = [:]
        fileprivate(set) var configOptions: [String: String] = [:]

        /// An option's value; one that is empty is not there.
        subscript(option: String) -> String? {
            guard let value = options[option], !value.isEmpty else { return nil }
            return value
        }
    }

    /// The chosen profile: `AWS_PROFILE`, else `AWS_DEFAULT_PROFILE`, else `default`.
    let chosen: String
    /// The files, for messages.
    let files: String
    private var profiles: [String: Profile] = [:]
    private var services: [String: [String: String]] = [:]

    /// Reads the files that the environment names, or those in the home directory. A file that is not there is an empty
    /// one.
    ///
    /// - Throws: `credentials` where a file cannot be read, or the profile that the environment names is in neither.
    init(environment: AWSEnvironment) throws(MarketplaceError) {
        let configPath = environment.path("AWS_CONFIG_FILE", default: "~/.aws/config")
        let credentialsPath = environment.path("AWS_SHARED_CREDENTIALS_FILE", default: "~/.aws/credentials")
        try self.init(
            environment: environment,
            config: Self.sections(configPath), credentials: Self.sections(credentialsPath),
            files: "\(credentialsPath) or \(configPath)")
    }

    /// The profiles in the sections of the two files.
    init(
        environment: AWSEnvironment, config: [String: [String: String]], credentials: [String: [String: String]],
        files: String = "the shared files"
    ) throws(MarketplaceError) {
        let named = environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"]
        chosen = named ?? "default"
        self.files = files
        // In order, so that of [default] and [profile default] the latter counts, as the SDKs have it.
        for (section, options) in config.sorted(by: { $0.key < $1.key }) {
            let words = (try? ShellWords.split(section)) ?? []
            if section == "default" {
                profiles["default"] = Profile(name: "default", options: options, configOptions: options)
            } else if words.count == 2, words[0] == "profile" {
                profiles[words[1]] = Profile(name: words[1], options: options, configOptions: options)
            } else if words.count == 2, words[0] == "services" {
                services[words[1]] = options
            }
        }
        for (section, options) in credentials {
            var profile = profiles[section] ?? Profile(name: section)
            profile.options.merge(options) { _, later in later }
            profile.credentialsOptions = options
            profiles[section] = profile
        }
        if let named, profiles[named] == nil {
            throw .credentials("the profile \"\(named)\" that AWS_PROFILE names is not in \(files)")
        }
    }

    private static func sections(_ path: String) throws(MarketplaceError) -> [String: [String: String]] {
        do {
            return try INIText(try SmallFile.text(path)).sections
        } catch let fault as INIText.Fault {
            throw .credentials("\(path), line \(fault.line), cannot be read: \(fault.reason)")
        } catch let fault as SmallFile.Fault {
            if fault.isAbsent { return [:] }
            throw .credentials("\(path) cannot be read: \(fault.reason)")
        } catch {
            throw .credentials("\(path) cannot be read: \(error)")
        }
    }

    /// A profile by its name.
    subscript(name: String) -> Profile? { profiles[name] }

    /// The chosen profile; an empty one where nothing is configured.
    var current: Profile { profiles[chosen] ?? Profile(name: chosen) }

    /// An option that the chosen profile sets for one service by its `services` section.
    ///
    /// - Throws: `credentials` where the profile names a section that is not there, or the section cannot be read.
    func serviceOption(_ service: String, _ option: String) throws(MarketplaceError) -> String? {
        guard let name = current["services"] else { return nil }
        guard let section = services[name] else {
            throw .credentials(
                "the profile \"\(chosen)\" names the section [services \(name)], which is not in the config file")
        }
        guard let value = section[service] else { return nil }
        do {
            return try INIText.nested(value)[option]
        } catch {
            throw .credentials("[services \(name)], \(service): \(error.reason)")
        }
    }
}
