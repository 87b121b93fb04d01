internal import FoundationEssentials

/// Fetches secrets from where references point.
public struct SecretReader: Sendable {
    private let environment: [String: String]
    private let folder: String

    /// Bytes of a secret: tokens have no bound of their own, files given by mistake have.
    private static let sizeLimit = 64 << 10

    /// A reader of this environment; relative paths start at the configuration file's folder.
    public init(environment: [String: String], folder: String) {
        self.environment = environment
        self.folder = folder
    }

    /// Why a secret is not there; names the reference, never a content.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is wrong and what to do.
        public var description: String
    }

    /// The secret itself, without the line end that editors leave at the end of files.
    public func read(_ reference: SecretReference) throws(Failure) -> String {
        switch reference {
        case .environment(let name):
            guard let value = environment[name], !value.isEmpty else {
                throw Failure(description: "the environment variable \(name) is not set")
            }
            return value
        case .credential(let name):
            guard let directory = environment["CREDENTIALS_DIRECTORY"], !directory.isEmpty else {
                throw Failure(
                    description:
                        "\(reference) needs $CREDENTIALS_DIRECTORY: add LoadCredential=\(name):PATH to the service, or "
                        + "write {file: PATH}")
            }
            return try content("\(directory)/\(name)", reference)
        case .file(let path):
            return try content(path.hasPrefix("/") ? path : "\(folder)/\(path)", reference)
        }
    }

    private func content(_ path: String, _ reference: SecretReference) throws(Failure) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Failure(description: "\(reference): the file \(path) cannot be read")
        }
        guard data.count <= Self.sizeLimit, let text = String(validating: data, as: UTF8.self) else {
            throw Failure(description: "\(reference): the file \(path) is no text of at most \(Self.sizeLimit) bytes")
        }
        var secret = text[...]
        if secret.hasSuffix("\r\n") || secret.hasSuffix("\n") { secret = secret.dropLast() }
        guard !secret.isEmpty else { throw Failure(description: "\(reference): the file \(path) is empty") }
        return String(secret)
    }
}
