import Glibc
import Testing

@testable import Transport

@Suite("Which addresses may be dialled")
struct AddressPolicyTests {
    private func allows(
        _ literal: String, rule: Request.AddressRule = .standard, namesLoopback: Bool = false, dialsProxy: Bool = false
    ) throws -> Bool {
        let address = try #require(AddressPolicy.Address(literal: literal), "\(literal) is no address")
        return AddressPolicy(rule: rule, namesLoopback: namesLoopback, dialsProxy: dialsProxy).allows(address)
    }

    static let forbidden = [
        "0.0.0.0", "0.1.2.3", "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254", "169.254.170.2",
        "169.254.170.23", "169.254.169.123", "169.254.255.255", "192.0.0.192", "192.0.0.8", "168.63.129.16",
        "100.100.100.200", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0.0.0.0", "::127.0.0.1", "::169.254.169.254",
        "::ffff:0:127.0.0.1", "::ffff:0:169.254.169.254", "64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254",
        "64:ff9b:1::169.254.169.254", "2002:7f00:1::", "2002:a9fe:a9fe::1", "fe80::1", "fe80::a9fe:a9fe", "febf::1",
        "fec0::1", "feff::1", "ff02::1", "ff0e::1", "fd00:ec2::254", "fd00:ec2::23", "fd00:ec2::1", "fd20:ce::254",
        "::2", "::ffff", "::93.184.216.34",
    ]

    @Test("this host, the link, metadata services and groups: never for what names another host", arguments: forbidden)
    func refused(_ literal: String) throws {
        #expect(try !allows(literal))
    }

    @Test(
        "public and private addresses",
        arguments: [
            "93.184.216.34", "10.0.0.1", "172.16.5.4", "192.168.1.1", "100.64.0.1", "126.255.255.255", "128.0.0.1",
            "169.253.255.255", "169.255.0.0", "168.63.129.17", "223.255.255.255", "2606:2800:220:1::1", "fd12:3456::1",
            "::ffff:10.0.0.1", "64:ff9b::93.184.216.34", "2002:5db8:d822::1",
        ])
    func allowed(_ literal: String) throws {
        #expect(try allows(literal))
    }

    @Test func aURLThatNamesLoopbackReachesLoopbackAlone() throws {
        for literal in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            #expect(try allows(literal, namesLoopback: true))
        }
        for literal in ["10.0.0.1", "93.184.216.34", "169.254.169.254", "0.0.0.0"] {
            #expect(try !allows(literal, namesLoopback: true))
        }
    }

    @Test func credentialsComeFromTheEndpointsThatAWSDefinesAndNowhereElse() throws {
        for literal in [
            "169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23", "127.0.0.1",
        ] {
            #expect(try allows(literal, rule: .awsCredentialEndpoint))
        }
        for literal in ["169.254.169.253", "10.0.0.1", "93.184.216.34", "fd00:ec2::253", "fe80::1", "0.0.0.0"] {
            #expect(try !allows(literal, rule: .awsCredentialEndpoint))
        }
    }

    @Test func aProxyMayStandAnywhereButOnAMetadataAddress() throws {
        for literal in ["127.0.0.1", "10.0.0.1", "93.184.216.34"] {
            #expect(try allows(literal, dialsProxy: true))
        }
        #expect(try !allows("169.254.169.254", dialsProxy: true))
    }

    @Test func whatIsNoInternetAddressIsRefused() {
        var local = sockaddr()
        local.sa_family = sa_family_t(AF_UNIX)
        #expect(AddressPolicy.Address(&local, length: MemoryLayout<sockaddr>.size) == nil)
        local.sa_family = sa_family_t(AF_INET6)
        #expect(AddressPolicy.Address(&local, length: MemoryLayout<sockaddr>.size) == nil)
    }
}
