/// Finds the known word that a misspelt one was meant to be.
enum Spelling {
    /// The nearest of some words, where it is near enough to be worth suggesting.
    static func nearest(to word: String, among known: [String]) -> String? {
        let word = word.prefix(60).lowercased()
        let ranked = known.map { (name: $0, distance: distance(word, $0.lowercased())) }
        guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
        return best.distance <= max(1, word.count / 3) ? best.name : nil
    }

    /// The edits between two words, two neighbours exchanged counting as one.
    static func distance(_ left: String, _ right: String) -> Int {
        let (first, second) = (Array(left), Array(right))
        var rows = [Array(0...second.count)]
        for row in 0..<first.count {
            var next = [row + 1]
            for column in 0..<second.count {
                let change = rows[row][column] + (first[row] == second[column] ? 0 : 1)
                var best = min(change, rows[row][column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    best = min(best, rows[row - 1][column - 1] + 1)
                }
                next.append(best)
            }
            rows.append(next)
        }
        return rows[first.count][second.count]
    }
}
