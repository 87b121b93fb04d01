/// Every bound of this target, with its reason.
enum Limits {
    /// Bytes of one log line, its prefix and line break included: journald splits at 48 KiB, syslog daemons at 8 KiB.
    static let lineBytes = 8192
    /// Bytes of one value before the line as a whole has to be made smaller.
    static let valueBytes = 4096
    /// Values are never cut below this; beyond it whole fields are left out.
    static let valueBytesLeast = 32
    /// Bytes of a field's name: ours are constants, those of libraries are not.
    static let keyBytes = 64
    /// Lines that wait for a reader that does not read; then lines are dropped and counted. 256 × 8 KiB = 2 MiB.
    static let linesWaiting = 256
    /// Repeated errors that are told apart at a time; the oldest makes room for the newest.
    static let repeatsTracked = 128
    /// How long identical errors are counted instead of written.
    static let repeatWindow = Duration.seconds(60)

    /// Attempts to hand a datagram to a service manager whose queue is full …
    static let notifyAttempts = 4
    /// … and the wait before each but the first.
    static let notifyWaitMilliseconds: Int32 = 50
    /// Bytes of a status line; systemd shows about a screen's width.
    static let statusBytes = 1024
    /// Loops on the roll: the daemon has fewer than ten.
    static let loops = 64

    /// Findings that a digest spells out; the rest are counted, for a mail or a chat message has to stay readable.
    static let digestEntries = 40
    /// Bytes of a detail or a remedy in a digest.
    static let digestTextBytes = 1024
    /// Bytes of an alert command's standard error that go into the message about its failure.
    static let commandErrorBytes = 512
    /// How often a running alert command is looked at.
    static let commandTickMilliseconds: Int32 = 20

    /// Label values of one metric family: bounded cardinality even if a caller passes more than it should.
    static let seriesPerFamily = 200
}
