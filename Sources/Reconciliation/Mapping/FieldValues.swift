extension PurchaseOrder {
    /// Every field path of the order itself that has a value here, the named ones first, custom fields by name.
    public var fieldValues: [(path: FieldPath, value: String)] {
        let custom = custom.keys.sorted().map { FieldPath.orderCustom($0) }
        return Self.values(of: FieldPath.named.filter { !$0.isOfLine } + custom, self, OrderLine(id: "", number: ""))
    }

    /// Every field path of one of its lines that has a value there, the named ones first, custom fields by name.
    public func fieldValues(of line: OrderLine) -> [(path: FieldPath, value: String)] {
        let custom = line.custom.keys.sorted().map { FieldPath.lineCustom($0) }
        return Self.values(of: FieldPath.named.filter(\.isOfLine) + custom, self, line)
    }

    private static func values(
        of paths: [FieldPath], _ order: PurchaseOrder, _ line: OrderLine
    ) -> [(path: FieldPath, value: String)] {
        paths.compactMap { path in path.value(in: order, line).map { (path, $0) } }
    }
}

extension FieldPath {
    /// Whether the field is one of a line, not of the order.
    public var isOfLine: Bool { description.hasPrefix("line.") }
}
