import Testing

@testable import Marketplace

@Suite("Tokens for retries")
struct RetryQuotaTests {
    @Test func aRetryCostsFiveAndTenAfterATimeout() {
        var quota = RetryQuota()
        #expect(quota.take(afterTimeout: false) == 5)
        #expect(quota.take(afterTimeout: true) == 10)
        #expect(quota.tokens == 485)
    }

    @Test func aSuccessGivesBackWhatItsLastRetryCostOrOne() {
        var quota = RetryQuota()
        _ = quota.take(afterTimeout: true)
        _ = quota.take(afterTimeout: true)
        quota.giveBack(10)
        #expect(quota.tokens == 490)
        quota.giveBack(nil)
        #expect(quota.tokens == 491)
    }

    @Test func thereAreNeverMoreThanAtTheBeginningNorFewerThanNone() {
        var quota = RetryQuota()
        quota.giveBack(nil)
        #expect(quota.tokens == 500)
        for _ in 0..<100 { #expect(quota.take(afterTimeout: false) != nil) }
        #expect(quota.take(afterTimeout: false) == nil)
        #expect(quota.tokens == 0)
    }
}
