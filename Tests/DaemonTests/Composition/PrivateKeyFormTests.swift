import FoundationEssentials
import Testing

@testable import Daemon

@Suite struct PrivateKeyFormTests {
    /// A key as OpenSSH writes it, as far as its cipher.
    private func key(_ cipher: String) -> String {
        let head = Array("openssh-key-v1\u{0}".utf8) + [0, 0, 0, UInt8(cipher.utf8.count)] + Array(cipher.utf8)
        let text = Data(head + Array(repeating: 7, count: 48 - head.count + 12)).base64EncodedString()
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n\(text)\n-----END OPENSSH PRIVATE KEY-----\n"
    }

    @Test func aKeyThatIsOpenIsTaken() {
        #expect(PrivateKeyForm.fault(key("none"), hasPassphrase: false) == nil)
        let pem = "\n-----BEGIN RSA PRIVATE KEY-----\nMIIEogIBAAKCAQEA\n"
        #expect(PrivateKeyForm.fault(pem, hasPassphrase: false) == nil)
        #expect(PrivateKeyForm.fault(key("none"), hasPassphrase: true) == nil)
    }

    @Test func aKeyThatIsLockedNeedsItsPassphrase() {
        let keys = [
            key("aes256-ctr"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\r\nMIIE\r\n",
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n",
        ]
        for key in keys {
            #expect(PrivateKeyForm.fault(key, hasPassphrase: false) == "the key is locked: write `passphrase`")
            #expect(PrivateKeyForm.fault(key, hasPassphrase: true) == nil)
        }
    }

    @Test(arguments: [
        ("", "empty"), ("\n \n", "no private key"), ("sesame", "no private key"),
        ("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", "PuTTY"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI pat@host\n", "it is a public key"),
        ("-----BEGIN PUBLIC KEY-----\nMIIB\n", "it is a public key"),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n", "no private key"),
    ])
    func whatIsNoneIsSaid(text: String, words: String) {
        #expect(PrivateKeyForm.fault(text, hasPassphrase: false)?.contains(words) == true)
    }
}
