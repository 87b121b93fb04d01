import Reconciliation
import Testing

@testable import Daemon

/// The register as people and their spreadsheets write it.
@Suite struct RegisterFileTests {
    private func register(_ text: String) throws -> Register {
        try RegisterFile.parse(Array(text.utf8), path: "register.csv")
    }

    @Test(arguments: ["\n", "\r\n"])
    func linesEndAsTheHostOrASpreadsheetEndsThem(_ end: String) throws {
        let lines = ["number,status,expires", "PO-1,suspended,2026-12", "\"PO-2, second\",Active,2026-12-30", ""]
        let register = try register(lines.joined(separator: end))
        #expect(register.faults == [])
        let entries = register.entries
        #expect(entries.map(\.number) == ["PO-1", "PO-2, second"])
        #expect(entries.map(\.status) == [.suspended, .active])
        #expect(entries.map { $0.expires?.day } == ["2027-01-01", "2026-12-31"])
    }

    @Test func columnsAreFoundByNameWhereverTheyStand() throws {
        let register = try register("\u{feff}Owner,Contacts,Number,blanket,registrations\nPat,2,PO-1,yes,DE1 DE2\n")
        #expect(
            register.entries == [
                RegisterEntry(number: "PO-1", contacts: 2, isBlanket: true, registrations: ["DE1", "DE2"])
            ])
    }

    @Test func blanksBesideTheCommasAreNothing() throws {
        let register = try register("number , \"status\"\n PO-1 , \"suspended\"\nPO-2,\"expired\"\n")
        #expect(register.faults == [])
        #expect(register.entries.map(\.number) == ["PO-1", "PO-2"])
        #expect(register.entries.map(\.status) == [.suspended, .expired])
    }

    @Test func whatCannotBeReadCostsItselfAlone() throws {
        let register = try register(
            "number,status,expires,contacts\nPO-1,suspended,soon,2\nPO-2,foo,2026-12,1\nPO-3,active,2026-12,many\n")
        let entries = register.entries
        #expect(entries.map(\.status) == [.suspended, nil, .active], "of what cannot be read nothing is claimed")
        #expect(entries.map(\.contacts) == [2, 1, nil])
        #expect(entries[0].expires == nil)
        #expect(register.faults.count == 3)
        #expect(register.faults.first == "line 2: expires of PO-1 is \"soon\", and not a date or a month")
        #expect(register.faults.allSatisfy { $0.hasPrefix("line ") })
    }

    @Test func ofANumberThatStandsThereTwiceTheSaferReadingCounts() throws {
        for order in [["active", "suspended"], ["suspended", "active"]] {
            let register = try register("number,status\nPO-1,\(order[0])\nPO-1,\(order[1])\n")
            #expect(register.entries.map(\.status) == [.suspended])
            #expect(register.faults == ["line 3: PO-1 stands there twice"])
        }
    }

    @Test(arguments: [
        ("", "no column `number`"), ("nummer\nPO-1\n", "no column `number`"),
        ("number,status\nPO-1,active\n,suspended\n", "no number in line 3"),
        ("number,status\nPO-1,\"active\n", "line 2"),
    ])
    func aFileThatCouldHideANumberIsNone(_ text: String, _ reason: String) throws {
        let failure = #expect(throws: RegisterFile.Failure.self) { try register(text) }
        #expect(failure?.message.contains(reason) == true)
    }
}
