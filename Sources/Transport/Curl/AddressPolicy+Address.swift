internal import Glibc

extension AddressPolicy {
    /// An IPv4 or IPv6 address.
    enum Address: Sendable, Hashable {
        case v4(UInt8, UInt8, UInt8, UInt8)
        case v6([UInt8])

        /// Whether it is this host itself.
        var isLoopback: Bool { AddressPolicy.kind(of: unwrapped) == .loopback }

        /// The IPv4 address within an IPv6 one that stands for it, or itself: mapped (`::ffff:a.b.c.d`),
        /// translated (`::ffff:0:a.b.c.d`, `64:ff9b::a.b.c.d`, `64:ff9b:1::/48`) and 6to4 (`2002:…`).
        var unwrapped: Address {
            guard case .v6(let bytes) = self, bytes.count == 16 else { return self }
            let isMapped = bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])
            let isTranslated =
                bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0])
                || bytes.starts(with: [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0])
                || bytes.starts(with: [0, 0x64, 0xff, 0x9b, 0, 1])
            if isMapped || isTranslated { return .v4(bytes[12], bytes[13], bytes[14], bytes[15]) }
            if bytes.starts(with: [0x20, 0x02]) { return .v4(bytes[2], bytes[3], bytes[4], bytes[5]) }
            return self
        }
    }
}

extension AddressPolicy.Address {
    /// Reads what the system's resolver found.
    init?(_ address: UnsafePointer<sockaddr>, length: Int) {
        let family = Int32(address.pointee.sa_family)
        let raw = UnsafeRawPointer(address)
        if family == AF_INET, length >= MemoryLayout<sockaddr_in>.size {
            self.init(raw.loadUnaligned(as: sockaddr_in.self).sin_addr)
        } else if family == AF_INET6, length >= MemoryLayout<sockaddr_in6>.size {
            self.init(raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        } else {
            return nil
        }
    }

    /// Reads an address as it stands in a URL, without brackets; `nil` for a name.
    init?(literal: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, literal, &four) == 1 {
            self.init(four)
        } else if inet_pton(AF_INET6, literal, &six) == 1 {
            self.init(six)
        } else {
            return nil
        }
    }

    private init(_ address: in_addr) {
        let bytes = address.s_addr.bigEndian
        self = .v4(UInt8(bytes >> 24 & 255), UInt8(bytes >> 16 & 255), UInt8(bytes >> 8 & 255), UInt8(bytes & 255))
    }

    private init(_ address: in6_addr) {
        self = .v6(withUnsafeBytes(of: address) { Array($0) })
    }
}
