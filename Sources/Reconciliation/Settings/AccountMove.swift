/// A purchasing account's move between organizations, as far as it is known.
///
/// Source: buyer guide, "Subscribing account moves to a different organization". The guide's newer text says that the
/// PO does not carry over, and has to be applied again to every future charge.
public struct AccountMove: Sendable, Hashable {
    /// When the move was noticed.
    public var noticedAt: Instant
    /// What was noticed.
    public var sign: Sign
    /// How far it has come.
    public var stage: Stage

    /// What a move is told by.
    public enum Sign: Sendable, Hashable {
        /// The account is no longer listed in the organization it was known in.
        case left(organization: String)
        /// The account is now listed in another organization.
        case organization(from: String, to: String)
        /// The account joined its organization later than it was known to.
        case rejoined(at: Instant)
    }

    /// How far a move has come.
    public enum Stage: String, Sendable, Hashable {
        /// Writes are held until the account is listed and the integration of its organization is there.
        case held
        /// The new organization's integration is confirmed: charges are being assigned again.
        case reapplying
    }

    /// A move with these fields.
    public init(noticedAt: Instant, sign: Sign, stage: Stage) {
        self.noticedAt = noticedAt
        self.sign = sign
        self.stage = stage
    }
}

/// Which organization an account is known to belong to; a state machine driven by each complete listing.
public struct AccountHome: Sendable, Hashable {
    /// The organization's id; none for a standalone account.
    public var organization: String?
    /// When the account joined it.
    public var joinedAt: Instant?
    /// A move that is not over.
    public var move: AccountMove?
    /// Charges written before this are to be written again.
    public var reapplyBefore: Instant?

    /// An account at home in an organization.
    public init(
        organization: String?, joinedAt: Instant?, move: AccountMove? = nil, reapplyBefore: Instant? = nil
    ) {
        self.organization = organization
        self.joinedAt = joinedAt
        self.move = move
        self.reapplyBefore = reapplyBefore
    }

    /// Takes in a complete listing of the organization's accounts.
    ///
    /// A move is noticed in one listing and released in a later one at the earliest, so that the finding is seen before
    /// anything is written in the new organization.
    ///
    /// - Parameters:
    ///   - member: the account as listed; `nil` where it is not listed.
    ///   - organization: the id of the organization that was listed.
    ///   - integration: whether that organization's management account shares its POs with Marketplace.
    ///   - now: the time of the listing.
    public mutating func see(
        _ member: Organization.Member?, organization: String?, integration: BillingIntegration, at now: Instant
    ) {
        guard let member else {
            if let known = self.organization, move == nil || move?.stage == .reapplying {
                move = AccountMove(noticedAt: now, sign: .left(organization: known), stage: .held)
            }
            return
        }
        if let sign = sign(of: member, in: organization) {
            move = AccountMove(noticedAt: now, sign: sign, stage: .held)
        } else if move?.stage == .held, integration == .present {
            move?.stage = .reapplying
            reapplyBefore = now
        }
        self.organization = organization
        joinedAt = member.joinedAt ?? joinedAt
    }

    private func sign(of member: Organization.Member, in organization: String?) -> AccountMove.Sign? {
        if let known = self.organization, let organization, known != organization {
            return .organization(from: known, to: organization)
        }
        if let known = joinedAt, let joined = member.joinedAt, joined > known { return .rejoined(at: joined) }
        return nil
    }

    /// Ends a move whose charges have all been assigned again.
    public mutating func finishMove() {
        if move?.stage == .reapplying { move = nil }
    }
}
