/// Durations as the configuration writes them: `90s`, `15m`, `6h`, `1d`.
enum Spans {
    private static let units: [(Character, Int)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]

    static func read(_ text: String) -> Duration? {
        guard let unit = text.last, let seconds = units.first(where: { $0.0 == unit })?.1, text.count <= 10,
            let count = Int(text.dropLast()), count >= 0
        else { return nil }
        return .seconds(count * seconds)
    }

    static func write(_ span: Duration) -> String {
        let seconds = Int(span.components.seconds)
        for (name, size) in units where seconds % size == 0 && seconds >= size { return "\(seconds / size)\(name)" }
        return "\(seconds)s"
    }
}
