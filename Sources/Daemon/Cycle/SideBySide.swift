/// Runs an errand for each element, so many at a time, and gathers what came of each.
///
/// - Parameters:
///   - elements: without doubles; begun in their order.
///   - width: how many errands run at once: enough to fill the waiting of one with the others', few enough for one host's
///     connections.
func sideBySide<Element: Hashable & Sendable, Outcome: Sendable>(
    _ elements: [Element], width: Int = 8, _ errand: @escaping @Sendable (Element) async -> Outcome
) async -> [Element: Outcome] {
    await withTaskGroup(of: (Element, Outcome).self) { group in
        var waiting = elements[...]
        var outcomes: [Element: Outcome] = [:]
        func next() {
            guard let element = waiting.popFirst() else { return }
            group.addTask { (element, await errand(element)) }
        }
        for _ in 0..<width { next() }
        for await (element, outcome) in group {
            outcomes[element] = outcome
            next()
        }
        return outcomes
    }
}
