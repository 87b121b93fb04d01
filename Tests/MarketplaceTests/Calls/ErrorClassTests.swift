import Testing

@testable import Marketplace

@Suite("AWS's errors are classified by code, never by status")
struct ErrorClassTests {
    @Test(arguments: [
        ("ThrottlingException", MarketplaceError.Kind.throttled), ("TooManyRequestsException", .throttled),
        ("SlowDown", .throttled), ("RequestLimitExceeded", .throttled), ("LimitExceededException", .throttled),
        ("ExpiredToken", .credentials), ("ExpiredTokenException", .credentials), ("InvalidClientTokenId", .credentials),
        ("UnrecognizedClientException", .credentials), ("SignatureDoesNotMatch", .credentials),
        ("InvalidSignatureException", .credentials), ("RequestExpired", .credentials),
        ("MissingAuthenticationTokenException", .credentials), ("AccessDenied", .denied),
        ("AccessDeniedException", .denied), ("OptInRequired", .denied), ("InternalServerException", .transient),
        ("InternalFailure", .transient), ("ServiceUnavailable", .transient), ("IDPCommunicationError", .transient),
        ("ConflictException", .conflict), ("ResourceNotFoundException", .notFound), ("NoSuchEntity", .notFound),
        ("ValidationException", .rejected), ("UnknownOperationException", .rejected), ("SomethingNew", .rejected),
    ])
    func theCodeDecides(_ code: String, _ kind: MarketplaceError.Kind) {
        for status in [400, 403, 404, 429] { #expect(ErrorClass.kind(code: code, status: status) == kind) }
    }

    /// The service itself says that it failed, whatever it calls that.
    @Test func anUnknownCodeOfAServiceThatFailedIsTransient() {
        #expect(ErrorClass.kind(code: "SomethingNew", status: 500) == .transient)
        #expect(ErrorClass.kind(code: "ThrottlingException", status: 503) == .throttled)
        #expect(ErrorClass.kind(code: "AccessDeniedException", status: 500) == .denied)
    }

    @Test(arguments: [
        "AccessDenied", "AccessDeniedException", "ThrottlingException", "ValidationException", "RequestExpired",
        "SignatureDoesNotMatch", "",
    ])
    func aDenialIsNeverTakenForCredentialsThatRanOut(_ code: String) {
        let error = MarketplaceError(operation: "x", kind: .denied, code: code, message: "expired token")
        #expect(!ErrorClass.isStale(error))
    }
}
