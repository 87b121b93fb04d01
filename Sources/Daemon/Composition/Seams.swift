internal import Configuration
internal import Reconciliation
package import Store
internal import Supervision
package import Transport

/// Everything that the daemon has outside itself, for simulations to replace: network, disk, clocks, dice and log.
package struct Seams: Sendable {
    package var transport: any Transport
    package var files: any FileSystem
    package var time: any TimeSource
    package var entropy: any Entropy
    /// Takes the log's lines, each with its line break.
    package var log: @Sendable ([UInt8]) -> Void

    package init(
        transport: any Transport, files: any FileSystem, time: any TimeSource, entropy: any Entropy,
        log: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.transport = transport
        self.files = files
        self.time = time
        self.entropy = entropy
        self.log = log
    }
}

extension Posyncd {
    /// The daemon on other seams, until the inbox has a stop or the store fails. No thread is started for it: whoever
    /// drives Swift's tasks one after the other drives all of it.
    ///
    /// - Parameter text: the configuration; its `state` is a directory of the disk.
    package func run(on seams: Seams, configuration text: String, inbox: Inbox) async throws(ProgramError) {
        let configuration: Configuration
        do {
            configuration = try Configuration.parse(text: text, file: "posyncd.yaml")
        } catch {
            throw ProgramError(error)
        }
        let time = seams.time
        let log = EventLog(
            form: .json(hasPriority: false), minimumLevel: .info, wall: { time.wallMilliseconds() },
            monotonic: { time.monotonic() }, write: seams.log)
        var composition = Composition(
            invocation: invocation, configuration: configuration, transport: seams.transport, time: time,
            entropy: seams.entropy, log: log)
        composition.process = 1
        var options = StoreOptions(
            onEvent: { StoreLog(log: log).say($0) }, monotonic: { time.monotonic() }, process: composition.process)
        options.isThreadless = true
        let directory = invocation.stateDirectory(configuration)
        try await serve(composition, inbox) { [options] () throws(ProgramError) in
            do throws(StoreError) {
                return try await Store.open(directory: directory, fileSystem: seams.files, options: options)
            } catch {
                throw ProgramError(error)
            }
        } reload: {
            configuration
        }
    }
}
