/// Something that a person has to know, with what to do and who has to do it.
///
/// A value that never changes, on the heap: tens of thousands go through a plan, the alerts and the store, and are one
/// piece of memory there.
public final class Finding: Sendable {
    /// The same for the same scenario and subject, across cycles, restarts and machines: 16 hexadecimal digits.
    public let id: String
    /// What it is about.
    public let scenario: Scenario
    /// How bad it is.
    public let severity: Severity
    /// What it stands on.
    public let subject: Subject
    /// What was seen, with the numbers, dates and amounts that matter.
    public let detail: String
    /// What to do, where.
    public let remedy: String
    /// Who has to do it.
    public let owner: Owner

    /// How bad a finding is.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        case error, warning, notice
    }

    /// Who can mend it.
    public enum Owner: String, Sendable, Hashable, CaseIterable {
        /// Whoever runs posyncd.
        case `operator`
        /// Whoever writes purchase orders.
        case procurement
        /// Whoever subscribes in AWS Marketplace, in the account of the agreement.
        case subscriber
        /// Whoever looks after Billing in the management account.
        case billingAdmin = "billing-admin"
        /// AWS Support alone.
        case awsSupport = "aws-support"
    }

    /// What a finding stands on; two findings of one scenario never have equal subjects.
    public struct Subject: Sendable, Hashable {
        public var account: AccountID?
        public var agreement: AgreementID?
        public var charge: ChargeID?
        public var order: OrderNumber?
        public var feed: FeedName?
        public var invoice: InvoiceID?

        /// A subject of these parts.
        public init(
            account: AccountID? = nil, agreement: AgreementID? = nil, charge: ChargeID? = nil,
            order: OrderNumber? = nil, feed: FeedName? = nil, invoice: InvoiceID? = nil
        ) {
            self.account = account
            self.agreement = agreement
            self.charge = charge
            self.order = order
            self.feed = feed
            self.invoice = invoice
        }

        /// The parts that are there, by the names that the log and the store use.
        public var parts: [(name: String, value: String)] {
            let all: [(String, String?)] = [
                ("account", account?.text), ("agreement", agreement?.text), ("charge", charge?.text),
                ("order", order?.text), ("feed", feed?.text), ("invoice", invoice?.text),
            ]
            return all.compactMap { name, value in value.map { (name, $0) } }
        }
    }

    /// A finding of these parts.
    public init(
        _ scenario: Scenario, _ severity: Severity, _ subject: Subject, detail: String, remedy: String, owner: Owner
    ) {
        id = Self.id(scenario, subject)
        self.scenario = scenario
        self.severity = severity
        self.subject = subject
        self.detail = detail.clipped(to: Limits.findingText)
        self.remedy = remedy.clipped(to: Limits.findingText)
        self.owner = owner
    }

    private static func id(_ scenario: Scenario, _ subject: Subject) -> String {
        var hash = StableHash()
        hash.add(scenario.rawValue)
        for part in subject.parts {
            hash.add(part.name)
            hash.add(part.value)
        }
        return hash.hexadecimal
    }
}

extension Finding: Hashable {
    public static func == (left: Finding, right: Finding) -> Bool {
        left === right
            || left.id == right.id && left.scenario == right.scenario && left.severity == right.severity
                && left.subject == right.subject && left.detail == right.detail && left.remedy == right.remedy
                && left.owner == right.owner
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(severity)
        hasher.combine(detail)
    }
}

/// FNV-1a over 64 bits: Swift's own hash differs from run to run.
struct StableHash {
    private var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Takes in a text, closed by a byte that no UTF-8 text has, so that parts do not run into each other.
    mutating func add(_ text: String) {
        for byte in text.utf8 { mix(byte) }
        mix(0xff)
    }

    private mutating func mix(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    /// 16 hexadecimal digits.
    var hexadecimal: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
