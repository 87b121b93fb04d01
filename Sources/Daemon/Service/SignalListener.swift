internal import UnixSignals

/// Turns signals into commands: SIGHUP reloads, SIGUSR1 begins a cycle, SIGTERM and SIGINT stop.
struct SignalListener: Sendable {
    private let signals: UnixSignalsSequence

    /// Traps the signals from here on.
    init() async {
        signals = await UnixSignalsSequence(trapping: .sighup, .sigusr1, .sigterm, .sigint)
    }

    /// Posts every signal until the task is cancelled.
    func listen(_ inbox: Inbox) async {
        for await signal in signals {
            switch signal {
            case .sighup: inbox.post(.reload)
            case .sigusr1: inbox.post(.cycle)
            default: inbox.post(.stop("\(signal)"))
            }
        }
    }
}
