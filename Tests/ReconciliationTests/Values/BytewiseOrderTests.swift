import Testing

@testable import Reconciliation

@Suite struct BytewiseOrderTests {
    @Test func identifiersAreOrderedByTheirBytes() {
        let pieces = ["", "a", "b", "A", "é", "e\u{301}", "12345678", "123456789", "12345678a", "\u{1F600}", "ch-"]
        let texts = pieces.flatMap { first in pieces.map { first + $0 } }
        for left in texts {
            for right in texts {
                let expected = left.utf8.lexicographicallyPrecedes(right.utf8)
                #expect((ChargeID(left) < ChargeID(right)) == expected, "\(left) \(right)")
                #expect((BytewiseText(left) < BytewiseText(right)) == expected, "\(left) \(right)")
            }
        }
    }

    @Test func valuesByChargeAreListedInOrderAndFoundByKey() {
        func key(_ charge: Int) -> ChargeKey { ChargeKey(account: "222222222222", charge: ChargeID("ch-\(charge)")) }
        var values = ByCharge([key(3), key(1), key(2), key(1)], ["c", "a", "b", "later"])
        #expect(values.values == ["later", "b", "c"])
        #expect(values[key(1)] == "later")
        #expect(values[key(4)] == nil)
        values.update(key(2)) { $0 = "changed" }
        values.update(key(4)) { $0 = "absent" }
        #expect(values.map(\.key) == [key(1), key(2), key(3)])
        #expect(values[key(2)] == "changed")
    }

    @Test func sortingByAKeyIsStable() {
        let pairs = (0..<200).map { ($0 * 7 % 5, $0) }
        let sorted = pairs.sorted(byKey: \.0)
        #expect(sorted.map(\.1) == pairs.sorted { $0.0 < $1.0 }.map(\.1))
    }

    @Test func aMomentIsAppendedAsItIsDescribed() {
        for milliseconds: Int64 in [
            0, 1, 999, 1_795_435_200_000, -1, -62_198_755_200_000, 253_402_300_800_000, .max / 2, .min / 2,
        ] {
            let moment = Instant(milliseconds: milliseconds)
            var bytes: [UInt8] = []
            moment.append(to: &bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == moment.description)
        }
        #expect(Instant(milliseconds: 1).description == "1970-01-01T00:00:00.001Z")
        #expect(Instant(iso: "0001-01-01").map(\.description) == "0001-01-01T00:00:00Z")
        #expect(Instant(seconds: 253_402_300_800).description == "10000-01-01T00:00:00Z")
    }
}
