extension NodeReader {
    private enum Style: String, CaseIterable {
        case none, offset, page, cursor, link, range
    }

    /// The most records that a page may be asked for; bodies are bounded.
    private static let sizes = 1...10_000

    /// `paging`; `nil` where it is absent or wrong.
    func paging() -> RESTConfiguration.Paging? {
        guard let section = section("paging") else { return nil }
        defer { section.finish() }
        if section.node("style") == nil {
            section.fail("style", "it is missing: none, offset, page, cursor, link or range")
        }
        switch section.choice("style", Style.self) {
        case .offset:
            return .offset(
                offset: section.text("offset") ?? "offset", limit: section.text("limit") ?? "limit",
                size: section.size ?? 100)
        case .page:
            return .page(
                page: section.text("page") ?? "page", first: section.whole("first", 0...1) ?? 1,
                limit: section.text("limit"), size: section.size)
        case .cursor:
            let cursor = section.text("cursor") ?? "cursor"
            let next = section.pointer("next")
            if next == nil { section.fail("next", "a JSON pointer to the next cursor is expected") }
            return .cursor(cursor: cursor, next: next ?? "", limit: section.text("limit"), size: section.size)
        case .link:
            return .link(next: section.pointer("next"), limit: section.text("limit"), size: section.size)
        case .range: return .range(unit: section.text("unit") ?? "items", size: section.size ?? 100)
        case .some(.none): return RESTConfiguration.Paging.none
        case nil: return nil
        }
    }

    private var size: Int? { whole("size", Self.sizes) }
}
