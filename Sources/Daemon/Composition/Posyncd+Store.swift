internal import Documents
internal import Store

/// What a look at the store, or its repair, has found.
public struct StoreCheckReport: Report {
    public let text: String
    public let json: String
}

extension Posyncd {
    /// Looks at every file of the store, without its lock and without changing anything.
    public func verifyStore() async throws(ProgramError) -> (StoreCheckReport, ExitCode) {
        let directory = invocation.stateDirectory(try configurationIfNeeded())
        do {
            let report = try await Store.verify(directory: directory)
            return (
                StoreCheckReport(text: "\(report)\n", json: report.json.prettyText() + "\n"),
                report.isSound ? .done : .damaged
            )
        } catch {
            throw ProgramError(error)
        }
    }

    /// Puts damaged files aside, keeps what can be read, and says what is lost. Takes the store's lock.
    public func repairStore() async throws(ProgramError) -> StoreCheckReport {
        let directory = invocation.stateDirectory(try configurationIfNeeded())
        do {
            let report = try await Store.repair(directory: directory)
            return StoreCheckReport(text: "\(report)\n", json: report.json.prettyText() + "\n")
        } catch {
            throw ProgramError(error)
        }
    }
}
