import ArgumentParser
import Daemon

/// The command line: parsing and printing only.
@main
struct PosyncdCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "posyncd",
        abstract:
            "Puts purchase orders from the procurement system onto AWS Marketplace charges, and proves them on invoices.",
        version: Posyncd.version,
        subcommands: [
            RunCommand.self, SyncCommand.self, PlanCommand.self, CheckCommand.self, StatusCommand.self,
            ExplainCommand.self, FindingsCommand.self, QueueCommand.self, ExportCommand.self,
            StoreCommand.self, FeedCommand.self,
        ])
}
