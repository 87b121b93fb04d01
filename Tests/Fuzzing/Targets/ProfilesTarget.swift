@testable import Marketplace

/// The shared files lead to credentials and addresses, or to a `MarketplaceError`.
enum ProfilesTarget {
    static func run(_ bytes: [UInt8]) throws {
        let halves = bytes.split(separator: 0x0c, maxSplits: 1, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard let first = halves.first, let config = try? INIText(first) else { return }
        let credentials = halves.count > 1 ? try? INIText(halves[1]) : nil
        let environment = AWSEnvironment(["AWS_EC2_METADATA_DISABLED": "true"], homeDirectory: "/nowhere")
        for section in config.sections.values {
            for value in section.values {
                _ = try? INIText.nested(value)
                _ = try? ShellWords.split(value)
            }
        }
        do {
            let profiles = try SharedProfiles(
                environment: environment, config: config.sections, credentials: credentials?.sections ?? [:])
            let configuration = try AWSConfiguration(environment: environment, profiles: profiles)
            for service in AWSService.allCases { try demand(!configuration.url(service).isEmpty, "no address") }
            _ = try CredentialChain(environment: environment, profiles: profiles).source()
        } catch let error as MarketplaceError {
            try demand(!error.message.isEmpty, "an error without words")
        }
    }
}
