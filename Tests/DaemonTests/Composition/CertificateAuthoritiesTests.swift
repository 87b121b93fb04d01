import Testing

@testable import Daemon

@Suite struct CertificateAuthoritiesTests {
    @Test(arguments: [
        ([:], nil), (["SSL_CERT_FILE": "/a"], "/a"), (["SSL_CERT_FILE": "/a", "CURL_CA_BUNDLE": "/b"], "/b"),
        (["SSL_CERT_FILE": "/a", "CURL_CA_BUNDLE": ""], "/a"), (["SSL_CERT_FILE": ""], nil),
    ])
    func areThoseThatTheEnvironmentNames(environment: [String: String], path: String?) {
        #expect(Invocation(configurationFile: "x", environment: environment).certificateAuthorities == path)
    }
}
