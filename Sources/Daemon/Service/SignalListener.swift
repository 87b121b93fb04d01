internal import UnixSignals

/// Turns signals into commands: SIGHUP reloads, SIGUSR1 begins a cycle, SIGTERM and SIGINT stop.
struct SignalListener: Sendable {
    private let signals: UnixSignalsSequence

    /// Traps the signals from here on.
    init() async {
        signals = await UnixSignalsSequence(trapping: .sighup, .sigusr1, .sigterm, .sigint)
    }

    /// Posts every signal until the task is cancelled.
    ///
    /// - Parameter onStop: called where a signal asks to stop, before the loop gets to it: work under way ends early.
    func listen(_ service: Service, onStop: @Sendable () -> Void) async {
        for await signal in signals {
            switch signal {
            case .sighup: service.post(.reload)
            case .sigusr1: service.post(.cycle)
            default:
                service.post(.stop("\(signal)"))
                onStop()
            }
        }
    }
}
