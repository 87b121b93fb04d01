import Reconciliation

@testable import Daemon

/// A register is read as a whole, every number once, or refused.
enum RegisterTarget {
    static func run(_ bytes: [UInt8]) throws {
        do {
            let entries = try RegisterFile.parse(bytes, path: "r.csv").entries
            try demand(Set(entries.map(\.number)).count == entries.count, "a number that stands there twice")
            try demand(entries.allSatisfy { !$0.number.text.isEmpty }, "a PO without number")
        } catch let failure as RegisterFile.Failure {
            try demand(!failure.message.isEmpty, "refused without words")
        }
    }
}
