@testable import Configuration

/// A configuration that is right, of which a test exchanges or adds lines.
struct ConfigurationText {
    var lines = [
        "policy: observe",
        "interval: 15m",
        "feeds:",
        "  - name: coupa",
        "    kind: coupa",
        "    url: https://acme.coupahost.com",
        "    clientID: c",
        "    clientSecret: {env: SECRET}",
        "mapping:",
        "  - {name: part, from: line.part, to: agreement}",
        "marketplace:",
        "  management: {account: \"111111111111\"}",
    ]

    /// With another text in place of a line's, counted from 1.
    func with(_ text: String, at line: Int) -> ConfigurationText {
        var changed = self
        changed.lines[line - 1] = text
        return changed
    }

    /// With lines at the end.
    func adding(_ text: String...) -> ConfigurationText {
        var changed = self
        changed.lines += text
        return changed
    }

    /// What is wrong with it, as it is told.
    func problems() -> [String] {
        do throws(ConfigurationError) {
            _ = try Configuration.parse(text: lines.joined(separator: "\n"), file: "posyncd.yaml")
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }
}
