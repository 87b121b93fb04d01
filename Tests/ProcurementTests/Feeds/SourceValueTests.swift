import Documents
import Reconciliation
import Testing

@testable import Procurement

@Suite struct SourceValueTests {
    @Test(arguments: [
        ("1200.50", "1200.50"), ("0.1", "0.1"), ("1E3", "1000"), ("1.2e+3", "1200"), ("-1.5E-2", "-0.015"),
        ("12.50E0", "12.5"),
        ("0E5", "0"), ("123456789.123E-1", "12345678.9123"),
        ("99999999999999999999999999.999999", "99999999999999999999999999.999999"),
    ])
    func amountsAreExact(text: String, expected: String) {
        #expect(SourceValue.amount(text)?.description == expected)
    }

    @Test(arguments: ["", "1,200.50", "12e", "e5", "1e99", "NaN", "1.2.3", "0x10", "1e1.5", "\u{661}\u{662}"])
    func refusesWhatIsNoAmount(text: String) {
        #expect(SourceValue.amount(text) == nil)
    }

    @Test func emptyIsNothingAndFalseIsEmpty() {
        let values: [JSONValue] = [.null, "", "  ", false, [], ["a"], [:], ["id": 1]]
        #expect(values.allSatisfy { SourceValue.text($0) == nil })
        #expect(SourceValue.text(true) == "true")
        #expect(SourceValue.text(" a ") == "a")
        #expect(SourceValue.text(.number("1200.50")) == "1200.50")
    }

    @Test func typedObjectsAreWhatTheyStandFor() {
        #expect(SourceValue.text(["__class__": "Decimal", "decimal": "12.30"]) == "12.30")
        #expect(SourceValue.text(["__class__": "date", "year": 2026, "month": 1, "day": 5]) == "2026-01-05")
        let time: JSONValue = [
            "__class__": "datetime", "year": 2026, "month": 11, "day": 3, "hour": 4, "minute": 5, "second": 6,
            "microsecond": 70,
        ]
        #expect(SourceValue.text(time) == "2026-11-03T04:05:06.000070")
        #expect(SourceValue.text(["__class__": "bytes", "base64": "eA=="]) == nil)
    }
}
