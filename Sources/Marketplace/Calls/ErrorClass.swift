/// What AWS's error codes mean for the caller (AWS SDKs' retry behaviour; Agreement API error tables).
enum ErrorClass {
    /// The kind of an error by its code; total, so that an unknown code is a refusal and nothing worse, unless the service
    /// itself says that it failed (5xx).
    static func kind(code: String, status: Int) -> MarketplaceError.Kind {
        if throttling.contains(code) { return .throttled }
        if credentials.contains(code) || clock.contains(code) { return .credentials }
        if denied.contains(code) { return .denied }
        if transient.contains(code) { return .transient }
        if code == "ConflictException" { return .conflict }
        if code == "ResourceNotFoundException" || code == "NoSuchEntity" { return .notFound }
        return status >= 500 ? .transient : .rejected
    }

    /// Whether other credentials, fetched anew, may be taken where these were not. A denial never is such a case: newer
    /// credentials of the same role are denied the same.
    static func isStale(_ error: MarketplaceError) -> Bool {
        stale.contains(error.code)
    }

    /// The list of the SDKs' standard retry mode.
    private static let throttling: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled", "SlowDown",
        "PriorRequestNotComplete", "EC2ThrottledException",
    ]
    /// Credentials that were good, or may be renewed at their source.
    private static let stale: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException", "InvalidClientTokenId",
    ]
    private static let credentials: Set<String> = stale.union([
        "IncompleteSignature", "IncompleteSignatureException", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException", "InvalidAccessKeyId", "AuthFailure", "InvalidIdentityToken",
        "ExpiredIdentityToken",
    ])
    /// What a wrong clock leads to, among other things.
    static let clock: Set<String> = [
        "RequestExpired", "RequestTimeTooSkewed", "InvalidSignatureException", "SignatureDoesNotMatch",
    ]
    private static let denied: Set<String> = [
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedException", "NotAuthorized",
        "AccountAccessDenied", "OptInRequired",
    ]
    private static let transient: Set<String> = [
        "RequestTimeout", "RequestTimeoutException", "InternalServerException", "InternalFailure",
        "InternalServerError", "InternalError", "ServiceUnavailable", "ServiceUnavailableException",
        "IDPCommunicationError", "ServiceException", "ServerInternalException", "ConcurrentModificationException",
    ]
}
