/// Everything of the configuration that the decision depends on.
public struct Rules: Sendable, Hashable {
    /// What may be written.
    public var policy: Policy
    /// Which orders and lines concern us, by feed; a feed without an entry selects every line that a rule keys.
    public var selections: [FeedName: Selection]
    /// How lines name what they pay for, tried in order.
    public var mapping: [MappingRule]
    /// Where a line says which charges of the agreement it pays for.
    public var scope: FieldPath?
    /// Declared blanket POs.
    public var blanket: [BlanketOrder]
    /// A charge due sooner than this is too late to change.
    public var cutoff: Duration
    /// How far back charges and invoices are looked at.
    public var invoiceWindow: Duration
    /// Hold writes while the billing integration is known to be off.
    public var requireIntegration: Bool
    /// What to do with expired POs.
    public var expiredOrders: ExpiredOrders
    /// More writes than this in one cycle are held as unsafe.
    public var maximumChanges: Int
    /// A greater share of carried numbers replaced in one cycle is held as unsafe.
    public var maximumFraction: Double
    /// Charges without PO due within this are warned of.
    public var deadline: Duration
    /// The operator said that a large plan is meant (`sync --force`).
    public var isForced: Bool

    /// How far an invoice's date may be from its charge's.
    public static let invoiceTolerance = Duration.seconds(3 * 86_400)

    /// Rules with the contract's defaults.
    public init(
        policy: Policy, selections: [FeedName: Selection] = [:], mapping: [MappingRule], scope: FieldPath? = nil,
        blanket: [BlanketOrder] = [], cutoff: Duration = .seconds(3 * 3600),
        invoiceWindow: Duration = .seconds(45 * 86_400), requireIntegration: Bool = true,
        expiredOrders: ExpiredOrders = .assign, maximumChanges: Int = 500, maximumFraction: Double = 0.5,
        deadline: Duration = .seconds(7 * 86_400), isForced: Bool = false
    ) {
        self.policy = policy
        self.selections = selections
        self.mapping = mapping
        self.scope = scope
        self.blanket = blanket
        self.cutoff = cutoff
        self.invoiceWindow = invoiceWindow
        self.requireIntegration = requireIntegration
        self.expiredOrders = expiredOrders
        self.maximumChanges = maximumChanges
        self.maximumFraction = maximumFraction
        self.deadline = deadline
        self.isForced = isForced
    }
}
