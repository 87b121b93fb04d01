internal import Documents
internal import Reconciliation

/// Finding one's way in a document by names. Conversions of cXML in use write all names in lower case, and some put a
/// prefix before them; neither changes what is meant.
extension XMLElement {
    /// Whether the element has this name.
    func isNamed(_ wanted: String) -> Bool {
        name == wanted || name.isAlike(wanted)
    }

    /// The first element of this name in it.
    func child(_ name: String) -> XMLElement? {
        for case .element(let element) in content where element.isNamed(name) { return element }
        return nil
    }

    /// The element that is reached by these names, from each the first.
    func child(_ names: [String]) -> XMLElement? {
        names.reduce(self) { element, name in element?.child(name) }
    }

    /// The elements of this name in it.
    func children(_ name: String) -> [XMLElement] { elements.filter { $0.isNamed(name) } }

    /// The value of an attribute without blanks around it; `nil` where it is absent or empty.
    func attribute(_ name: String) -> String? {
        for attribute in attributes where attribute.name == name || attribute.name.isAlike(name) {
            let value = attribute.value.trimmed
            return value.isEmpty ? nil : value
        }
        return nil
    }

    /// The text in it without blanks around it; `nil` where there is none.
    var plainText: String? {
        let text = text.trimmed
        return text.isEmpty ? nil : text
    }
}

extension String {
    /// Whether this is the other name, prefix and case aside.
    fileprivate func isAlike(_ wanted: String) -> Bool {
        let own = utf8
        let local = own.lastIndex(of: UInt8(ascii: ":")).map { own[own.index(after: $0)...] } ?? own[...]
        guard local.count == wanted.utf8.count else { return false }
        return zip(local, wanted.utf8).allSatisfy { $0 == $1 || ($0 | 0x20 == $1 | 0x20 && $0 & 0x40 != 0) }
    }
}
