import Testing

@testable import Reconciliation

/// Row 1, "Insufficient permissions after purchase".
@Suite struct InsufficientPermissionsTests {
    private func world(_ error: String?) -> World {
        var world = World()
        world.buy("agmt-1", .charge("ch-1", "100", due: 30))
        world.buy("agmt-2", in: World.other, .charge("ch-2", "50", due: 30))
        world.order("PO-1", .line("500", for: "agmt-1"))
        world.order("PO-2", .line("50", for: "agmt-2"))
        world.queue("ch-1", QueueStanding(order: "PO-1", lastError: error, attempts: 3))
        return world
    }

    @Test func aDeniedWriteNamesActionAndAccountAndStaysQueued() throws {
        let plan = world("AccessDeniedException/INVALID_ACCESS: not allowed").plan
        let finding = try plan.only(.permissionMissing)
        finding.expect(
            .error, .operator, remedy: "aws-marketplace:UpdatePurchaseOrders", "222222222222", "other accounts go on")
        finding.expect(detail: "aws-marketplace:UpdatePurchaseOrders", "INVALID_ACCESS", "222222222222")
        #expect(finding.subject.account == "222222222222")
        #expect(plan["ch-1"]?.state == .queued && plan["ch-1"]?.finding == finding.id)
        #expect(plan["ch-2"]?.state == .queued && plan["ch-2"]?.finding == nil, "the other account goes on")
    }

    @Test(arguments: ["ThrottlingException", "ExpiredTokenException", "ValidationException/UNSUPPORTED_ACTION", nil])
    func otherErrorsAreNoDenial(_ error: String?) {
        world(error).plan.expect(firing: [])
    }

    @Test func itIsOverOnceTheNumberStandsOnTheCharge() {
        var world = world("AccessDeniedException/INVALID_ACCESS")
        world.change(charge: "ch-1") { $0.order = "PO-1" }
        world.plan.expect(firing: [])
    }

    @Test func manyDeniedChargesOfAnAccountAreOneFinding() throws {
        var world = world("AccessDeniedException")
        world.change("agmt-1") { $0.charges.append(.charge("ch-3", "10", due: 40)) }
        world.queue("ch-3", QueueStanding(order: "PO-1", lastError: "AccessDeniedException", attempts: 1))
        world.plan.expect(firing: [.permissionMissing])
    }

    @Test(
        arguments: [
            ("MISSING_MFA", "multi-factor"), ("FAILED_KYC_COMPLIANCE", "customer verification"),
            ("DENIED_BY_PRIVATE_MARKETPLACE_POLICY", "Private Marketplace administrator"),
            ("INVALID_ACCOUNT_STATE", "AWS Billing"),
        ])
    func reasonsThatNoPolicyMendsKeepTheirOwnText(_ reason: String, _ words: String) throws {
        let finding = try world("AccessDeniedException/\(reason)").plan.only(.permissionMissing)
        finding.expect(.error, .operator, remedy: words)
        #expect(!finding.remedy.contains("IAM policy"))
    }

    @Test(arguments: ["aws-marketplace:ListAgreementCharges", "organizations:ListAccounts", "sts:AssumeRole"])
    func aDeniedReadingNamesActionAccountAndPrincipal(_ action: String) {
        let finding = InsufficientPermissions.finding(
            action: action, account: "222222222222", principal: "arn:aws:iam::111111111111:role/posyncd", reason: nil)
        finding.expect(.error, .operator, remedy: action, "222222222222")
        finding.expect(detail: action, "arn:aws:iam::111111111111:role/posyncd")
    }

    @Test(arguments: [
        ("aws-marketplace:ListAgreementCharges", true), ("aws-marketplace:GetAgreementTerms, iam:GetRole", false),
        ("invoicing:ListInvoiceSummaries", false),
    ])
    func writesAreSaidToWaitWhereTheyDo(_ action: String, _ doWritesWait: Bool) {
        let finding = InsufficientPermissions.finding(
            action: action, account: "222222222222", principal: nil, reason: nil)
        #expect(finding.remedy.contains("Writes to this account wait") == doWritesWait)
    }
}
