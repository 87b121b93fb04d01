internal import Reconciliation

extension NodeReader {
    /// The kinds of `feeds[].kind`.
    private enum KindName: String, CaseIterable {
        case coupa, cxml, csv, ariba, rest
    }

    private enum Acknowledgement: String, CaseIterable {
        case none, exported
    }

    /// One entry of `feeds`.
    func feed() -> FeedConfiguration? {
        defer { finish() }
        let name = neededText("name")
        // With an order's id it is a key of the store.
        if name.utf8.count > 200 { fail("name", "it has more than 200 bytes") }
        let select = selection()
        let rate = decimal("requestsPerSecond", 0.01...1000)
        let statuses = statuses()
        guard node("kind") != nil else {
            fail("kind", "it is missing: coupa, cxml, csv, ariba or rest")
            skipRest()
            return nil
        }
        let kind: FeedConfiguration.Kind?
        var url = text("url") ?? ""
        switch choice("kind", KindName.self) {
        case .coupa:
            url = address("url")
            kind = coupa()
        case .rest:
            url = address("url")
            kind = rest(url: url)
        case .ariba:
            url = address("url")
            kind = ariba()
        case .cxml: kind = cxml()
        case .csv: kind = csv()
        case nil:
            skipRest()
            kind = nil
        }
        guard let kind else { return nil }
        return FeedConfiguration(
            name: FeedName(name), url: url, select: select, requestsPerSecond: rate ?? kind.usualRate,
            statuses: statuses,
            kind: kind)
    }

    private func coupa() -> FeedConfiguration.Kind? {
        let clientID = neededText("clientID")
        let secret = secret("clientSecret")
        let scopes = texts("scopes")
        let overlap = duration("overlap", .zero ... .seconds(7 * 86_400))
        let showsDeletedLines = flag("show_deleted_lines") ?? false
        let acknowledge = choice("acknowledge", Acknowledgement.self) ?? .none
        guard let secret else { return nil }
        let usual = ["core.purchase_order.read"] + (acknowledge == .exported ? ["core.purchase_order.write"] : [])
        return .coupa(
            CoupaConfiguration(
                clientID: clientID, clientSecret: secret, scopes: scopes.isEmpty ? usual : scopes,
                overlap: overlap ?? .seconds(600), acknowledges: acknowledge == .exported,
                showsDeletedLines: showsDeletedLines))
    }

    private func selection() -> Selection? {
        guard let section = section("select") else { return nil }
        defer { section.finish() }
        return Selection(
            supplierNames: section.texts("supplierNames"), supplierNumbers: section.texts("supplierNumbers"),
            commodities: section.texts("commodities"))
    }

    private func statuses() -> [OrderState: [String]] {
        guard let section = section("statuses") else { return [:] }
        defer { section.finish() }
        var statuses: [OrderState: [String]] = [:]
        for state in [OrderState.issued, .onHold, .draft, .cancelled, .closed] {
            let words = section.texts(state.rawValue)
            if !words.isEmpty { statuses[state] = words }
        }
        return statuses
    }

    /// An https address, or one of plain http on this machine.
    func address(_ key: String) -> String {
        let text = neededText(key)
        guard !text.isEmpty else { return "" }
        let host = text.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" }
        if host.contains("@") { fail(key, "user and password do not belong in an address") }
        if text.hasPrefix("https://"), !host.isEmpty { return text }
        let isLoopback =
            host.hasPrefix("127.") || host.hasPrefix("localhost") || host.hasPrefix("[::1]")
        if text.hasPrefix("http://"), isLoopback { return text }
        fail(
            key,
            text.hasPrefix("http://")
                ? "plain http is allowed to a loopback address alone: write https://"
                : "an address such as https://acme.example.com is expected")
        return text
    }
}
