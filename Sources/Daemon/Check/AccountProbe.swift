internal import Marketplace
internal import Reconciliation

/// Asks what one account is asked for in a cycle.
struct AccountProbe: Sendable {
    let client: MarketplaceClient
    let account: AccountID

    private var subject: String { "account \(account)" }

    /// The rows of the account.
    ///
    /// - Parameters:
    ///   - writes: whether the policy writes at all.
    ///   - denied: what AWS said when it last denied a write here.
    func run(writes: Bool, denied: String?) async -> [CheckRow] {
        let agreements: [Agreement]
        do throws(MarketplaceError) {
            agreements = try await client.agreements(in: account, isComplete: false)
        } catch {
            // What keeps the account shut keeps everything in it shut.
            return [failure("aws-marketplace:SearchAgreements", error, isNeeded: true)]
        }
        var rows = [
            CheckRow(subject, "aws-marketplace:SearchAgreements", .ok, "\(agreements.count) active agreements")
        ]
        async let charges = chargesRow(agreements)
        async let terms = termsRow(agreements)
        async let grants = grantsRow()
        rows += await [charges, terms].compactMap { $0 } + [grants]
        if writes { rows.append(writeRow(denied)) }
        return rows
    }

    private func chargesRow(_ agreements: [Agreement]) async -> CheckRow? {
        let probe = "aws-marketplace:ListAgreementCharges"
        guard let first = agreements.first else {
            return CheckRow(subject, probe, .skipped, "there is no active agreement to ask about")
        }
        do throws(MarketplaceError) {
            let listing = try await client.charges(in: account, ofEach: [first.id])
            let count = listing.charges.values.reduce(0) { $0 + $1.count }
            return CheckRow(subject, probe, .ok, "\(count) charges of \(first.id)")
        } catch {
            return failure(probe, error, isNeeded: true)
        }
    }

    private func termsRow(_ agreements: [Agreement]) async -> CheckRow? {
        guard let first = agreements.first else { return nil }
        let probe = "aws-marketplace:GetAgreementTerms"
        do throws(MarketplaceError) {
            _ = try await client.terms(in: account, of: first.id)
            return CheckRow(subject, probe, .ok, "terms of \(first.id)")
        } catch {
            return failure(probe, error, isNeeded: false)
        }
    }

    private func grantsRow() async -> CheckRow {
        let probe = "license-manager:ListReceivedGrants"
        do throws(MarketplaceError) {
            let grants = try await client.receivedGrants(in: account)
            return CheckRow(subject, probe, .ok, "\(grants.count) received grants")
        } catch {
            return failure(probe, error, isNeeded: false)
        }
    }

    /// A write cannot be tried without writing: what is known is what AWS said to the last one.
    private func writeRow(_ denied: String?) -> CheckRow {
        let probe = "aws-marketplace:UpdatePurchaseOrders"
        guard let denied else {
            return CheckRow(subject, probe, .skipped, "not asked, for it would write; the first write tells")
        }
        return CheckRow(
            subject, probe, .failed, "the last write was denied: \(denied)",
            remedy: Permission.grant(probe, account))
    }

    private func failure(_ probe: String, _ error: MarketplaceError, isNeeded: Bool) -> CheckRow {
        let isRefused = isNeeded || error.kind == .denied
        let asked = error.operation == "AssumeRole" ? "sts:AssumeRole" : error.action ?? probe
        return CheckRow(
            subject, asked, isRefused ? .failed : .unknown, "\(error)", remedy: Permission.remedy(error, account))
    }
}

/// How a permission is granted.
enum Permission {
    /// What to do about an error.
    static func remedy(_ error: MarketplaceError, _ account: AccountID) -> String {
        guard error.kind == .denied, error.operation != "AssumeRole" else { return Conditions.remedy(error, account) }
        let asked = InsufficientPermissions.finding(
            action: error.action ?? error.operation, account: account, principal: nil,
            reason: "\(error.label): \(error.message)")
        return asked.remedy
    }

    /// What to do about an action that was denied.
    static func grant(_ action: String, _ account: AccountID) -> String {
        InsufficientPermissions.finding(action: action, account: account, principal: nil, reason: nil).remedy
    }
}
