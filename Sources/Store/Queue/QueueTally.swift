/// The queue's bookkeeping: nothing that was ever put in may vanish.
///
/// `enqueued = pending + inFlight + done + superseded + dead + discarded`, from the first start of the store on.
public struct QueueTally: Sendable, Hashable {
    /// Wishes that were ever taken in.
    public internal(set) var enqueued = 0
    /// Those that wait to be sent or read back.
    public internal(set) var pending = 0
    /// Those that are on their way.
    public internal(set) var inFlight = 0
    /// Those whose number was read back from the charge.
    public internal(set) var done = 0
    /// Those in whose place something else came to be wanted, or nothing.
    public internal(set) var superseded = 0
    /// Those that were given up.
    public internal(set) var dead = 0
    /// Those that an operator took out.
    public internal(set) var discarded = 0

    /// Nothing yet.
    public init() {}

    /// Whether all that was put in is accounted for.
    public var isConserved: Bool {
        enqueued == pending + inFlight + done + superseded + dead + discarded
            && [pending, inFlight, done, superseded, dead, discarded].allSatisfy { $0 >= 0 }
    }

    /// Where an entry of this state is counted.
    static func place(of state: QueueEntry.State) -> WritableKeyPath<QueueTally, Int> {
        switch state {
        case .waiting, .accepted, .unconfirmed: \.pending
        case .inFlight: \.inFlight
        case .dead: \.dead
        case .discarded: \.discarded
        }
    }
}

extension QueueTally: CustomStringConvertible {
    /// All the numbers.
    public var description: String {
        """
        enqueued \(enqueued), pending \(pending), in flight \(inFlight), done \(done), superseded \(superseded), \
        dead \(dead), discarded \(discarded)
        """
    }
}
