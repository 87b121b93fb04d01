/// How many places the smallest unit of a currency has (ISO 4217, "minor unit").
enum CurrencyPlaces {
    private static let none: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
        "XPF",
    ]
    private static let three: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
    private static let four: Set<String> = ["CLF", "UYW"]

    /// The places of a currency; two, as most have, where it is not known.
    static func of(_ currency: String?) -> Int {
        guard let code = currency?.uppercased() else { return 2 }
        if none.contains(code) { return 0 }
        if three.contains(code) { return 3 }
        return four.contains(code) ? 4 : 2
    }
}
