internal import Configuration

extension Posyncd {
    /// Asks everything that the configuration names; changes nothing.
    ///
    /// - Throws: a configuration that is invalid, or credentials that are missing.
    public func check() async throws(ProgramError) -> (CheckReport, ExitCode) {
        let configuration = try invocation.configuration()
        return try await withComposition(configuration) { (composition) throws(ProgramError) in
            let checklist = Checklist(
                composition: composition, stateDirectory: invocation.stateDirectory(configuration))
            let report = CheckReport(rows: await checklist.run())
            return (report, report.isGood ? .done : report.lacksCredentials ? .credentials : .refused)
        }
    }
}
