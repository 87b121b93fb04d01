/// Row 1, "Insufficient permissions after purchase".
///
/// Looks at writes that AWS refuses for lack of a permission; what reading the world is refused comes with the
/// snapshot's conditions, made by the same wording.
public enum InsufficientPermissions {
    /// The finding for a denied call.
    ///
    /// - Parameters:
    ///   - action: the IAM action, such as `aws-marketplace:UpdatePurchaseOrders`.
    ///   - account: the account in which it was asked for.
    ///   - principal: who asked, where that is known.
    ///   - reason: AWS's reason or message.
    public static func finding(
        action: String, account: AccountID, principal: String?, reason: String?
    ) -> Finding {
        let who = principal.map { "\($0)" } ?? "the credentials posyncd uses"
        let said = reason.map { ": \($0)" } ?? ""
        return Finding(
            .permissionMissing, .error, Finding.Subject(account: account),
            detail:
                "AWS denied \(action) to \(who) \(action == "sts:AssumeRole" ? "for" : "in") account \(account)\(said).",
            remedy: remedy(action: action, account: account, reason: reason ?? ""), owner: .operator)
    }

    private static func remedy(action: String, account: AccountID, reason: String) -> String {
        if reason.contains("MISSING_MFA") {
            return "AWS asks for multi-factor authentication: give posyncd a role whose trust policy does not require "
                + "it, or sign in with MFA."
        }
        if reason.contains("FAILED_KYC_COMPLIANCE") {
            return "AWS asks account \(account) to complete its customer verification: open AWS Marketplace > Settings "
                + "in that account and follow the notice there."
        }
        if reason.contains("DENIED_BY_PRIVATE_MARKETPLACE_POLICY") {
            return "Private Marketplace denies this product to account \(account): a Private Marketplace administrator "
                + "has to allow it for the account's experience."
        }
        if reason.contains("INVALID_ACCOUNT_STATE") {
            return "Account \(account) is not in a state in which AWS allows this: see AWS Billing in that account."
        }
        if action == "sts:AssumeRole" {
            return "Allow \"sts:AssumeRole\" on the role in account \(account) in the IAM policy of posyncd's own "
                + "credentials, and name them in the role's trust policy (with the external id, where one is "
                + "configured). Writes to this account wait until then; other accounts go on."
        }
        return
            "Add \"\(action)\" to the IAM policy of the role that posyncd uses in account \(account), and see that no "
            + "service control policy denies it."
            + (needed.contains { action.contains($0) }
                ? " Writes to this account wait until then; other accounts go on." : "")
    }

    /// What an account's charges cannot be read or written without; everything else only tells more about them.
    private static let needed = ["SearchAgreements", "ListAgreementCharges", "UpdatePurchaseOrders"]

    static func findings(_ situation: Situation) -> [Finding] {
        var seen: Set<AccountID> = []
        return situation.assignments.values.compactMap { assignment in
            guard assignment.state == .queued, let error = situation.snapshot.queue[assignment.key]?.lastError,
                error.hasPrefix("AccessDenied"), seen.insert(assignment.key.account).inserted
            else { return nil }
            return finding(
                action: "aws-marketplace:UpdatePurchaseOrders", account: assignment.key.account, principal: nil,
                reason: error)
        }
    }
}
