internal import Reconciliation
internal import Store
internal import Supervision

/// What the store tells, in the log.
struct StoreLog: Sendable {
    let log: EventLog

    func say(_ event: StoreEvent) {
        switch event {
        case .compacted(let generation, let records, let bytes):
            log.log(
                .info, .storeCompacted, "snapshot \(generation) with \(records) records took the place of the journal",
                fields: [("records", .integer(records)), ("bytes", .integer(bytes))])
        case .compactionPostponed(let error):
            log.log(.warning, .storeFull, "the disk is too full for a snapshot, which is tried again later: \(error)")
        case .syncSlow(let span):
            log.log(
                .warning, .storeSyncSlow, "a sync to disk took \(span.milliseconds) ms",
                fields: [("duration.ms", .integer(Int(span.milliseconds)))])
        case .full(let error): log.log(.error, .storeFull, "the disk is full: \(error)")
        case .roomAgain: log.log(.notice, .storeFull, "there is room on the disk again")
        case .failed(let error): log.log(.critical, .storeFailed, "\(error)")
        case .tailPutAside(let file, let offset, let bytes, let quarantine):
            log.log(
                .warning, .storeTailTruncated,
                "the end of \(file) from byte \(offset) was an interrupted write of \(bytes) bytes, never acknowledged; it was "
                    + "put aside\(quarantine.map { " as \($0)" } ?? "")",
                fields: [("bytes", .integer(bytes))])
        }
    }
}
