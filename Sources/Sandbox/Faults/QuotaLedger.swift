internal import FoundationEssentials

/// AWS's documented quotas of the Agreement API: calls a second for each operation and account.
struct QuotaLedger: Sendable {
    private static let rates: [String: Double] = [
        "SearchAgreements": 5, "DescribeAgreement": 5, "GetAgreementTerms": 10, "ListAgreementCharges": 15,
        "UpdatePurchaseOrders": 3,
    ]

    private var buckets: [String: (level: Double, at: Date)] = [:]

    /// Takes a call; whether it is within the quota.
    mutating func take(_ operation: String, _ account: String, at now: Date) -> Bool {
        guard let rate = Self.rates[operation] else { return true }
        let key = "\(operation) \(account)"
        let bucket = buckets[key] ?? (rate, now)
        let level = min(rate, bucket.level + now.timeIntervalSince(bucket.at) * rate)
        buckets[key] = (level < 1 ? level : level - 1, now)
        return level >= 1
    }
}
