import Configuration

/// A configuration is accepted, or refused with the line of everything that is wrong.
enum ConfigurationTarget {
    static func run(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        do {
            let configuration = try Configuration.parse(text: text, file: "f.yaml")
            try demand(Set(configuration.feeds.map(\.name)).count == configuration.feeds.count, "two feeds of one name")
        } catch let error as ConfigurationError {
            guard case .invalid(_, let problems) = error else { return }
            try demand(!problems.isEmpty, "refused without a reason")
            try demand(problems.allSatisfy { $0.line >= 1 && !$0.message.isEmpty }, "a problem without line or words")
        }
    }
}
