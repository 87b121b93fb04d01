import ArgumentParser
import Daemon
import DumpShim
import HeapShim

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

    static func main() async {
        // Secrets have to be in memory, and must not get from there into a file.
        dump_forbid()
        // One heap for all threads: with one for each, what a cycle has freed in one is not there for the others, and a
        // daemon that waits keeps many times what it needs.
        heap_use_one_arena()
        // The tables of a cycle come and go by megabytes.
        heap_return_large_blocks()
        await main(nil)
    }
}
