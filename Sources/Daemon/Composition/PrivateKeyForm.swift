internal import FoundationEssentials

/// What a file with a private key has to look like. libssh2 says of any that it cannot use no more than that the login
/// failed, and the server's owner would look for what is wrong in vain.
enum PrivateKeyForm {
    /// Why a file's text is no private key that can be used; `nil` where it looks like one.
    static func fault(_ text: String, hasPassphrase: Bool) -> String? {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0 == " " } }
        guard let first = lines.first else { return "the file is empty" }
        if first.hasPrefix("PuTTY-User-Key-File") {
            return "it is a key in PuTTY's form: write it in OpenSSH's with `puttygen KEY -O private-openssh -o FILE`"
        }
        if first.hasPrefix("ssh-") || first.hasPrefix("ecdsa-") || first.contains("PUBLIC KEY") {
            return "it is a public key: the private one is the file without .pub"
        }
        guard first.hasPrefix("-----BEGIN "), first.contains("PRIVATE KEY-----") else {
            return
                "it is no private key as `ssh-keygen` writes it, which begins with -----BEGIN OPENSSH PRIVATE KEY-----"
        }
        if !hasPassphrase, isLocked(lines) { return "the key is locked: write `passphrase`" }
        return nil
    }

    /// Whether a key needs a passphrase: by PEM's headers (RFC 1421, PKCS #8), or by OpenSSH's name of the cipher
    /// (PROTOCOL.key).
    private static func isLocked(_ lines: [Substring]) -> Bool {
        if lines.prefix(3).contains(where: { $0.contains("ENCRYPTED") }) { return true }
        guard lines[0].contains("OPENSSH"), lines.count > 1, let head = Data(base64Encoded: String(lines[1].prefix(64)))
        else { return false }
        let magic = Array("openssh-key-v1\u{0}".utf8)
        // The name's length in four bytes, and the name.
        guard head.starts(with: magic), head.count > magic.count + 8 else { return false }
        return !head.dropFirst(magic.count).starts(with: [0, 0, 0, 4] + Array("none".utf8))
    }
}
