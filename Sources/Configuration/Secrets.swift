internal import Yams

/// Where a secret is kept; it never stands in the configuration file.
public enum SecretReference: Sendable, Hashable, CustomStringConvertible {
    /// A file of the service manager's credentials directory: `$CREDENTIALS_DIRECTORY/NAME`.
    case credential(String)
    /// A file.
    case file(String)
    /// An environment variable.
    case environment(String)

    /// The reference as it is written.
    public var description: String {
        switch self {
        case .credential(let name): "{credential: \(name)}"
        case .file(let path): "{file: \(path)}"
        case .environment(let name): "{env: \(name)}"
        }
    }
}

extension NodeReader {
    /// A reference to a secret.
    func secret(_ key: String, isNeeded: Bool = true) -> SecretReference? {
        guard let value = node(key) else {
            if isNeeded { fail(key, "it is missing: {credential: NAME}, {file: PATH} or {env: NAME}") }
            return nil
        }
        guard value.mapping != nil, let section = section(key) else {
            fail(
                key,
                "secrets never stand in this file: write {credential: NAME}, {file: PATH} or {env: NAME}, and keep the secret "
                    + "there")
            return nil
        }
        let references: [SecretReference] = [
            section.text("credential").map { .credential($0) }, section.text("file").map { .file($0) },
            section.text("env").map { .environment($0) },
        ].compactMap { $0 }
        section.finish()
        guard references.count == 1, let reference = references.first else {
            fail(key, "exactly one of credential, file and env is expected")
            return nil
        }
        if case .credential(let name) = reference, name.contains("/") || name == ".." {
            fail(key, "a credential's name has no slash; for a path write {file: PATH}")
            return nil
        }
        return reference
    }
}
