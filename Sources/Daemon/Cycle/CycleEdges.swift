internal import Marketplace
internal import Procurement
internal import Reconciliation
internal import Supervision
internal import Transport

/// Everything outside that a cycle reads from and writes to, made once from the configuration.
struct CycleEdges: Sendable {
    /// The feeds with what decides which of their orders are kept.
    let feeds: [ConfiguredFeed]
    /// AWS.
    let client: MarketplaceClient
    /// The accounts' part of the configuration.
    let scope: AccountScope
    /// The register, read anew in each cycle.
    let register: RegisterFile?
    /// The clocks.
    let time: any TimeSource
    /// For jitter.
    let entropy: any Entropy
    /// The log.
    let log: EventLog
    /// What keeps destinations that are down from being asked again and again; the daemon alone has them.
    var breakers: Breakers?

    var now: Instant { Instant(milliseconds: time.wallMilliseconds()) }

    /// When a write may be sent again; `nil` where it may now.
    var nextWrite: Instant? { breakers?.nextProbe(of: client.writeDestinations, at: now) }

    /// A feed and the text of everything that decides which of its orders are kept: where that changes, everything is
    /// read again; and which system it leads to: where that changes, what is known of the former one decides nothing.
    struct ConfiguredFeed: Sendable {
        let feed: any Feed
        let selection: String
        var identity = ""
    }

    /// Which accounts are read.
    struct AccountScope: Sendable, Hashable {
        let management: AccountID
        let discovers: Bool
        let include: [AccountID]
        let exclude: Set<AccountID>
    }
}

/// What one cycle is for.
struct CycleKind: Sendable, Hashable {
    /// What has changed since the last one, or everything.
    var isFull = false
    /// Only what is due in the retry queue: no feed is read, and of AWS only the accounts concerned.
    var isRetry = false
}
