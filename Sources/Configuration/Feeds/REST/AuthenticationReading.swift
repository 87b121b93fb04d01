extension NodeReader {
    private enum SecretPlace: String, CaseIterable {
        case body, header
    }

    /// `auth`: exactly one way; `nil` where it is absent or wrong.
    func authentication() -> RESTConfiguration.Authentication? {
        guard let auth = section("auth") else { return nil }
        defer { auth.finish() }
        let given = ["basic", "bearer", "header", "oauth"].filter { auth.node($0) != nil }
        if given.count != 1 { fail("auth", "exactly one of basic, bearer, header and oauth is expected") }
        switch given.first {
        case "basic": return auth.section("basic")?.basic()
        case "bearer": return auth.secret("bearer").map { .bearer($0) }
        case "header": return auth.section("header")?.header()
        case "oauth": return auth.section("oauth")?.oauth()
        default: return nil
        }
    }

    private func basic() -> RESTConfiguration.Authentication? {
        defer { finish() }
        let user = neededText("user")
        return secret("password").map { .basic(user: user, password: $0) }
    }

    private func header() -> RESTConfiguration.Authentication? {
        defer { finish() }
        let name = text("name") ?? "Authorization"
        let prefix = text("prefix") ?? ""
        return secret("value").map { .header(name: name, prefix: prefix, value: $0) }
    }

    private func oauth() -> RESTConfiguration.Authentication? {
        defer { finish() }
        let tokenURL = address("tokenURL")
        let clientID = neededText("clientID")
        let secret = secret("clientSecret")
        let scopes = texts("scopes")
        var parameters: [String: String] = [:]
        for (name, value) in entries("parameters") {
            if value.text == nil { value.fail("a text is expected") }
            parameters[name] = value.text
        }
        let place = choice("sendSecretIn", SecretPlace.self)
        return secret.map {
            .oauth(
                .init(
                    tokenURL: tokenURL, clientID: clientID, clientSecret: $0, scopes: scopes, parameters: parameters,
                    sendsSecretInBody: place != .header))
        }
    }
}
