internal import Glibc

/// Decides whether a resolved address may be dialled; asked before each connection, so that a name which resolves to
/// something else than it did cannot get around it.
struct AddressPolicy: Sendable, Hashable {
    /// What the request allows.
    let rule: Request.AddressRule
    /// Whether the URL itself names loopback: `localhost`, `127.x.y.z` or `[::1]`.
    let namesLoopback: Bool

    /// An IPv4 or IPv6 address.
    enum Address: Sendable, Hashable {
        case v4(UInt8, UInt8, UInt8, UInt8)
        case v6([UInt8])

        /// The IPv4 address within an IPv6 one that stands for it (`::ffff:a.b.c.d`, `64:ff9b::a.b.c.d`), or itself.
        var unwrapped: Address {
            guard case .v6(let bytes) = self, bytes.count == 16 else { return self }
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
            let isCompatible = bytes[..<12].allSatisfy { $0 == 0 } && bytes[12] != 0
            let isTranslated = bytes[..<12].elementsEqual([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0])
            guard isMapped || isCompatible || isTranslated else { return self }
            return .v4(bytes[12], bytes[13], bytes[14], bytes[15])
        }
    }

    /// Whether `address` may be dialled.
    func allows(_ address: Address) -> Bool {
        let kind = Self.kind(of: address.unwrapped)
        switch rule {
        case .standard:
            switch kind {
            case .ordinary: return !namesLoopback
            case .loopback: return namesLoopback
            case .credentialEndpoint, .forbidden: return false
            }
        case .awsCredentialEndpoint:
            return kind == .credentialEndpoint || kind == .loopback
        }
    }

    private enum Kind {
        case ordinary, loopback, credentialEndpoint, forbidden
    }

    private static func kind(of address: Address) -> Kind {
        switch address {
        case .v4(127, _, _, _): .loopback
        case .v4(169, 254, 169, 254), .v4(169, 254, 170, 2), .v4(169, 254, 170, 23): .credentialEndpoint
        case .v4(169, 254, _, _), .v4(0, _, _, _), .v4(224..., _, _, _): .forbidden
        case .v4: .ordinary
        case .v6(let bytes): kind(ofV6: bytes)
        }
    }

    private static func kind(ofV6 bytes: [UInt8]) -> Kind {
        guard bytes.count == 16 else { return .forbidden }
        if bytes[..<15].allSatisfy({ $0 == 0 }) { return bytes[15] == 1 ? .loopback : .forbidden }
        let metadata: [UInt8] = [0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        if bytes.starts(with: metadata) {
            let last = (bytes[14], bytes[15])
            return last == (0, 0x23) || last == (2, 0x54) ? .credentialEndpoint : .forbidden
        }
        if bytes[0] == 0xff || (bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80) { return .forbidden }
        return .ordinary
    }
}

extension AddressPolicy.Address {
    /// Reads what the system's resolver found.
    init?(_ address: UnsafePointer<sockaddr>, length: Int) {
        let family = Int32(address.pointee.sa_family)
        let raw = UnsafeRawPointer(address)
        if family == AF_INET, length >= MemoryLayout<sockaddr_in>.size {
            let bytes = raw.load(as: sockaddr_in.self).sin_addr.s_addr.bigEndian
            self = .v4(UInt8(bytes >> 24 & 255), UInt8(bytes >> 16 & 255), UInt8(bytes >> 8 & 255), UInt8(bytes & 255))
        } else if family == AF_INET6, length >= MemoryLayout<sockaddr_in6>.size {
            var inner = raw.load(as: sockaddr_in6.self).sin6_addr
            self = .v6(withUnsafeBytes(of: &inner) { Array($0) })
        } else {
            return nil
        }
    }

    /// Reads an address as it stands in a URL, without brackets; `nil` for a name.
    init?(literal: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, literal, &four) == 1 {
            let bytes = four.s_addr.bigEndian
            self = .v4(UInt8(bytes >> 24 & 255), UInt8(bytes >> 16 & 255), UInt8(bytes >> 8 & 255), UInt8(bytes & 255))
        } else if inet_pton(AF_INET6, literal, &six) == 1 {
            self = .v6(withUnsafeBytes(of: &six) { Array($0) })
        } else {
            return nil
        }
    }
}
