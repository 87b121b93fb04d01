public import Reconciliation

/// What a source's own status words mean for us; compared without regard to case.
public struct StatusWords: Sendable, Hashable {
    private var meanings: [String: OrderState]

    /// The meanings of words.
    public init(_ meanings: [OrderState: [String]]) {
        self.meanings = [:]
        for (state, words) in meanings {
            for word in words { self.meanings[word.trimmed.lowercased()] = state }
        }
    }

    /// The same with other meanings for some words.
    public func overridden(by other: [OrderState: [String]]) -> StatusWords {
        var words = self
        words.meanings.merge(StatusWords(other).meanings) { _, given in given }
        return words
    }

    /// The state that a word means; `unknown` where nobody has said.
    public func state(_ word: String) -> OrderState {
        meanings[word.trimmed.lowercased()] ?? .unknown
    }
}
