/// What AWS's error codes mean for the caller (AWS SDK retry behaviour; Agreement API error tables).
enum ErrorClass {
    /// The kind of an error by its code and reason; total, so that an unknown code is a refusal and nothing worse.
    static func kind(code: String, status: Int) -> MarketplaceError.Kind {
        if throttling.contains(code) { return .throttled }
        if credentials.contains(code) { return .credentials }
        if denied.contains(code) { return .denied }
        if transient.contains(code) { return .transient }
        if code == "ConflictException" { return .conflict }
        if code == "ResourceNotFoundException" || code == "NoSuchEntity" { return .notFound }
        if code.isEmpty, status >= 500 { return .transient }
        return .rejected
    }

    private static let throttling: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled", "SlowDown",
        "PriorRequestNotComplete", "EC2ThrottledException",
    ]
    private static let credentials: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "RequestExpired", "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature", "IncompleteSignatureException",
        "MissingAuthenticationToken", "MissingAuthenticationTokenException", "InvalidAccessKeyId", "AuthFailure",
        "OptInRequired", "InvalidIdentityToken", "ExpiredIdentityToken",
    ]
    private static let denied: Set<String> = [
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedException", "NotAuthorized",
        "AccountAccessDenied",
    ]
    private static let transient: Set<String> = [
        "RequestTimeout", "RequestTimeoutException", "InternalServerException", "InternalFailure",
        "InternalServerError",
        "InternalError", "ServiceUnavailable", "ServiceUnavailableException", "IDPCommunicationError",
        "ServiceException",
        "ServerInternalException", "ConcurrentModificationException",
    ]

    /// Codes that tell that a session's credentials have run out, so that newer ones may help.
    static let expired: Set<String> = ["ExpiredToken", "ExpiredTokenException", "RequestExpired"]
}
