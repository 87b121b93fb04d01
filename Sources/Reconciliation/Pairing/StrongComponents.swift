/// The strongly connected components of a directed graph, by Tarjan's algorithm without recursion.
struct StrongComponents {
    /// For each node the number of its component.
    let component: [Int]

    init(_ edges: [[Int]]) {
        let count = edges.count
        var component = Array(repeating: -1, count: count)
        var order = Array(repeating: -1, count: count)
        var low = Array(repeating: 0, count: count)
        var place = Array(repeating: 0, count: count)
        var stack: [Int] = []
        var visits: [Int] = []
        var clock = 0
        var components = 0
        for root in 0..<count where order[root] < 0 {
            visits.append(root)
            while let node = visits.last {
                if order[node] < 0 {
                    order[node] = clock
                    low[node] = clock
                    clock += 1
                    stack.append(node)
                }
                if place[node] < edges[node].count {
                    let next = edges[node][place[node]]
                    place[node] += 1
                    if order[next] < 0 {
                        visits.append(next)
                    } else if component[next] < 0 {
                        low[node] = min(low[node], order[next])
                    }
                    continue
                }
                visits.removeLast()
                if let parent = visits.last { low[parent] = min(low[parent], low[node]) }
                guard low[node] == order[node] else { continue }
                while let member = stack.popLast() {
                    component[member] = components
                    if member == node { break }
                }
                components += 1
            }
        }
        self.component = component
    }
}
