/// Pairs purchase order lines with instalments of the same amount so that the sum of distances between their dates is
/// least, and tells whether that pairing is the only one (contract, section 4, "Installments").
///
/// The least sum is found by the Hungarian method with potentials. A pair is part of some least pairing exactly if it is
/// tight (its distance equals the potentials' sum) and lies on a cycle of alternating tight pairs, so the pairing is
/// unique, apart from exchanges among lines of one order, when no such pair would give a charge to another order.
struct Pairing {
    /// More than this on one side is not decided: the method takes time in the cube of the size.
    static let maximumSize = 600

    /// For each line, the place of its charge.
    let charges: [Int]

    /// The only least pairing of all `lines` with some of the `charges`; `nil` where it is not the only one.
    ///
    /// - Parameters:
    ///   - lines: for each line its order, as a small number, and its date.
    ///   - charges: the dates of the charges; no fewer than lines.
    init?(lines: [(order: Int, date: Instant?)], charges: [Instant?]) {
        guard lines.count <= charges.count, charges.count <= Self.maximumSize else { return nil }
        let distances = lines.map { line in
            charges.map { charge -> Int64 in
                guard let date = line.date, let charge else { return 0 }
                return abs(date.milliseconds - charge.milliseconds)
            }
        }
        var matching = LeastMatching(distances, columns: charges.count)
        matching.solve()
        guard !matching.hasOtherOwner(owners: lines.map(\.order)) else { return nil }
        self.charges = matching.columnOfRow
    }
}

/// The assignment problem for as many rows as columns or fewer.
struct LeastMatching {
    private let distances: [[Int64]]
    private let columns: Int
    private var rowPotential: [Int64]
    private var columnPotential: [Int64]
    /// For each row its column.
    private(set) var columnOfRow: [Int]
    private var rowOfColumn: [Int?]

    init(_ distances: [[Int64]], columns: Int) {
        self.distances = distances
        self.columns = columns
        rowPotential = Array(repeating: 0, count: distances.count)
        columnPotential = Array(repeating: 0, count: columns)
        columnOfRow = Array(repeating: 0, count: distances.count)
        rowOfColumn = Array(repeating: nil, count: columns)
    }

    /// Adds one row at a time along the shortest alternating path.
    mutating func solve() {
        for row in distances.indices { add(row) }
        for (column, row) in rowOfColumn.enumerated() {
            if let row { columnOfRow[row] = column }
        }
    }

    private mutating func add(_ start: Int) {
        var least = Array(repeating: Int64.max, count: columns)
        var before = Array(repeating: -1, count: columns)
        var isDone = Array(repeating: false, count: columns)
        var row = start
        var previous = -1
        var path: [Int] = []
        while true {
            var step = Int64.max
            var next = -1
            for column in 0..<columns where !isDone[column] {
                let slack = distances[row][column] - rowPotential[row] - columnPotential[column]
                if slack < least[column] {
                    least[column] = slack
                    before[column] = previous
                }
                if least[column] < step {
                    step = least[column]
                    next = column
                }
            }
            rowPotential[start] += step
            for column in path {
                columnPotential[column] -= step
                if let row = rowOfColumn[column] { rowPotential[row] += step }
            }
            for column in 0..<columns where !isDone[column] { least[column] -= step }
            isDone[next] = true
            path.append(next)
            previous = next
            guard let taken = rowOfColumn[next] else { break }
            row = taken
        }
        var column = previous
        while column >= 0 {
            let earlier = before[column]
            rowOfColumn[column] = earlier >= 0 ? rowOfColumn[earlier] : start
            column = earlier
        }
    }

    /// Whether another least matching gives a column to another owner, or to none where it had one.
    func hasOtherOwner(owners: [Int]) -> Bool {
        let free = rowOfColumn.indices.filter { rowOfColumn[$0] == nil }
        // Nodes are the columns; an edge from column a to column b: the row that has a could as well have b.
        // The node after the last stands for "free": a free column could be given to any row if its potential is zero,
        // and a row's column could be left free likewise.
        let freeNode = columns
        var edges = Array(repeating: [Int](), count: columns + 1)
        for (row, column) in columnOfRow.enumerated() {
            for other in 0..<columns where other != column {
                if distances[row][other] == rowPotential[row] + columnPotential[other] { edges[column].append(other) }
            }
        }
        if !free.isEmpty {
            for column in free { edges[column].append(freeNode) }
            for column in 0..<columns where columnPotential[column] == 0 { edges[freeNode].append(column) }
        }
        let component = StrongComponents(edges).component
        for (row, column) in columnOfRow.enumerated() {
            for other in edges[column] where other < columns && component[other] == component[column] {
                guard let holder = rowOfColumn[other], owners[holder] == owners[row] else { return true }
            }
        }
        return false
    }
}
