internal import Documents
internal import Reconciliation
internal import Transport

/// The JSON in which programs, containers and instances give credentials.
struct CredentialDocument: Sendable {
    /// Bytes that such a document may have.
    static let limit = 64 << 10

    private let object: JSONObject

    /// Reads it; `nil` where it is no JSON object.
    init?(_ bytes: [UInt8]) {
        guard let object = (try? JSONReader.read(bytes))?.object else { return nil }
        self.object = object
    }

    /// The version that `credential_process` writes; `nil` where it is no whole number.
    var version: Int? { object["Version"]?.integer }

    /// An error that came in the place of credentials: its code and message.
    var refusal: (code: String, message: String)? {
        guard let code = object["Code"]?.string ?? object["code"]?.string, object["AccessKeyId"] == nil else {
            return nil
        }
        return (code, object["Message"]?.string ?? object["message"]?.string ?? "")
    }

    /// The credentials.
    ///
    /// - Parameters:
    ///   - token: the member that has the session token.
    ///   - isTemporary: whether session token and expiry have to be there.
    /// - Throws: what is missing, in words.
    func credentials(token: String, isTemporary: Bool) throws(Fault) -> AWSCredentials {
        var credentials = AWSCredentials(
            accessKey: try text("AccessKeyId"), secretKey: Secret(try text("SecretAccessKey")))
        if isTemporary || object[token]?.string?.isEmpty == false { credentials.sessionToken = Secret(try text(token)) }
        guard let expiry = object["Expiration"], !expiry.isNull else {
            if isTemporary { throw Fault(reason: "it has no Expiration") }
            return credentials
        }
        guard let expiresAt = expiry.string.flatMap({ Instant(iso: $0) }) else {
            throw Fault(reason: "its Expiration is no ISO 8601 time")
        }
        credentials.expiresAt = expiresAt
        return credentials
    }

    private func text(_ name: String) throws(Fault) -> String {
        guard let text = object[name]?.string, !text.isEmpty else { throw Fault(reason: "it has no \(name)") }
        return text
    }

    /// What is wrong with a document.
    struct Fault: Error {
        let reason: String
    }
}
