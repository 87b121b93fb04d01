import FoundationEssentials

/// How much a test does: small with every change, full where `POSYNCD_SIZES=full` asks for it.
public enum TestSize {
    /// Whether the full sizes are asked for.
    public static let isFull = ProcessInfo.processInfo.environment["POSYNCD_SIZES"] == "full"

    /// The size that is asked for.
    public static func pick<Size>(_ small: Size, full: Size) -> Size { isFull ? full : small }

    /// The size that the variable `name` names; otherwise the one that is asked for.
    public static func number(_ name: String, small: Int, full: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? pick(small, full: full)
    }

    /// How many times as much memory and time as usual a test may take: more than 1 where a sanitizer multiplies both, as
    /// `Tests/Acceptance/sanitizers.sh` knows.
    public static let allowance = number("POSYNCD_ALLOWANCE", small: 1, full: 1)
}
