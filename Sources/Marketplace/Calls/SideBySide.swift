/// Makes calls side by side, at most so many at once, and begins them in the order given.
enum SideBySide {
    /// Calls under way at once for one account: enough for a quota of 15 calls a second where an answer takes a second.
    static let width = 16

    /// What each call came to, in the order given; `nil` for those that were not begun any more.
    ///
    /// - Parameter isEnd: whether an error ends it all: what is under way is cancelled, and nothing more begun.
    static func calls<Item: Sendable, Value: Sendable>(
        _ items: [Item], endingAt isEnd: (MarketplaceError) -> Bool,
        _ call: @escaping @Sendable (Item) async throws(MarketplaceError) -> Value
    ) async -> [Result<Value, MarketplaceError>?] {
        await withTaskGroup(of: (Int, Result<Value, MarketplaceError>).self) { group in
            var results = [Result<Value, MarketplaceError>?](repeating: nil, count: items.count)
            var waiting = items.indices
            func beginNext() {
                guard let place = waiting.popFirst() else { return }
                group.addTask {
                    do throws(MarketplaceError) {
                        return (place, .success(try await call(items[place])))
                    } catch {
                        return (place, .failure(error))
                    }
                }
            }
            for _ in 0..<Self.width { beginNext() }
            for await (place, result) in group {
                results[place] = result
                if case .failure(let error) = result, isEnd(error) {
                    group.cancelAll()
                    waiting = waiting.suffix(0)
                }
                beginNext()
            }
            return results
        }
    }
}
