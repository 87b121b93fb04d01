/// The environment variables that AWS's SDKs read; a variable without a value is one that is not set.
struct AWSEnvironment: Sendable, Hashable {
    let variables: [String: String]
    let homeDirectory: String

    init(_ variables: [String: String], homeDirectory: String = "/") {
        self.variables = variables
        self.homeDirectory = homeDirectory
    }

    /// A variable's value.
    subscript(name: String) -> String? {
        guard let value = variables[name], !value.isEmpty else { return nil }
        return value
    }

    /// Whether a variable is set to `true`, however that is written.
    func isTrue(_ name: String) -> Bool { self[name]?.lowercased() == "true" }

    /// The path that a variable names, or a default one; `~` and `$NAME` are resolved as the SDK for Python does.
    func path(_ name: String, default standard: String) -> String {
        var path = expanded(self[name] ?? standard)
        if path == "~" || path.hasPrefix("~/") { path = homeDirectory + path.dropFirst() }
        return path
    }

    /// The text with `$NAME` and `${NAME}` replaced where such a variable is set; others stay as they are.
    private func expanded(_ text: String) -> String {
        var parts = text.split(separator: "$", omittingEmptySubsequences: false)
        var result = String(parts.removeFirst())
        for part in parts {
            let isBraced = part.hasPrefix("{")
            let body = isBraced ? part.dropFirst() : part
            let name = body.prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
            let rest = body[name.endIndex...]
            if let value = variables[String(name)], !name.isEmpty, !isBraced || rest.hasPrefix("}") {
                result += value + (isBraced ? rest.dropFirst() : rest)
            } else {
                result += "$" + part
            }
        }
        return result
    }
}
