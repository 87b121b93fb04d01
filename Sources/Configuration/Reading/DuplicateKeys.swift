internal import Yams

/// Reads YAML in which a key stands twice, so that this is told together with everything else that is wrong.
///
/// Yams stops at the first such key. Its first letter is then exchanged for one that no other key has, of the same width,
/// so that every mark stays where it is, and the text is read again.
struct DuplicateKeys {
    /// The tree; a key that stands twice has its other place under its own name.
    private(set) var root: Node?
    private var names: [Place: String] = [:]

    /// A longer file is not read many times.
    private static let sizeLimit = 128 << 10

    private struct Place: Hashable {
        let line: Int
        let column: Int

        init(_ mark: Mark) { (line, column) = (mark.line, mark.column) }
    }

    /// Of a private use area, which YAML allows in a key and nobody writes; as many as keys are exchanged in one file, which
    /// is read anew for each.
    private static let marks = (0xE000...0xE01F).compactMap { Unicode.Scalar($0) }

    /// - Throws: what Yams throws, where it is something else or cannot be helped.
    init(_ text: String) throws {
        var text = text
        while true {
            do {
                root = try compose(yaml: text)
                return
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard names.count < Self.marks.count, text.utf8.count <= Self.sizeLimit, let name = keys.min(),
                    let renamed = Self.rename(text, name, context.mark, to: Self.marks[names.count]),
                    names.updateValue(name, forKey: Place(context.mark)) == nil
                else { throw YamlError.duplicatedKeysInMapping(duplicates: keys, context: context) }
                text = renamed
            }
        }
    }

    /// Whether a key is one that was exchanged.
    static func isExchanged(_ key: String) -> Bool { key.unicodeScalars.first.map(marks.contains) ?? false }

    /// Says of every key that stands twice where it does.
    func report(to problems: NodeReader.Problems) {
        if let root { report(root, "", problems) }
    }

    private func report(_ node: Node, _ path: String, _ problems: NodeReader.Problems) {
        for (index, element) in (node.sequence ?? []).enumerated() { report(element, "\(path)[\(index)]", problems) }
        guard let mapping = node.mapping else { return }
        for (key, value) in mapping {
            guard var name = key.string else { continue }
            if Self.isExchanged(name), let known = key.mark.flatMap({ names[Place($0)] }) {
                name = known
                let other = mapping.first { $0.key.string == known }?.key.mark
                problems.add(
                    key, path.isEmpty ? name : "\(path).\(name)",
                    "the key stands there twice\(other.map { ", here and on line \($0.line)" } ?? ""); keep one of them"
                )
            }
            report(value, path.isEmpty ? name : "\(path).\(name)", problems)
        }
    }

    /// The text with the first letter of the key at `mark` exchanged; `nil` where the key is not found there.
    private static func rename(_ text: String, _ name: String, _ place: Mark, to mark: Unicode.Scalar) -> String? {
        var scalars = Array(text.unicodeScalars)
        var position = 0
        for _ in 1..<max(place.line, 1) {
            guard let end = scalars[position...].firstIndex(of: "\n") else { return nil }
            position = end + 1
        }
        position += place.column - 1
        guard position >= 0 else { return nil }
        if position < scalars.count, scalars[position] == "\"" || scalars[position] == "'" { position += 1 }
        guard scalars.indices.contains(position), let first = name.unicodeScalars.first, scalars[position] == first
        else {
            return nil
        }
        scalars[position] = mark
        var renamed = String.UnicodeScalarView()
        renamed.append(contentsOf: scalars)
        return String(renamed)
    }
}
