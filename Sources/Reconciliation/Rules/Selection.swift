/// Which purchase orders and lines of a feed concern AWS Marketplace; any entry that matches selects.
public struct Selection: Sendable, Hashable {
    /// Supplier names, compared without regard to case and surrounding blanks.
    public var supplierNames: [String]
    /// Supplier numbers, compared exactly.
    public var supplierNumbers: [String]
    /// Commodity codes of lines, compared exactly.
    public var commodities: [String]

    /// A selection by these entries.
    public init(supplierNames: [String] = [], supplierNumbers: [String] = [], commodities: [String] = []) {
        self.supplierNames = supplierNames
        self.supplierNumbers = supplierNumbers
        self.commodities = commodities
    }
}
