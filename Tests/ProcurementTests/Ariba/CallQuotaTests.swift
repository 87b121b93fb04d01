import Documents
import Reconciliation
import Testing
import Transport

@testable import Procurement

@Suite struct CallQuotaTests {
    private let now = Instant(seconds: 1_795_435_210)  // 2026-11-23T12:00:10Z

    private func answer(_ left: [(String, String)]) -> Response {
        Response(status: 200, headers: left.map { .init("x-ratelimit-remaining-\($0.0)", $0.1) }, body: [])
    }

    @Test func callsGoOnWhileThereIsQuota() {
        var quota = CallQuota(limit: nil)
        quota.see(answer([("second", "1"), ("minute", "3"), ("hour", "8"), ("day", "40")]), at: now)
        #expect(quota.take(at: now) == .go)
        #expect(quota.calls == 1)
    }

    @Test(arguments: [
        ("second", CallQuota.Step.wait(.seconds(1))), ("minute", .wait(.seconds(50))),
        ("hour", .exhausted(until: Instant(seconds: 1_795_438_800))),
        ("day", .exhausted(until: Instant(seconds: 1_795_478_400))),
    ])
    func aUsedUpQuotaIsLeftAlone(span: String, step: CallQuota.Step) {
        var quota = CallQuota(limit: nil)
        quota.see(answer([(span, "0")]), at: now)
        #expect(quota.take(at: now) == step)
        #expect(quota.calls == 0)
        let later = Instant(seconds: 1_795_478_400)
        #expect(quota.take(at: later) == .go)
    }

    @Test func headersThatAreNoNumbersMeanNothing() {
        var quota = CallQuota(limit: nil)
        quota.see(answer([("day", "none"), ("hour", ""), ("second", "0x0")]), at: now)
        #expect(quota.take(at: now) == .go)
    }

    @Test func fewerCallsThanTheGatewayAllowsMayBeConfigured() {
        var quota = CallQuota(limit: 2)
        #expect(quota.take(at: now) == .go)
        #expect(quota.take(at: now) == .go)
        #expect(quota.take(at: now) == .exhausted(until: Instant(seconds: 1_795_478_400)))
        #expect(quota.take(at: now + .seconds(86_400)) == .go)
    }

    @Test func aRestartForgetsNothing() {
        var quota = CallQuota(limit: 3)
        _ = quota.take(at: now)
        _ = quota.take(at: now)
        var next = CallQuota(limit: 3)
        next.remember(quota.ledger)
        #expect(next.take(at: now) == .go)
        #expect(next.take(at: now) == .exhausted(until: Instant(seconds: 1_795_478_400)))

        quota.see(answer([("day", "0")]), at: now)
        var third = CallQuota(limit: nil)
        third.remember(quota.ledger)
        #expect(third.take(at: now) == .exhausted(until: Instant(seconds: 1_795_478_400)))
    }

    @Test func whatIsRememberedNeverMakesUsForgetWhatWasCountedSince() {
        var quota = CallQuota(limit: nil)
        let old = quota.ledger
        _ = quota.take(at: now)
        quota.remember(old)
        #expect(quota.calls == 1)
        quota.remember(["day": "2026-11-23", "calls": 9])
        #expect(quota.calls == 9)
        quota.remember("nonsense")
        quota.remember(["day": 5, "calls": "x"])
        #expect(quota.calls == 9)
    }
}

@Suite struct DateWindowsTests {
    @Test func noWindowIsLongerThanAMonthAndNothingIsLeftOut() throws {
        let end = Instant(seconds: 1_795_435_200)
        let windows = DateWindows.windows(from: end - .seconds(365 * 86_400), to: end)
        #expect(windows.count == 12)
        #expect(windows.first?.from == end - .seconds(365 * 86_400))
        #expect(windows.last?.to == end)
        #expect(windows.allSatisfy { $0.to - $0.from <= .seconds(31 * 86_400) })
        #expect(zip(windows, windows.dropFirst()).allSatisfy { $0.to == $1.from })
    }

    @Test func aSpanOfNothingIsOneWindow() {
        let moment = Instant(seconds: 5)
        #expect(DateWindows.windows(from: moment, to: moment).count == 1)
        #expect(DateWindows.windows(from: moment, to: moment - .seconds(9)).map(\.to) == [moment])
    }

    @Test func halvesShareTheirMiddle() throws {
        let window = DateWindows.Window(from: Instant(seconds: 0), to: Instant(seconds: 7200))
        let (early, late) = try #require(window.halves)
        #expect(early.to == Instant(seconds: 3600))
        #expect(late.from == early.to)
        #expect(late.to == window.to)
        #expect(DateWindows.Window(from: Instant(seconds: 0), to: Instant(seconds: 60)).halves == nil)
    }
}
