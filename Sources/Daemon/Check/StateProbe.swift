internal import Glibc
internal import Store

/// Looks at the state directory without taking its lock or changing it.
struct StateProbe: Sendable {
    let directory: String

    func rows() async -> [CheckRow] {
        guard access(directory, F_OK) == 0 else { return [missing] }
        guard access(directory, W_OK | X_OK) == 0 else {
            return [
                CheckRow(
                    "state", directory, .failed, "it cannot be written: \(String(cString: strerror(errno)))",
                    remedy:
                        "Give it to the user that posyncd runs as, or run this check as that user (posyncd-as-service)."
                )
            ]
        }
        do throws(StoreError) {
            let report = try await Store.verify(directory: directory)
            guard report.isSound else {
                return [
                    CheckRow(
                        "state", directory, .failed, report.damage.map(\.description).joined(separator: "; "),
                        remedy: "Copy the directory, then run `posyncd store repair`.")
                ]
            }
            return [CheckRow("state", directory, .ok, "\(report.records ?? 0) records")]
        } catch {
            return [CheckRow("state", directory, .failed, error.description, remedy: "See that it can be read.")]
        }
    }

    /// A directory that is not there yet: what counts is whether it can be made.
    private var missing: CheckRow {
        var parent = directory[...]
        repeat {
            parent = parent.lastIndex(of: "/").map { parent[..<$0] } ?? "."
            if parent.isEmpty { parent = "/" }
        } while access(String(parent), F_OK) != 0 && parent != "/" && parent != "."
        guard access(String(parent), W_OK | X_OK) == 0 else {
            return CheckRow(
                "state", directory, .failed, "it is not there, and \(parent) cannot be written",
                remedy: "Create it for the user that posyncd runs as, or name another one by `state` or --state.")
        }
        return CheckRow("state", directory, .ok, "it will be created by the first cycle")
    }
}
