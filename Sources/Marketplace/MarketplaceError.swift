public import Reconciliation

/// Why AWS did not do what it was asked.
///
/// Classified by AWS's code and reason, never by the HTTP status: the Agreement API answers 400 to everything.
public struct MarketplaceError: Error, Sendable, Hashable {
    /// What was asked for, such as `ListAgreementCharges`.
    public var operation: String
    /// The account in which it was asked.
    public var account: AccountID?
    /// What the caller can do about it.
    public var kind: Kind
    /// AWS's code, such as `ValidationException`; empty where none came.
    public var code: String
    /// AWS's reason, such as `UNSUPPORTED_ACTION`.
    public var reason: String?
    /// What AWS or the transport said, cut to a length that fits a log line.
    public var message: String
    /// How long AWS asks to wait.
    public var retryAfter: Duration?
    /// The IAM action that was denied.
    public var action: String?

    /// What the caller can do about it.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// There are no credentials, or they are not accepted.
        case credentials
        /// A permission is missing, or AWS refuses the account.
        case denied
        /// Too many calls.
        case throttled
        /// It may go better later; nothing was done.
        case transient
        /// No answer came after the request was sent: it may have been done.
        case unknownOutcome
        /// Something has changed meanwhile: read again.
        case conflict
        /// What was asked for is not there, or not ours.
        case notFound
        /// AWS refuses this request; sending it again does not help.
        case rejected
        /// The answer is not one that AWS gives.
        case malformed
        /// Nobody answers.
        case unreachable
        /// The task was cancelled.
        case cancelled
    }

    /// Bytes of a message that are kept.
    static let messageLimit = 600

    /// An error with these fields; the message is cut.
    public init(
        operation: String, account: AccountID? = nil, kind: Kind, code: String = "", reason: String? = nil,
        message: String, retryAfter: Duration? = nil, action: String? = nil
    ) {
        self.operation = operation
        self.account = account
        self.kind = kind
        self.code = code
        self.reason = reason
        self.message = message.clipped(to: Self.messageLimit)
        self.retryAfter = retryAfter
        self.action = action
    }

    /// There are no credentials to begin with, or they cannot be read: what is wrong, and what to do.
    static func credentials(_ message: String) -> MarketplaceError {
        MarketplaceError(operation: "credentials", kind: .credentials, message: message)
    }

    /// AWS's code and reason in one word: `ValidationException/UNSUPPORTED_ACTION`; the kind where AWS said nothing.
    public var label: String {
        guard !code.isEmpty else { return kind.rawValue }
        return reason.map { "\(code)/\($0)" } ?? code
    }
}

extension MarketplaceError: CustomStringConvertible {
    /// What was asked where, and what came of it.
    public var description: String {
        let place = account.map { " in account \($0)" } ?? ""
        let words = [label, message].filter { !$0.isEmpty && $0 != operation }
        return "\(operation)\(place): \(words.joined(separator: ": "))"
    }
}
