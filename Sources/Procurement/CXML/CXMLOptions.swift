public import Reconciliation

/// What the configuration says about a cXML feed beside what it says about its files.
public struct CXMLOptions: Sendable {
    /// What types of an OrderRequest mean, where the default does not fit: `new`, `update`, `delete`.
    public var statuses: [OrderState: [String]]
    /// The custom fields that are read; all of them where `nil`.
    public var customFields: Set<String>?

    /// Options with the contract's defaults.
    public init(statuses: [OrderState: [String]] = [:], customFields: Set<String>? = nil) {
        self.statuses = statuses
        self.customFields = customFields
    }

    /// Bytes of a document: thousands of lines.
    static let documentBytes = 16 << 20
}
