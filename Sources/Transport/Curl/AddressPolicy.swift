/// Decides whether a resolved address may be dialled; asked before each connection, so that a name which resolves to
/// something else than it did cannot get around it.
struct AddressPolicy: Sendable, Hashable {
    /// What the request allows.
    let rule: Request.AddressRule
    /// Whether the URL itself names loopback: `localhost`, `127.x.y.z` or `[::1]`.
    let namesLoopback: Bool
    /// Whether it is a configured proxy that is dialled, which may stand anywhere but on a metadata address.
    var dialsProxy = false

    /// Whether `address` may be dialled.
    func allows(_ address: Address) -> Bool {
        let kind = Self.kind(of: address.unwrapped)
        switch rule {
        case .standard:
            switch kind {
            case .ordinary: return dialsProxy || !namesLoopback
            case .loopback: return dialsProxy || namesLoopback
            case .credentialEndpoint, .forbidden: return false
            }
        case .awsCredentialEndpoint:
            return kind == .credentialEndpoint || kind == .loopback
        }
    }

    enum Kind {
        case ordinary, loopback, credentialEndpoint, forbidden
    }

    static func kind(of address: Address) -> Kind {
        switch address {
        case .v4(127, _, _, _): .loopback
        case .v4(169, 254, 169, 254), .v4(169, 254, 170, 2), .v4(169, 254, 170, 23): .credentialEndpoint
        case .v4(169, 254, _, _), .v4(0, _, _, _), .v4(224..., _, _, _): .forbidden
        // Metadata services that are not link-local: Oracle's (in the block of RFC 6890 that nobody else uses), Azure's
        // wire server, Alibaba's.
        case .v4(192, 0, 0, _), .v4(168, 63, 129, 16), .v4(100, 100, 100, 200): .forbidden
        case .v4: .ordinary
        case .v6(let bytes): kind(ofV6: bytes)
        }
    }

    private static func kind(ofV6 bytes: [UInt8]) -> Kind {
        guard bytes.count == 16 else { return .forbidden }
        // `::/96` holds loopback, the unspecified address and spellings of IPv4 that were given up (RFC 4291 2.5.5.1).
        if bytes[..<12].allSatisfy({ $0 == 0 }) {
            return bytes[12...].elementsEqual([0, 0, 0, 1]) ? .loopback : .forbidden
        }
        // fd00:ec2::/112 is AWS's, fd20:ce::254 Google's.
        if bytes.starts(with: [0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) {
            let last = (bytes[14], bytes[15])
            return last == (0, 0x23) || last == (2, 0x54) ? .credentialEndpoint : .forbidden
        }
        if bytes == [0xfd, 0x20, 0, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54] { return .forbidden }
        if bytes[0] == 0xff || (bytes[0] == 0xfe && bytes[1] & 0x80 == 0x80) { return .forbidden }
        return .ordinary
    }
}
